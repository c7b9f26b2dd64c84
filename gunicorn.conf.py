"""How gunicorn serves eia; `eia serve` starts it, with the settings from the environment."""

import os

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
