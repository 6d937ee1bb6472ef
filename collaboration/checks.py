"""What must hold of an installation before it serves, checked by Django at every command.

Rules about content live in the database and in the models' `clean`; these are about the ground below.
"""

from django.conf import settings
from django.core.checks import Error, register
from django.db import connections
from django.http.request import validate_host

from empcp_site.safe_sqlite import network_of


@register()
def sqlite_is_on_this_machine(app_configs, **kwargs):
    """SQLite's write-ahead log does not work over a network; its version is judged earlier, where the settings are read."""
    on_sqlite = any(connection.vendor == "sqlite" for connection in connections.all())
    network = network_of(settings.VAR_DIR) if on_sqlite else ""
    if not network:
        return []
    return [
        Error(
            f"The folder for the site's data is on a network file system ({network}), where SQLite can lose what it is given.",
            hint="Set EMPCP_VAR to a folder on a disk of this machine, or name a PostgreSQL server in EMPCP_DATABASE_URL.",
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
