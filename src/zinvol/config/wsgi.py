"""The door for the web server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zinvol.config.settings")

from django.core.wsgi import get_wsgi_application

from zinvol.config import preparing

application = get_wsgi_application()
preparing.begin()
