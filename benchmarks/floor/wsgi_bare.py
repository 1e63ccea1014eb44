"""The floor as a newly started project is served."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.floor.bare"
application = get_wsgi_application()
