"""Servers that answer with the very bytes of a page of ours, each in its own way, all under our gunicorn configuration.

The folder in BENCH_PAGE holds the page: `head` (status line and headers as they travelled), `body` (as it travelled), `text` (HTML).
"""

import os
from pathlib import Path

PAGE = Path(os.environ.get("BENCH_PAGE", "."))
# What the server adds to every answer itself.
BY_THE_SERVER = {"server", "date", "connection"}


def kept_headers() -> list[tuple[str, str]]:
    """The headers of the page without those that the server writes."""
    lines = (PAGE / "head").read_bytes().decode("latin-1").split("\r\n")[1:]
    pairs = (line.split(": ", 1) for line in lines if line)
    return [(name, value) for name, value in pairs if name.lower() not in BY_THE_SERVER]


class Bare:
    """The least a WSGI application can do: one answer, known beforehand."""

    def __init__(self):
        self.headers, self.body = kept_headers(), [(PAGE / "body").read_bytes()]

    def __call__(self, environ, start_response):
        start_response("200 OK", self.headers)
        return self.body


def cached_django():
    """A Django project as `startproject` makes it, its cache middleware around one template with the page's text."""
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.shortcuts import render
    from django.urls import re_path

    def page(request):
        return render(request, "text")

    settings.configure(
        SECRET_KEY="measured", ALLOWED_HOSTS=["*"], ROOT_URLCONF=(re_path("", page),),
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        MIDDLEWARE=[
            "django.middleware.cache.UpdateCacheMiddleware", "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.gzip.GZipMiddleware", "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware", "django.middleware.cache.FetchFromCacheMiddleware",
        ],
        INSTALLED_APPS=["django.contrib.sessions"], SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"text": verbatim()})]}}],
    )  # fmt: skip
    django.setup()
    return get_wsgi_application()


def verbatim() -> str:
    """The page's text as a template that changes nothing in it."""
    return "{% verbatim the_page %}" + (PAGE / "text").read_text() + "{% endverbatim the_page %}"
