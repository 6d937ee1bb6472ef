"""What must hold of an installation before it serves, checked by Django at every command.

Rules about content live in the database and in the models' `clean`; these are about the ground below.
"""

import sqlite3

from django.conf import settings
from django.core.checks import Error, register
from django.db import connections
from django.http.request import validate_host

SAFE_SQLITE = (3, 51, 3)


@register()
def sqlite_is_safe(app_configs, **kwargs):
    """Before 3.51.3 a reset of SQLite's write-ahead log could corrupt a database."""
    on_sqlite = any(connection.vendor == "sqlite" for connection in connections.all())
    if not on_sqlite or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that keeps a write-ahead log.",
            hint="Install the packages in requirements.txt, which bring a newer one, or a Python built with SQLite 3.51.3 or later.",
            id="collaboration.E001",
        )
    ]


@register()
def static_url_is_rooted(app_configs, **kwargs):
    """A relative STATIC_URL would be looked for under each site's own path.

    Django puts the script prefix in front of a relative one as it is read, hence the look behind.
    """
    written = settings._wrapped.STATIC_URL
    if written.startswith(("/", "https://")):
        return []
    return [Error(f"STATIC_URL is “{written}”: begin it with a stroke.", id="collaboration.E002")]


@register("database")
def publishers_are_whole(app_configs, databases=None, **kwargs):
    """Every publisher has its theme's file and a host we answer to, and no page of the programme stands where another site begins."""
    from collaboration.pages.models import Page
    from collaboration.publishers.models import Publisher

    if not databases or Publisher._meta.db_table not in connections["default"].introspection.table_names():
        return []
    publishers = list(Publisher.objects.all())
    themes = settings.BASE_DIR / "static" / "css" / "themes"
    found = [
        Error(f"The theme of {publisher.slug} has no file: add static/css/themes/{publisher.theme}.css.", id="collaboration.E003")
        for publisher in publishers
        if not (themes / f"{publisher.theme}.css").is_file()
    ]
    found += [
        Error(f"The host {publisher.host} of {publisher.slug} would be refused: name it in EMPCP_HOSTS.", id="collaboration.E005")
        for publisher in publishers
        if publisher.host and not validate_host(publisher.host.partition(":")[0], settings.ALLOWED_HOSTS)
    ]
    mounts = {publisher.slug for publisher in publishers if not publisher.is_programme}
    for path in Page.objects.filter(publisher__kind=Publisher.Kind.PROGRAMME).values_list("path", flat=True):
        if path.partition("/")[0] in mounts:
            found.append(Error(f"The programme's page {path} cannot be reached: another site begins there.", id="collaboration.E004"))
    return found
