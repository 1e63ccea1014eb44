"""One set of settings for laptop and production: what differs is in the environment.

`make run` and the tests fill the environment by themselves (`devtools/environment.py`);
a real installation names its own servers, keys and addresses.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()
ONE_MACHINE = re.compile(r"localhost|127(\.\d{1,3}){3}|\[?::1\]?")
BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str, what: str) -> str:
    """Read what has no safe default; whoever lacks it is told how to get it."""
    if value := env.str(name, default=""):
        return value
    raise ImproperlyConfigured(
        f"{name} is not set: `make run` sets one up for this checkout,"
        f" anywhere else the environment has to name {what}."
    )


def flag(name: str, *, default: bool) -> bool:
    """Read yes or no; an empty variable is none, for it must not switch off a lock."""
    return env.bool(name) if env.str(name, default="") else default


# What the environment decides
A_KEY = "a secret of 50 or more random characters"
SECRET_KEY = required("SECRET_KEY", A_KEY)
LINK_KEY = required("LINK_KEY", f"{A_KEY}, for the links in mails")
FILING_KEY = required("FILING_KEY", f"{A_KEY}, by which repeats are recognised")
FILING_KEY_VERSION = env.int("FILING_KEY_VERSION", default=1)
DEBUG = flag("DEBUG", default=False)
SAMPLE_SETUP = flag("SAMPLE_SETUP", default=False)  # only `manage.py up` says yes
STAFF_NEED_SECOND_FACTOR = flag("STAFF_NEED_SECOND_FACTOR", default=not SAMPLE_SETUP)
SITE_URL = required("SITE_URL", "the address people type, https://…").rstrip("/")
SITE = urlsplit(SITE_URL)
HTTPS = SITE.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE.hostname])
NAMES = [*ALLOWED_HOSTS, SITE.hostname or ""]
if SAMPLE_SETUP and not all(ONE_MACHINE.fullmatch(name) for name in NAMES):
    raise ImproperlyConfigured(
        "SAMPLE_SETUP lets everybody in as an organiser: unset it, or let SITE_URL and"
        " ALLOWED_HOSTS name nothing but this machine."
    )
PROXIES_IN_FRONT = env.int("PROXIES_IN_FRONT", default=0)
CONTACT_ADDRESS = env.str("CONTACT_ADDRESS", default=f"seminars@{SITE.hostname}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", CONTACT_ADDRESS)
REDIS_URL = required("REDIS_URL", "a Redis, redis://… or unix://…")

# What the house is made of
OURS = ["reports", "briefings", "registrations", "seminars"]
OURS += ["partners", "mailing", "users"]
INSTALLED_APPS = [
    "unitar_seminars",
    "devtools",
    *OURS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "unitar_seminars.admin_site.OurAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # behind ours, whose field template wins
]
MIDDLEWARE = [
    "unitar_seminars.page_cache.PageCacheMiddleware",
    "unitar_seminars.csp.ContentSecurityPolicyMiddleware",
    "unitar_seminars.health.answer_machines",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "unitar_seminars.nul.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "unitar_seminars.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "users.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "users.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "unitar_seminars.urls"
WSGI_APPLICATION = "unitar_seminars.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "unitar_seminars.context_processors.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database, cache, sessions
required("DATABASE_URL", "a PostgreSQL, postgres://user:password@host:5432/name")
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "unitar_seminars.cache.RedisCache",
        "LOCATION": REDIS_URL,
    }
}

# Hours and languages
USE_TZ = True
TIME_ZONE = "America/New_York"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["unitar_seminars.formats"]

# Static files: hashed names in production, plain ones while somebody edits them
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_MANIFEST = flag("STATIC_MANIFEST", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Mail: no default relay, for a forgotten one would swallow what people wait for
RELAY = required("EMAIL_URL", "the relay, smtp+tls://user:password@host:587")
SERVICE = f"anymail.backends.{urlsplit(RELAY).hostname}.EmailBackend"
SMTP = ("smtp", "smtp+tls", "smtp+ssl", "smtps")
env.EMAIL_SCHEMES |= dict.fromkeys(SMTP, "mailing.backends.EmailBackend")
env.EMAIL_SCHEMES |= {"anymail": SERVICE}  # a mail service, as anymail://postmark
ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True} | env.json("ANYMAIL", default={})
vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 60
CHANGE_GRACE_SECONDS = env.int("CHANGE_GRACE_SECONDS", default=120)  # to undo it
MAIL_LEASE_SECONDS = 300
MAIL_KEYS = env.list("MAIL_KEYS", default=[LINK_KEY])  # seal tokens; newest last
BOUNCE_DOMAIN = env.str("BOUNCE_DOMAIN", default="")  # its mail reaches receive_bounce
DMARC_DOMAIN = env.str("DMARC_DOMAIN", default="")  # where our DMARC record stands
DKIM_SIGNS_LIST_HEADERS = flag("DKIM_SIGNS_LIST_HEADERS", default=False)
MAIL_ARCHIVE_PATH = "/updates/"

# Signing in: a mailed code, never a password
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "users.backends.OrganiserBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES_IN_FRONT
ACCOUNT_ADAPTER = "users.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "users.forms.SignIn", "signup": "users.forms.SignUp"}
ACCOUNT_FORMS["request_login_code"] = "users.forms.AskForCode"
ACCOUNT_FORMS["add_email"] = "users.forms.ChangeAddress"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = False  # nobody is asked; missions share machines
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900  # seconds: greylisting holds mail for minutes
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "UNITAR Seminars"

# What browsers are told
SECURE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": ["'self'", "data:"],  # allauth draws the TOTP code as data:
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PROXIES_IN_FRONT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a sign-in sheet sends one for each person

# Celery: tasks may be lost or doubled, due rows are the truth
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3.0  # seconds for what runs; the rest goes back
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # seconds until a killed worker's tasks come back
    "max_retries": 0,  # a request must not wait for a Redis that is gone
    "socket_connect_timeout": 1,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "unitar_seminars.logging.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
