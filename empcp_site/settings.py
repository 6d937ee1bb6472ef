"""Every setting of the site, in one file: an environment is a set of EMPCP_* variables.

Nothing needs to be set to try the site. With EMPCP_ENV=production the variables that must not be
guessed are required, and each one that is missing is named in a single sentence.
"""

import json
import os
import re
import secrets
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from empcp_site.databases import database
from empcp_site.logs import FORMATS
from empcp_site.safe_sqlite import refuse_unsafe
from empcp_site.uploads import storage

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENTS = ("trial", "production")
ENVIRONMENT = os.environ.get("EMPCP_ENV", "trial")
if ENVIRONMENT not in ENVIRONMENTS:
    raise ImproperlyConfigured(
        f"EMPCP_ENV is “{ENVIRONMENT}”; set it to “trial” or “production”, or leave it unset to try the site."
    )
PRODUCTION = ENVIRONMENT == "production"

REQUIRED_IN_PRODUCTION = {
    "EMPCP_SECRET_KEY": "a long random text that signs sessions and links",
    "EMPCP_ADDRESS": "the address of the programme's site, for instance https://www.example.org",
    "EMPCP_EMAIL_HOST": "the mail server that carries our e-mail",
    "EMPCP_EMAIL_FROM": "the address our e-mail comes from",
    "EMPCP_ENQUIRIES_TO": "the address told of enquiries to an office that has none of its own",
}
if os.environ.get("EMPCP_EMAIL_BACKEND"):
    # A service that takes e-mail over HTTPS has no mail server to name.
    del REQUIRED_IN_PRODUCTION["EMPCP_EMAIL_HOST"]
if PRODUCTION:
    missing = [name for name in REQUIRED_IN_PRODUCTION if not os.environ.get(name)]
    if missing:
        wanted = "; ".join(f"{name} ({REQUIRED_IN_PRODUCTION[name]})" for name in missing)
        raise ImproperlyConfigured(f"To run in production, set {wanted}.")


def flag(name: str) -> bool:
    """True where the variable says 1, true, yes or on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def whole_number(name: str, default: int) -> int:
    """The variable as a whole number; stops with advice where it is none."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{value}”; set it to a whole number, for instance {default}.")
    return int(value)


def words(name: str) -> list[str]:
    """The variable as a list, split at commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


# Where this installation keeps its state: database, collected files, uploads, mail in trials.

VAR_DIR = Path(os.environ.get("EMPCP_VAR", BASE_DIR / "var"))
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(
        f"The folder for the site's data, {VAR_DIR}, cannot be made ({error.strerror}): "
        "set EMPCP_VAR to a folder this user may write to."
    ) from error


def unwritable(error: OSError) -> ImproperlyConfigured:
    """What to say where the data folder takes nothing."""
    return ImproperlyConfigured(
        f"The folder for the site's data, {VAR_DIR}, cannot be written to ({error.strerror}): "
        "set EMPCP_VAR to a folder this user may write to."
    )


def trial_secret_key() -> str:
    """The secret of a trial: made at the first start and kept in the data folder, readable by its owner."""
    kept = VAR_DIR / "secret-key"
    try:
        if not kept.exists():
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        return kept.read_text()
    except FileExistsError:
        return kept.read_text()
    except OSError as error:
        raise unwritable(error) from error


def folder_of_arrivals() -> Path:
    """Where uploads wait while they are read, for the owner of the site alone: a shared folder would show them to others."""
    folder = VAR_DIR / "arriving"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise unwritable(error) from error
    return folder


DEBUG = flag("EMPCP_DEBUG") and not PRODUCTION
# The gallery of components, for development and tests.
GALLERY = DEBUG or (flag("EMPCP_GALLERY") and not PRODUCTION)
SECRET_KEY = os.environ.get("EMPCP_SECRET_KEY") or trial_secret_key()
if PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5):
    raise ImproperlyConfigured("EMPCP_SECRET_KEY is too short to be safe: set it to 50 random characters or more.")

ADDRESS = os.environ.get("EMPCP_ADDRESS", "").rstrip("/")
if ADDRESS and not ADDRESS.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        f"EMPCP_ADDRESS is “{ADDRESS}”; give the whole address, for instance https://www.example.org."
    )
# A domain and a date on which it was ours: lasting names begin with it (tag:, RFC 4151). No move of a site changes it.
TAG_AUTHORITY = os.environ.get("EMPCP_TAG_AUTHORITY") or f"{urlsplit(ADDRESS).hostname or 'localhost'},2026"
if not re.fullmatch(r"[a-z0-9.-]+,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", TAG_AUTHORITY):
    raise ImproperlyConfigured(f"EMPCP_TAG_AUTHORITY is “{TAG_AUTHORITY}”; give a domain and a date on which it was yours, for instance example.org,2026.")
HTTPS = PRODUCTION and not flag("EMPCP_ALLOW_HTTP")
ALLOWED_HOSTS = words("EMPCP_HOSTS") or ["localhost", ".localhost", "127.0.0.1", "[::1]"]
if ADDRESS:
    ALLOWED_HOSTS.append(ADDRESS.split("//", 1)[1].split("/", 1)[0].rsplit(":", 1)[0])
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
USE_X_FORWARDED_HOST = False
if flag("EMPCP_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours stand in front; the visitor's address is read that far from the right.
TRUSTED_PROXIES = whole_number("EMPCP_TRUSTED_PROXIES", 1 if flag("EMPCP_BEHIND_PROXY") else 0)

# The site

SITE_NAME = "East Midlands Police Collaboration Programme"
ROOT_URLCONF = "empcp_site.urls"
WSGI_APPLICATION = "empcp_site.wsgi.application"
INSTALLED_APPS = [
    "collaboration",
    "collaboration.accounts.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    # Signing in. allauth's own templates stay out, so that none can be shown for want of one of ours.
    "collaboration.accounts.apps.AccountConfig",
    "allauth.mfa",
]
AUTH_USER_MODEL = "collaboration.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [
    # What everything below writes into the log carries the name of the request.
    "empcp_site.logs.named",
    "empcp_site.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    # Outside everything that may ask the database: whoever watches the site wants an answer without it.
    "collaboration.watch.middleware.watched",
    # Outside the limits, so that programs are told of them in JSON.
    "collaboration.api.middleware.open_to_programs",
    "empcp_site.headers.limits",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside everything that reads or changes a body, inside WhiteNoise, whose files come compressed.
    "empcp_site.compression.CompressPages",
    "empcp_site.deadline.deadlines",
    "collaboration.publishers.middleware.PublisherMiddleware",
    "collaboration.preferences.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "collaboration.redirects.middleware.RedirectMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "collaboration.accounts.middleware.StaffSessionMiddleware",
    "collaboration.accounts.middleware.StaffAuthenticationMiddleware",
    "collaboration.accounts.middleware.StaffMessageMiddleware",
    "collaboration.accounts.middleware.staff_account_middleware",
    "collaboration.accounts.second_factor.SecondFactorMiddleware",
    "collaboration.editorial.middleware.DueMiddleware",
    "collaboration.editorial.middleware.WithdrawnMiddleware",
    "collaboration.pace.PaceMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "collaboration.templatetags.collaboration"],
            "context_processors": [
                "django.template.context_processors.request",
                "collaboration.publishers.context.site",
                # Both answer with nothing in front of the staff door, where there is no session.
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
# Widgets are looked for among our templates too, with our tags.
FORM_RENDERER = "collaboration.widgets.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "empcp"
CRISPY_TEMPLATE_PACK = "empcp"

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
# There is one language. To look up each word in catalogs that do not have it takes a fifth of a page's time; set to True with a second.
USE_I18N = False
FORMAT_MODULE_PATH = ["empcp_site.formats"]

# Data: PostgreSQL where a server is named, else SQLite in the data folder.

DATABASES = {"default": database(os.environ.get("EMPCP_DATABASE_URL", ""), VAR_DIR)}
if not os.environ.get("EMPCP_DATABASE_URL"):
    refuse_unsafe()
# Seconds that a web process waits for an answer of the PostgreSQL server before it says so to the reader.
DATABASE_PATIENCE = whole_number("EMPCP_DATABASE_PATIENCE", 4)
# A table, so that all processes count failures to sign in together. Old entries go when it is full:
# the more there may be, the longer somebody would have to send noise to push out a lock.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "remembered", "OPTIONS": {"MAX_ENTRIES": 100_000}},
    # Files, not rows: a PDF is large, and making one again costs a second and no lock.
    "prints": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR_DIR / "prints", "OPTIONS": {"MAX_ENTRIES": 2000}},
}

# Finished pages in memory, in each process (collaboration/caching/).

PAGE_STORE = whole_number("EMPCP_PAGE_STORE", 1) > 0
PAGE_STORE_MB = whole_number("EMPCP_PAGE_STORE_MB", 64)
# What a CDN is told besides, in seconds; never more than until the next change that is known.
S_MAXAGE = whole_number("EMPCP_S_MAXAGE", 0)
STALE_WHILE_REVALIDATE = whole_number("EMPCP_STALE_WHILE_REVALIDATE", 0)

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploads have no public folder: a view sends each one, by the rule of what it belongs to.
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_TEMP_DIR = folder_of_arrivals()
LARGEST_FILE = whole_number("EMPCP_LARGEST_FILE", 25 * 1024 * 1024)
# The process that opens an uploaded file: seconds it may take, bytes it may answer with (pictures in all widths).
LONGEST_READING = 30
LARGEST_ANSWER = 64 * 1024 * 1024
STORAGES = {
    # The data folder, or a bucket where one is named: what several hosts share, beside the database.
    "default": storage(*(os.environ.get(name, "") for name in ("EMPCP_S3_BUCKET", "EMPCP_S3_ENDPOINT", "EMPCP_S3_REGION", "EMPCP_S3_KEY", "EMPCP_S3_SECRET"))),
    # Unlike what is uploaded, these are for everybody: nginx sends them under a user of its own.
    "staticfiles": {"BACKEND": "collaboration.writing.editor_files.HashedFiles", "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}},
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "collaboration.writing.editor_files.EditorFinder",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# What has the hash of its content in its name never changes. Told by the name: to ask the storage about each file took a tenth of the start.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{12}\.[^/]+$"
# No other site has any business with our files; the default lets every one read them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
FIXTURES = BASE_DIR / "fixtures"

# Backups: where `manage.py backup` keeps them – better on another disk – and how many, the newest included.

BACKUPS = Path(os.environ.get("EMPCP_BACKUPS") or VAR_DIR / "backups")
BACKUPS_KEPT = whole_number("EMPCP_BACKUPS_KEPT", 14)
if BACKUPS_KEPT < 1:
    raise ImproperlyConfigured("EMPCP_BACKUPS_KEPT is 0; set it to 1 or more, because the newest backup is never deleted.")

# What a visitor may send: forms of words, no files. Larger bodies are refused unread.

LARGEST_BODY = whole_number("EMPCP_LARGEST_BODY", 256 * 1024)
LARGEST_STAFF_BODY = whole_number("EMPCP_LARGEST_STAFF_BODY", 30 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Signing in: e-mail address, password and a second factor; nobody signs up. See collaboration/accounts/.

# Argon2 first, which Django recommends; the second reads what an older installation may hold.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
IDLE_MINUTES = whole_number("EMPCP_IDLE_MINUTES", 30)
SESSION_HOURS = whole_number("EMPCP_SESSION_HOURS", 8)
# Five failures, and the account is locked for a quarter of an hour, whether there is one or not.
FAILURES_OF_ONE_ACCOUNT = "5/15m/key"
LOCK_OUT_SECONDS = 15 * 60
ACCOUNT_ADAPTER = "collaboration.accounts.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": f"30/15m/ip,{FAILURES_OF_ONE_ACCOUNT}",
    "change_password": "5/15m/user",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "collaboration.accounts.forms.SignInForm",
    "reset_password": "collaboration.accounts.forms.ForgottenForm",
    "reset_password_from_key": "collaboration.accounts.forms.NewPasswordForm",
    "change_password": "collaboration.accounts.forms.ChangePasswordForm",
    "reauthenticate": "collaboration.accounts.forms.PasswordAgainForm",
}
MFA_ADAPTER = "collaboration.accounts.signing_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "EMPCP editors’ desk"
# A telephone's clock may be half a minute out.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers allow passkeys without HTTPS on this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "collaboration.accounts.forms.CodeForm",
    "reauthenticate": "collaboration.accounts.forms.CodeAgainForm",
    "authenticate_webauthn": "collaboration.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "collaboration.accounts.forms.PasskeyAgainForm",
    "activate_totp": "collaboration.accounts.forms.AppForm",
    "add_webauthn": "collaboration.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "collaboration.accounts.forms.RenamePasskeyForm",
}

# Passwords and cookies

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "collaboration.accounts.passwords.DressedUpValidator"},
]
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "collaboration.front.errors.form_expired"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# Headers

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites have no business with where our readers come from.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"

# E-mail. A trial writes messages to files and sends none to anybody.

EMAIL_HOST = os.environ.get("EMPCP_EMAIL_HOST", "")
EMAIL_PORT = whole_number("EMPCP_EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMPCP_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMPCP_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = not flag("EMPCP_EMAIL_PLAIN")
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = os.environ.get("EMPCP_EMAIL_BACKEND") or f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
# For django-anymail, an extra: what the service wants to know, such as {"POSTMARK_SERVER_TOKEN": "…"}.
try:
    ANYMAIL = json.loads(os.environ.get("EMPCP_ANYMAIL") or "{}")
except ValueError as error:
    raise ImproperlyConfigured('EMPCP_ANYMAIL is no JSON; write it like {"POSTMARK_SERVER_TOKEN": "…"}, in double quotes.') from error
DEFAULT_FROM_EMAIL = os.environ.get("EMPCP_EMAIL_FROM", "website@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ENQUIRIES_TO = os.environ.get("EMPCP_ENQUIRIES_TO", "enquiries@localhost")

# How long what is personal is kept, and what the nightly round looks after. All in days.

KEEP_ENQUIRIES_DAYS = whole_number("EMPCP_KEEP_ENQUIRIES_DAYS", 90)
KEEP_COMPLAINTS_DAYS = whole_number("EMPCP_KEEP_COMPLAINTS_DAYS", 365)
KEEP_LETTERS_DAYS = whole_number("EMPCP_KEEP_LETTERS_DAYS", 30)
KEEP_PASSES_DAYS = whole_number("EMPCP_KEEP_PASSES_DAYS", 90)
REVIEW_PAGES_DAYS = whole_number("EMPCP_REVIEW_PAGES_DAYS", 365)
LINKS_A_NIGHT = whole_number("EMPCP_LINKS_A_NIGHT", 200)
# Hosts the checker of outside links may visit although they are on this machine or network: none but in tests.
LINKS_MAY_VISIT: list[str] = []
# The least time, in seconds, between two addresses that one process counts as missing.
COUNT_MISSING_EVERY = 0.05

# Protecting the service: seconds that a request may take (thrice that at the desk), and how often one visitor may search.

DEADLINE = whole_number("EMPCP_DEADLINE", 20)
SEARCHES_A_MINUTE = whole_number("EMPCP_SEARCHES_A_MINUTE", 120)

# What those who run the site see: its state, its figures, its faults.

# Megabytes that the disk under the data folder is to have free.
DISK_FLOOR_MB = whole_number("EMPCP_DISK_FLOOR_MB", 200)
METRICS = flag("EMPCP_METRICS")
METRICS_TOKEN = os.environ.get("EMPCP_METRICS_TOKEN", "")
if METRICS and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("EMPCP_METRICS shows the site’s figures to whoever knows EMPCP_METRICS_TOKEN: set it to 20 random characters or more.")
if METRICS and not find_spec("prometheus_client"):
    raise ImproperlyConfigured("EMPCP_METRICS is set, but prometheus-client is missing: install it with pip install .[metrics].")
ADMINS = [("", address) for address in words("EMPCP_ADMINS")]
if any("@" not in address for _name, address in ADMINS):
    raise ImproperlyConfigured("EMPCP_ADMINS names somebody without an e-mail address: write addresses with commas between, for instance web@example.org.")

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_LEVEL = os.environ.get("EMPCP_LOG_LEVEL", "WARNING").upper()
if LOG_LEVEL not in LOG_LEVELS:
    raise ImproperlyConfigured(f"EMPCP_LOG_LEVEL is “{LOG_LEVEL}”; set it to one of {', '.join(LOG_LEVELS)}.")

LOG_FORMAT = os.environ.get("EMPCP_LOG_FORMAT", "line")
if LOG_FORMAT not in FORMATS:
    raise ImproperlyConfigured(f"EMPCP_LOG_FORMAT is “{LOG_FORMAT}”; set it to one of {', '.join(FORMATS)}.")

# Log: what went wrong, on standard error, without what people typed.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"ours": {"()": FORMATS[LOG_FORMAT]}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "ours", "stream": sys.stderr},
        "letters": {"class": "empcp_site.fault_letters.FaultLetters"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr", "letters"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Strangers trying host names are not our errors; the visitor already has a 400.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
