"""Settings of one installation; every DAIHOI_* variable stands in docs/settings.md."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from daihoi import env
from daihoi.cycle import PHASES

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(env.text("DAIHOI_DATA_DIR", "data")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # the database and the scans are for this account only

DEBUG = env.flag("DAIHOI_DEBUG")
PRODUCTION = env.flag("DAIHOI_PRODUCTION")
ISOLATED = env.flag("DAIHOI_ISOLATED")  # an installation that never meets a network may hold graded papers
DEMONSTRATION = env.flag("DAIHOI_DEMONSTRATION")
SECRET_KEY = env.text("DAIHOI_SECRET_KEY") if PRODUCTION else env.secret("DAIHOI_SECRET_KEY", DATA_DIR / "secret_key")
SCAN_KEY = env.text("DAIHOI_SCAN_KEY") if PRODUCTION else env.secret("DAIHOI_SCAN_KEY", DATA_DIR / "scan_key")
ALLOWED_HOSTS = env.text("DAIHOI_HOSTS", None if PRODUCTION else "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "daihoi.web",
    "daihoi.foundation.journal",
    "daihoi.foundation.files",
    "daihoi.foundation.accounts",
    "daihoi.foundation.organization",
    "daihoi.foundation.registers",
    "daihoi.foundation.assignments",
    "daihoi.foundation.ballots",
    "daihoi.foundation.meetings",
    *(f"daihoi.cycle.{phase}" for phase in PHASES),
    "daihoi.demonstration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daihoi.web.guards.GuardMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "daihoi.foundation.accounts.middleware.KeepLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "daihoi.web.middleware.FrameMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "daihoi.urls"
WSGI_APPLICATION = "daihoi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "daihoi.web.context.page",
                "daihoi.foundation.organization.context.frame",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(env.text("DAIHOI_DATABASE_URL", f"sqlite:///{DATA_DIR / 'daihoi.sqlite3'}"), conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
            "PRAGMA secure_delete=ON;"
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "tracking:today"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # least data: the journal knows who signed in, nobody needs the address

SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "daihoi.web.views.csrf_failed"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("DAIHOI_BEHIND_PROXY") else None
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "daihoi.locale"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

LOCAL_SITE_URL = "http://127.0.0.1:8000"
SITE_URL = env.text("DAIHOI_SITE_URL", "http://127.0.0.1:8000")  # stands in messages and codes that leave the program
SMTP_HOST = env.text("DAIHOI_SMTP_HOST", "")
SMTP_PORT = env.number("DAIHOI_SMTP_PORT", 587)
SMTP_USER = env.text("DAIHOI_SMTP_USER", "")
SMTP_PASSWORD = env.text("DAIHOI_SMTP_PASSWORD", "")
SMTP_SECURITY = env.text("DAIHOI_SMTP_SECURITY", "starttls")
SMTP_FROM = env.text("DAIHOI_SMTP_FROM", "daihoi@localhost")
REMIND_HOUR = env.number("DAIHOI_REMIND_HOUR", 7)
REMINDERS_FILE = env.text("DAIHOI_REMINDERS", "")  # other days for reminders than those of the program
CALENDAR_FILE = env.text("DAIHOI_CALENDAR", "")  # days off and swapped days announced late

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # until `serve` has gathered and compressed them
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # addresses carry the digest of the content
FILES_DIR = DATA_DIR / "files"
KEYS_DIR = DATA_DIR / "keys"  # half of what opens each contest's key: apart from backups of the database, destroyed with the ballots
STICK = env.text("DAIHOI_STICK", "")  # a folder that stands for the stick; without it what is plugged in is offered
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"  # what waits on disk for a moment lies here, under a key in memory, and not where others read
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "daihoi.foundation.files.uploads.SealedUploadHandler",
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a bundle of the second check posts one answer a sheet, with those given before
CUTOFF_WEEKDAY = env.number("DAIHOI_CUTOFF_WEEKDAY", 4)  # the day on which the figures of a week are frozen; Monday is 1 (PR-01)
CUTOFF_HOUR = env.number("DAIHOI_CUTOFF_HOUR", 17)
HALF_DAY_HOURS = env.number("DAIHOI_HALF_DAY_HOURS", 4)  # how long a half day of a congress lasts; no text read so far fixes it (PR-11)
TRAVEL_HOURS = env.number("DAIHOI_TRAVEL_HOURS", 2)  # the way between two congresses a leader attends on one day
UPLOAD_MAX_BYTES = env.number("DAIHOI_UPLOAD_MAX_MB", 512) * 1024 * 1024
UPLOAD_MAX_PAGES = env.number("DAIHOI_UPLOAD_MAX_PAGES", 5000)
UPLOAD_MAX_PIXELS = env.number("DAIHOI_UPLOAD_MAX_MEGAPIXELS", 120) * 1_000_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("DAIHOI_LOG_LEVEL", "WARNING")},
    "loggers": {"axes": {"level": "CRITICAL"}},  # it would write who mistyped a password, and from where
}
