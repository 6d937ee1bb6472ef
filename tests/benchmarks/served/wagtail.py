"""A Wagtail site as `wagtail start` makes it, with one page that shows the same text in the same frame, in an environment of its own.

Where the packages cannot be had, there is none: `make bench` says so and goes on.
"""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from .table import wait_for

MODELS = """
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

class HomePage(Page):
    body = RichTextField(default="")
"""
SETTINGS = """
SECRET_KEY = "measured"
ALLOWED_HOSTS = ["*"]
DATABASES["default"]["CONN_MAX_AGE"] = None
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
import os
if os.environ.get("BENCH_CACHED"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    MIDDLEWARE = ["django.middleware.cache.UpdateCacheMiddleware", "django.middleware.gzip.GZipMiddleware", *MIDDLEWARE, "django.middleware.cache.FetchFromCacheMiddleware"]
else:
    MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
"""
FILL = """
from pathlib import Path
from home.models import HomePage
HomePage.objects.update(body=Path("body.html").read_text(), title="What was measured")
"""
TEMPLATE = "{{% load wagtailcore_tags %}}{{% verbatim the_page %}}{before}{{% endverbatim the_page %}}<h1>{{{{ page.title }}}}</h1>{{{{ page.body|richtext }}}}{{% verbatim the_page %}}{after}{{% endverbatim the_page %}}"


def installed(folder: Path) -> Path | None:
    """The Python of an environment with Wagtail, made at the first time; None where it cannot be had."""
    python = folder / "bin" / "python"
    if not (folder / "whole").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        if subprocess.run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "wagtail", "gunicorn"], stderr=subprocess.DEVNULL).returncode:
            return None
        (folder / "whole").touch()
    return python


def start_project(python: Path, page: Path) -> Path:
    """A project with the page's text in its database; the folder it is in."""
    project = page / "wagtail"
    project.mkdir()
    run = {"cwd": project, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([python.parent / "wagtail", "start", "measured", "."], **run)
    (project / "home" / "models.py").write_text(MODELS)
    (project / "measured" / "settings" / "local.py").write_text("")
    with open(project / "measured" / "settings" / "production.py", "a") as settings:
        settings.write(SETTINGS)
    before, _, rest = (page / "text").read_text().partition("<h1")
    heading, _, rest = rest.partition("</h1>")
    text, _, after = rest.partition("</main>")
    paragraphs = text[text.index("<p>") :] if "<p>" in text else text
    (project / "body.html").write_text(paragraphs)
    templates = project / "home" / "templates" / "home"
    (templates / "home_page.html").write_text(TEMPLATE.format(before=before, after="</main>" + after))
    run["env"] = {**os.environ, "DJANGO_SETTINGS_MODULE": "measured.settings.production"}
    for command in (["makemigrations", "-v0", "home", "--name", "body", "--noinput"], ["migrate", "-v0"], ["shell", "-v0", "-c", FILL]):
        subprocess.run([python, "manage.py", *command], **run)
    return project


@contextmanager
def serving(python: Path, project: Path, **environment: str):
    """Its gunicorn with as many processes and threads as ours: its process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread", "--threads", "4", "--keep-alive", "5", "measured.wsgi"]
    settings = {"DJANGO_SETTINGS_MODULE": "measured.settings.production", **environment}
    server = subprocess.Popen(command, cwd=project, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield server.pid, wait_for(port)
    finally:
        server.terminate()
        server.wait(timeout=30)
