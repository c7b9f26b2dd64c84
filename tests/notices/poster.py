"""`python -m tests.notices.poster <database> <mail port> once|loop`: a posting process, to be killed, raced or stopped.

It says "ready" and waits for a line. Then it posts what is due and says how many it handled, or runs the loop of
`eia jobs` until it is told to stop.
"""

import sys
from threading import Event

from eia import create_app
from eia.notices import jobs
from eia.notices.posting import post_due
from tests.support.databases import Database, settings_for


def main(database_url: str, port: str, how: str) -> None:
    settings = settings_for(
        Database("", database_url, database_url),
        mail_server="127.0.0.1",
        mail_port=int(port),
        mail_tls="none",
        mail_from="eia@force.example",
        address="https://eia.force.example",
    )
    app = create_app(settings)
    stop = Event()
    jobs.stop_on_signals(stop)
    print("ready", flush=True)
    sys.stdin.readline()
    if how == "once":
        print(post_due(app).total(), flush=True)
    else:
        jobs.run(app, [jobs.posting(app, stop)], stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
