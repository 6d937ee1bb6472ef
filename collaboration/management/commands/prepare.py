"""Makes an installation ready to serve: tables, content where there is none, static files."""

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from collaboration.search import index


class Command(BaseCommand):
    """`manage.py prepare`: what `make run` and a deployment do before serving. Doing it twice does no harm."""

    help = "Migrate, load the content if there is none, and collect the static files if they have changed."

    def handle(self, *, verbosity, **options):
        say = self.stdout.write if verbosity else (lambda sentence: None)
        refuse_unwritable(settings.VAR_DIR)
        try:
            if tables_are_behind():
                say("Making the tables …")
                call_command("migrate", verbosity=0, interactive=False)
                # What is found may be kept differently now.
                index.rebuild()
            call_command("load_content", if_empty=True, verbosity=verbosity)
        except OperationalError as error:
            where = f"in {settings.VAR_DIR}" if connection.vendor == "sqlite" else "that EMPCP_DATABASE_URL names"
            # The client library tells in several lines what it tried.
            raise CommandError(f"The database {where} cannot be used: {' '.join(str(error).split())}.") from error
        kept, current = settings.VAR_DIR / "static-files", fingerprint()
        if not kept.exists() or kept.read_text() != current:
            say("Collecting the static files …")
            kept.unlink(missing_ok=True)
            call_command("collectstatic", verbosity=0, interactive=False)
            kept.write_text(current)


def refuse_unwritable(folder: Path) -> None:
    """Raise CommandError unless the site's data can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        locked = [file for file in folder.glob("site.sqlite3*") if not os.access(file, os.W_OK)]
        if locked:
            raise PermissionError(0, f"{locked[0].name} belongs to somebody else")
    except OSError as error:
        raise CommandError(
            f"The folder for the site's data, {folder}, cannot be written to ({error.strerror}): "
            "set EMPCP_VAR to a folder this user may write to."
        ) from error


def tables_are_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def fingerprint() -> str:
    """A text that changes whenever the collected files would."""
    seen = hashlib.sha256(f"{version('django')} {version('whitenoise')} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = os.stat(storage.path(path))
            seen.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()
