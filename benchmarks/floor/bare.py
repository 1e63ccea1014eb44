"""The floor with the settings that `django-admin startproject` writes.

Only the engine is another one: PostgreSQL. So there are seven middleware, and each
request opens a connection of its own.
"""

from benchmarks.floor import settings

SECRET_KEY = settings.SECRET_KEY
DEBUG = False
ALLOWED_HOSTS = settings.ALLOWED_HOSTS
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "benchmarks.floor",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = settings.ROOT_URLCONF
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": {"context_processors": PROCESSORS}}]
DATABASES = {"default": settings.env.db("FLOOR_DATABASE_URL")}
DEFAULT_AUTO_FIELD = settings.DEFAULT_AUTO_FIELD
USE_TZ = True
