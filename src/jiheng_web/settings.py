"""Settings of the web application. One machine, one person: it answers 127.0.0.1 only."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from jiheng_web.environment import data_folder, database, secret_key

JIHENG_HOME = data_folder(os.environ)
JIHENG_MAX_FILE_BYTES = int(os.environ.get("JIHENG_MAX_FILE_MB", "20")) * 2**20
JIHENG_MAX_FILES = 50
JIHENG_READING_SECONDS = 180  # longer than the office suite may take, so that nobody kills a reader that waits for it
JIHENG_READERS = 2

SECRET_KEY = secret_key(JIHENG_HOME, os.environ)
DEBUG = os.environ.get("JIHENG_DEBUG") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database(os.environ.get("JIHENG_DATABASE_URL"), JIHENG_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "jiheng_web.audit",
    "jiheng_web.declarations",
]
MIDDLEWARE = [
    "jiheng_web.declarations.access.this_machine_only",
    "jiheng_web.declarations.access.kept_nowhere",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jiheng_web.declarations.problems.Explained",
]
ROOT_URLCONF = "jiheng_web.urls"
WSGI_APPLICATION = "jiheng_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
WHITENOISE_USE_FINDERS = True  # no collectstatic: the files are served from where they are written
WHITENOISE_MAX_AGE = 0  # file names carry no digest, so browsers ask whether a file has changed
WHITENOISE_ALLOW_ALL_ORIGINS = False

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "jiheng_web.declarations.problems.stale_page"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FILES = JIHENG_MAX_FILES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a block pasted from Excel sends two fields for each cell
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"waitress.queue": {"level": "ERROR"}},  # a queue is no fault: several files were dropped at once
}
