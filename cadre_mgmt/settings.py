"""Django settings; everything that differs between machines comes from `environment.py`."""

from __future__ import annotations

from datetime import timedelta

import environ
from csp.constants import NONCE, NONE, SELF

from core import logs
from core.broker import broker_url

from .environment import BASE_DIR, read

ENVIRONMENT = read()
VAR_DIR = ENVIRONMENT.var
UPLOAD_SCANNER = ENVIRONMENT.upload_scanner
PRODUCTION = ENVIRONMENT.mode == "production"
TESTING = ENVIRONMENT.mode == "test"

DEBUG = False
SECRET_KEY = ENVIRONMENT.signing_key
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "guardian",
    "simple_history",
    "core",
    "accounts",
    "intake",
    "notices",
    "rulebook",
    "cadres",
    "ballots",
    "decisions",
    "matters",
    "tolerance",
    "clarification",
    "supervision",
    "appraisal",
    "evidence",
    "outcomes",
    "alerts",
    "portal",
    "cadre_mgmt",
]
MIDDLEWARE = [
    "core.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.RefusedAccessMiddleware",
    "accounts.session_limits.SignInMiddleware",
    "accounts.session_limits.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.pages.PlainWordsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "cadre_mgmt.urls"
WSGI_APPLICATION = "cadre_mgmt.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context.page",
            ],
        },
    }
]

# Database
DATABASES = {
    "default": environ.Env.db_url_config(ENVIRONMENT.database_url or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A process that is killed loses nothing either way; tests pull no plug, and waiting for the disk is half
    # of their time.
    SYNCHRONOUS = "OFF" if ENVIRONMENT.mode == "test" else "NORMAL"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={SYNCHRONOUS}; "
        "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;",
    }
    # A file, not memory: write-ahead log and locks are to be tested too.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
    # Compiling a query costs more than our longest one; sums over a round are to stay in memory; so do the
    # tables of every list, where an index costs no more than reading in order.
    # Options of the address, such as sslmode, stay.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        **DATABASES["default"].get("OPTIONS", {}),
        "options": "-c jit=off -c work_mem=32MB -c random_page_cost=1.1",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts and sessions
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["staff_no", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "accounts.validators.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.validators.GuessableValidator"},
]
PASSWORD_MAX_DAYS = 180 if ENVIRONMENT.password_expiry else None
FIRST_PASSWORD_HOURS = 72
# In the database: a restart of the broker signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_IDLE_SECONDS_OFFICERS = 15 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "portal.views.form_expired"
# django-guardian holds the named grants on one case (`accounts.models.CaseGrant`) and answers nothing else:
# no user stands for visitors, no account is a superuser, nobody asks `has_perm`.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = GUARDIAN_MONKEY_PATCH_GROUP = False
# Five wrong passwords lock this 工号 for this address only: whoever guesses is locked out, the owner is not.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    # Asked by django-guardian's own check; grants are read by `accounts.selectors` alone.
    "guardian.backends.ObjectPermissionBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "accounts.lockouts.name_to_lock"
AXES_CLIENT_IP_CALLABLE = "accounts.lockouts.address_to_lock"
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked"
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "password",
    "old_password",
    "new_password1",
    "new_password2",
    "next",  # the page asked for, with what was searched there
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The browser is told what it may do; one machine speaks plain http and has no certificate
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # a probe on the machine itself speaks plain http
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # The prefix makes browsers refuse a cookie that some other host of the campus has set.
    SESSION_COOKIE_NAME = "__Host-session"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_COOKIE_SECURE = True
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Uploads
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("zh-hans", "简体中文")]

# Static files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "core.static_finder.VendorFinder",
]
NODE_MODULES = BASE_DIR / "node_modules"
VENDOR_FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/css/tabler.min.css.map",
    "echarts/dist/echarts.min.js",
    "htmx.org/dist/htmx.min.js",
)
# Tests collect nothing: there the files come straight from where they are written.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # A live test server knows no hashed names.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Public files: a web server in front may read them, unlike uploads.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}

# Background work: the truth is in core.models.Job, the queue only wakes workers
CELERY_BROKER_URL = broker_url(ENVIRONMENT.redis_url)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Above the longest task, else the queue hands a running one out again.
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    # A page that enqueues a job must not wait for a broker that is away.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
}
CELERY_TASK_DEFAULT_QUEUE = "cadre_mgmt"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 3000
CELERY_TASK_TIME_LIMIT = 3300
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "core.tasks.sweep_jobs",
        "schedule": ENVIRONMENT.sweep_seconds,
        "options": {"expires": ENVIRONMENT.sweep_seconds},
    },
    "sweep-reminders": {
        "task": "notices.tasks.sweep_reminders",
        "schedule": ENVIRONMENT.sweep_seconds,
        "options": {"expires": ENVIRONMENT.sweep_seconds},
    },
    # Hourly: what is cut off the end of the log within this time shows no gap.
    "audit-anchor": {"task": "accounts.tasks.audit_anchor", "schedule": 3600, "options": {"expires": 3600}},
    "sweep-leftovers": {"task": "core.tasks.sweep_leftovers", "schedule": 3600, "options": {"expires": 3600}},
    "tolerance-publications": {
        "task": "tolerance.tasks.sweep_publications",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    # Hourly, for one scan a day: whatever hour the machine was off, the day gets its own.
    "alerts-nightly": {"task": "alerts.tasks.begin_nightly", "schedule": 3600, "options": {"expires": 3600}},
    "sweep-intakes": {"task": "intake.tasks.sweep_intakes", "schedule": 3600, "options": {"expires": 3600}},
}
JOB_KEEP_DAYS = 30

LOGGING = logs.configure("WARNING" if TESTING else "INFO")
