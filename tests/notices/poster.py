"""`python -m tests.notices.poster <database> <mail port>`: one posting process, to be killed or raced.

It says "ready", waits for a line, posts what is due and says how many it handled.
"""

import sys

from eia import create_app
from eia.notices.posting import post_due
from tests.support.databases import Database, settings_for


def main(database_url: str, port: str) -> None:
    settings = settings_for(
        Database("", database_url, database_url),
        mail_server="127.0.0.1",
        mail_port=int(port),
        mail_tls="none",
        mail_from="eia@force.example",
        address="https://eia.force.example",
    )
    app = create_app(settings)
    print("ready", flush=True)
    sys.stdin.readline()
    print(post_due(app).total(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
