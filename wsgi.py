"""The door for gunicorn: `gunicorn wsgi:app`."""

import os
import sys

from config import NotConfigured, settings_from
from eia import create_app

try:
    app = create_app(settings_from(os.environ))
except NotConfigured as refusal:
    sys.exit(str(refusal))
