-- The two roles and the database of eia. Run once, as a superuser of PostgreSQL:
--   psql -v owner_password="'...'" -v application_password="'...'" -f deploy/roles.sql
-- eia_owner owns the tables and runs migrations; the pages and jobs connect as eia_application, which owns nothing:
-- it can neither drop a trigger nor change or remove an entry of the trail.
CREATE ROLE eia_owner LOGIN PASSWORD :owner_password;
CREATE ROLE eia_application LOGIN PASSWORD :application_password;
CREATE DATABASE eia OWNER eia_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE eia FROM PUBLIC;
GRANT CONNECT ON DATABASE eia TO eia_application;
\connect eia
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO eia_owner;
