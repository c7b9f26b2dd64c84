"""What the database itself refuses about people and their offices, whoever writes to it."""

from collections.abc import Iterator

from eia.people.offices import SIGNING, TWO_ADMINISTRATORS
from eia.triggers.trigger import Trigger

SIGN = ", ".join(f"'{office}'" for office in sorted(SIGNING))
TWO = ", ".join(f"'{office}'" for office in sorted(TWO_ADMINISTRATORS))
ENOUGH_ADMINISTRATORS = (
    "(SELECT count(DISTINCT a.person_id) FROM appointment a WHERE a.organisation_id = NEW.organisation_id"
    " AND a.office = 'administrator' AND a.in_force AND (a.until_day IS NULL OR a.until_day >= NEW.from_day)) > 1"
)
"""From then on the installation appoints nobody to an office that needs two administrators: they do."""
ADMINISTERS = (
    "EXISTS (SELECT 1 FROM appointment a WHERE a.organisation_id = NEW.organisation_id AND a.person_id = {who}"
    " AND a.office = 'administrator' AND a.in_force AND (a.until_day IS NULL OR a.until_day >= NEW.from_day))"
)
OVERLAPS = (
    "{row}.in_force AND ({row}.until_day IS NULL OR {row}.until_day >= NEW.from_day)"
    " AND (NEW.until_day IS NULL OR {row}.from_day <= NEW.until_day)"
)


NOT_ITSELF = "a.id <> NEW.id AND "
"""Before an insert SQLite does not know the number of the row yet, and a comparison with it would be unknown."""


def _administers(who: str) -> str:
    return ADMINISTERS.format(who=f"NEW.{who}")


def _overlaps(row: str) -> str:
    return OVERLAPS.format(row=row)


NOT_TWO = f"""NEW.in_force AND NEW.office IN ({TWO}) AND (
    (NEW.proposed_by IS NULL AND {ENOUGH_ADMINISTRATORS})
    OR (NEW.proposed_by IS NOT NULL AND (
        NEW.confirmed_by IS NULL OR NEW.confirmed_by = NEW.proposed_by OR NEW.confirmed_by = NEW.person_id
        OR NEW.proposed_by = NEW.person_id OR NOT {_administers("confirmed_by")})))"""
SIGNS_AND_ADMINISTERS = f"""NEW.in_force AND (
    (NEW.office IN ({SIGN}) AND EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = NEW.person_id
        AND {NOT_ITSELF}a.office = 'administrator' AND {_overlaps("a")}))
    OR (NEW.office = 'administrator' AND (
        EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = NEW.person_id
            AND {NOT_ITSELF}a.office IN ({SIGN}) AND {_overlaps("a")})
        OR EXISTS (SELECT 1 FROM deputy d WHERE d.deputy_id = NEW.person_id AND {_overlaps("d")}))))"""
DEPUTY_ADMINISTERS = f"""NEW.in_force AND EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = NEW.deputy_id
    AND a.office = 'administrator' AND {_overlaps("a")})"""
DEPUTY_NOT_AGREED = f"""NEW.in_force AND NEW.office IN ({SIGN}) AND (
    (NEW.recorded_by IS NULL AND {ENOUGH_ADMINISTRATORS})
    OR (NEW.recorded_by IS NOT NULL AND NEW.recorded_by <> NEW.principal_id
        AND (NEW.confirmed_by IS NULL OR NEW.confirmed_by = NEW.deputy_id
            OR (NEW.confirmed_by <> NEW.principal_id AND NOT {_administers("confirmed_by")}))))"""


ROUTE_NOT_AGREED = f"""NEW.in_force AND (
    (NEW.proposed_by IS NULL AND {ENOUGH_ADMINISTRATORS})
    OR (NEW.proposed_by IS NOT NULL AND (NEW.confirmed_by IS NULL OR NEW.confirmed_by = NEW.proposed_by
        OR NOT {_administers("confirmed_by")})))"""


def _refusal(name: str, table: str, event: str, condition: str, says: str, lock: str = "") -> Trigger:
    """`event` is for example "INSERT" or "UPDATE OF name"; `lock` the column that names the person to lock."""
    return Trigger(name, table, event, says, condition, f"NEW.{lock}" if lock else "", "person")


def of_people(dialect: str) -> Iterator[Trigger]:
    for table in ("person", "appointment", "deputy", "route", "default_deputy", "unit_head"):
        yield from _kept_for_ever(table, dialect)
    yield from OFFICES


def _kept_for_ever(table: str, dialect: str) -> list[Trigger]:
    """No row is deleted, and on SQLite none is replaced, which slips past the trigger on delete."""
    says = f"eia: no row of {table} is ever deleted"
    if dialect == "postgresql":
        events = ("DELETE", "TRUNCATE")
        return [Trigger(f"{table}_is_not_{event.lower()}d", table, event, says) for event in events]
    existing = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
    return [
        Trigger(f"{table}_is_not_deleted", table, "DELETE", says),
        Trigger(f"{table}_is_not_replaced", table, "INSERT", says, existing),
    ]


def _both(name: str, table: str, columns: str, condition: str, says: str, lock: str) -> list[Trigger]:
    """The same refusal for a new row and for a change of these columns."""
    return [
        _refusal(f"{name}_insert", table, "INSERT", condition.replace(NOT_ITSELF, ""), says, lock),
        _refusal(f"{name}_update", table, f"UPDATE OF {columns}", condition, says, lock),
    ]


def _changed(*columns: str) -> str:
    return " OR ".join(f"(OLD.{c} <> NEW.{c} OR (OLD.{c} IS NULL) <> (NEW.{c} IS NULL))" for c in columns)


COMES_INTO_FORCE = "(NOT OLD.in_force OR " + _changed("confirmed_by") + ") AND "

OFFICES: list[Trigger] = [
    _refusal(
        "appointment_stays_whose_it_is",
        "appointment",
        "UPDATE",
        _changed("person_id", "organisation_id", "office", "proposed_by"),
        "an appointment keeps its person, office and proposer",
    ),
    _refusal(
        "deputy_stays_whose_it_is",
        "deputy",
        "UPDATE",
        _changed("principal_id", "deputy_id", "organisation_id", "office", "recorded_by"),
        "a deputy keeps whom they act for, their office and who recorded them",
    ),
    _refusal(
        "unit_head_stays_whose_it_is",
        "unit_head",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR " + _changed("organisation_id", "unit_id", "person_id", "appointed_by"),
        "the head of a unit stays as appointed, and ends once",
    ),
    _refusal(
        "appointment_needs_two_insert",
        "appointment",
        "INSERT",
        NOT_TWO,
        "a second administrator must agree to this appointment",
        "person_id",
    ),
    _refusal(
        "appointment_needs_two_update",
        "appointment",
        "UPDATE",
        COMES_INTO_FORCE + NOT_TWO,
        "a second administrator must agree to this appointment",
        "person_id",
    ),
    *_both(
        "administrator_signs_nothing",
        "appointment",
        "in_force, from_day, until_day",
        SIGNS_AND_ADMINISTERS,
        "an administrator holds no office that signs and deputises for nobody",
        "person_id",
    ),
    *_both(
        "administrator_is_no_deputy",
        "deputy",
        "in_force, from_day, until_day",
        DEPUTY_ADMINISTERS,
        "an administrator deputises for nobody",
        "deputy_id",
    ),
    _refusal(
        "deputy_is_agreed_insert",
        "deputy",
        "INSERT",
        DEPUTY_NOT_AGREED,
        "the principal or a second administrator must agree to this deputy",
        "deputy_id",
    ),
    _refusal(
        "deputy_is_agreed_update",
        "deputy",
        "UPDATE",
        COMES_INTO_FORCE + DEPUTY_NOT_AGREED,
        "the principal or a second administrator must agree to this deputy",
        "deputy_id",
    ),
    _refusal(
        "default_deputy_stays_as_proposed",
        "default_deputy",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR " + _changed("organisation_id", "office", "deputy_id", "proposed_by"),
        "a default deputy stays as proposed, and ends once",
    ),
    *_both(
        "default_deputy_needs_two",
        "default_deputy",
        "in_force, confirmed_by, from_day",
        f"NEW.office IN ({SIGN}) AND " + ROUTE_NOT_AGREED,
        "a second administrator must agree to this default deputy",
        "",
    ),
    _refusal(
        "route_stays_as_proposed",
        "route",
        "UPDATE",
        "OLD.in_force OR OLD.ended_at IS NOT NULL OR "
        + _changed("organisation_id", "level", "stages", "must_fix_stops", "proposed_by"),
        "a route stays as it was proposed, and is decided once",
    ),
    *_both(
        "route_needs_two",
        "route",
        "in_force, confirmed_by, from_day",
        ROUTE_NOT_AGREED,
        "a second administrator must agree to this route",
        "",
    ),
]
