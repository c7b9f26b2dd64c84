"""How gunicorn serves eia; `eia serve` starts it, with the settings from the environment."""

import gc
import os
import shutil
import tempfile
from typing import Any

from config import Settings, settings_from

_settings: Settings = settings_from(os.environ)

bind = f"{_settings.listen}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# Two nodes of one user would fight over the socket's one path in the home folder.
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
COLLECTED_AFTER = (20_000, 20, 50)
"""A page makes thousands of objects that live as long as it does: at 700, the collector would run dozens of times."""


if _settings.metrics_token:
    # Before anything imports prometheus_client, which looks for it once: here the workers count together.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="eia-metrics-")


def on_exit(server: Any) -> None:
    if _settings.metrics_token:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def pre_fork(server: Any, worker: Any) -> None:
    """What was loaded so far is shared by all workers, as long as nobody's collector walks over it."""
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def post_fork(server: Any, worker: Any) -> None:
    """A worker opens connections of its own: one used by two processes mixes up their answers."""
    from eia.db import db
    from wsgi import app

    with app.app_context():
        db.engine.dispose(close=False)
