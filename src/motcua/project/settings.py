"""Django's settings, all of them derived from :mod:`motcua.project.environment`."""

from motcua.project import database, environment

DEBUG = environment.DEBUG.on
DEMO = environment.DEMO.on
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.HOSTS.items
BASE_URL = environment.BASE_URL.text.rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if environment.HTTPS.on else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "django_htmx",
    "procrastinate.contrib.django",
    "motcua.web",
    "motcua.journal",
    "motcua.agencies",
    "motcua.people",
    "motcua.procedures",
    "motcua.cases",
    "motcua.documents",
    "motcua.surveys",
    "motcua.registers",
    "motcua.reorganisations",
    "motcua.measures",
    "motcua.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.web.security.SecurityHeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "motcua.web.api.errors.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.people.actors.ActorMiddleware",
    "motcua.web.nul.NulMiddleware",
    "motcua.web.refusals.RefusalMiddleware",
    "motcua.people.sign_in.OneTimePasswordMiddleware",
    "motcua.web.access.AccessMiddleware",
]

ROOT_URLCONF = "motcua.project.urls"
WSGI_APPLICATION = "motcua.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.web.context.page",
            ],
        },
    },
]

DATABASES = {
    "default": database.django_settings(environment.DATABASE_URL.text, pooled=not environment.DEBUG.on)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["motcua.people.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/ve-cho-cua-toi/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "motcua.people.sign_in.Adapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = environment.PROXIES.number
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = environment.data_dir() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILES_DIR = environment.data_dir() / "files"
FACTS_DIR = environment.data_dir() / "facts"
FILE_UPLOAD_HANDLERS = ["motcua.documents.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SESSION_ENGINE = "motcua.people.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.HTTPS.on
SECURE_HSTS_SECONDS = 31_536_000 if environment.HTTPS.on else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.HTTPS.on else None
X_FRAME_OPTIONS = "SAMEORIGIN"

MOTCUA_PERMISSION_RESOLVER = "motcua.people.access.page_permission"
MOTCUA_PUBLIC_VIEWS = ["allauth.account.views.", "whitenoise."]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

MOTCUA_API_PACE = {"account": environment.API_PACE.number, "address": environment.API_PACE_ANONYMOUS.number}

CACHES = {
    # failed sign-ins are counted by all processes together
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": environment.data_dir() / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "pace": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

CATALOGUE = environment.catalogue_dir()
PROVINCE = environment.PROVINCE.text
LADDER = environment.LADDER.items
REPORT_DAY = environment.REPORT_DAY.number_within(1, 28)
WARN_FROM = environment.WARN_FROM.number_within(1, 99)
SURVEY_DAYS = environment.SURVEY_DAYS.number
SURVEY_LIST_DAYS = environment.SURVEY_LIST_DAYS.number
HOTLINE = environment.HOTLINE.text

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"level": "ERROR"}},  # what people mistype is answered to them, not logged
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
