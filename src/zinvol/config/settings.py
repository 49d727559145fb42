"""Django's settings, derived from the install. What an administrator may choose is in ``install.py``."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.utils.csp import CSP

from zinvol.config import install

# a second thread per sum gains nothing on a busy server and makes others wait
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PACKAGE = Path(__file__).resolve().parent.parent
DATA = install.folder()

DEBUG = install.get("debug")
SECRET_KEY = install.secret_key()
ALLOWED_HOSTS = install.get("hosts").split(",")
ROOT_URLCONF = "zinvol.config.urls"
WSGI_APPLICATION = "zinvol.config.wsgi.application"
BASE_URL = install.get("base_url").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "zinvol.kernel",
    "zinvol.ui",
    "zinvol.apps.social.organisation",
    "zinvol.apps.social.files",
    "zinvol.apps.social.people",
    "zinvol.apps.social.spaces",
    "zinvol.apps.social.threads",
    "zinvol.apps.content.posts",
    "zinvol.apps.content.chat",
    "zinvol.apps.content.studies",
    "zinvol.apps.reactors.search",
    "zinvol.apps.reactors.audit",
    "zinvol.apps.reactors.attention",
    "zinvol.apps.reactors.likeness",
    "zinvol.apps.reactors.expertise",
]

MIDDLEWARE = [
    "zinvol.config.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zinvol.config.middleware.compressed",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zinvol.config.middleware.signed_in",
    "zinvol.config.middleware.in_own_language",
    "zinvol.config.middleware.sensible",
    "zinvol.config.middleware.told_kindly",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "zinvol.config.templates.environment",
            "context_processors": ["zinvol.config.shell.context"],
        },
    }
]


def _postgresql(url: str) -> dict[str, object]:
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # the queries of pages are the same each time: PostgreSQL keeps their plans, which takes a third less time
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
    }


def _sqlite() -> dict[str, object]:
    # FULL makes every acknowledged write survive a power cut; tests may be faster
    synchronous = os.environ.get("ZINVOL_SQLITE_SYNCHRONOUS", "FULL")
    return {
        "ENGINE": "zinvol.kernel.sqlite",
        "NAME": DATA / "zinvol.sqlite3",
        "TEST": {"NAME": ":memory:"},
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                "PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


DATABASE_URL = install.get("database_url")
DATABASES = {"default": _postgresql(DATABASE_URL) if DATABASE_URL else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "/login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
PASSWORD_RESET_TIMEOUT = 14 * 24 * 3600

SESSION_ENGINE = "zinvol.kernel.sessions"
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "zinvol_session"
CSRF_COOKIE_NAME = "zinvol_csrf"
CSRF_FAILURE_VIEW = "zinvol.config.errors.csrf_failure"
TLS = install.get("tls")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if install.get("proxies"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXIES = install.get("proxies")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if TLS else []
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "ui" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zinvol.config.static.HashedStaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FORM_RENDERER = "zinvol.config.templates.FormRenderer"

MAIL_DOMAIN = install.get("mail_domain")
MAIL_IN = install.get("mail_in")
PUSH_LOOPBACK = install.get("push_loopback")
DEFAULT_FROM_EMAIL = install.get("mail_from")


def _mailer(url: str) -> dict[str, object]:
    """Mail by SMTP, or kept in the folder where nothing is set."""
    parts = urlparse(url)
    if not parts.hostname:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": DATA / "mail"},
        }
    options = {
        "host": parts.hostname,
        "port": parts.port or 587,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and bool(parts.username),
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": _mailer(install.get("mail_url"))}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "zinvol.config.logs.JsonFormatter"},
        "plain": {"format": "%(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": install.get("log_format")}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        "mail.log": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}
