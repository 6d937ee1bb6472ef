"""`manage.py restore FOLDER`: what `manage.py backup` wrote, into an empty place."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from collaboration.keeping.records import Failed
from collaboration.keeping.restoring import restore
from collaboration.post.models import Letter
from collaboration.search import index
from collaboration.search.models import SearchRecord

from .prepare import refuse_unwritable, tables_are_behind

AFTERWARDS = (
    "Next: set EMPCP_SECRET_KEY to what it was, run `manage.py prepare` and `manage.py nightly_care`, which erases again "
    "what was erased since, and start the site anew. Nothing that ran on the lost data may go on running."
)


class Command(BaseCommand):
    """Checks a backup and restores it, if there is nothing it could overwrite."""

    help = "Restore a backup into an empty database and an empty storage. Every hash is checked first."
    # Some checks ask the database, which is still empty.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder of one backup, named for its moment")

    def handle(self, *, folder, verbosity, **options):
        say = self.stdout.write if verbosity else (lambda sentence: None)
        refuse_unwritable(settings.VAR_DIR)
        try:
            backup = restore(folder, say)
        except Failed as failed:
            raise CommandError(f"Nothing was restored. {str(failed).rstrip('.')}.") from failed
        if is_older := tables_are_behind():
            say("Bringing the tables up to this version …")
            call_command("migrate", verbosity=0, interactive=False)
        if is_older or not search_is_whole():
            say("Making the search anew …")
            index.rebuild()
        told = backup.manifest
        say(f"Restored the backup of {told['made_at']}: {sum(told['database']['rows'].values()):,} rows in {len(told['database']['rows'])} tables, {told['files']['number']:,} files.")
        if owed := Letter.objects.owed().count():
            say(f"{owed} e-mails were waiting then, and may have gone out since: `manage.py send_post` sends them again.")
        say(AFTERWARDS)


def search_is_whole() -> bool:
    """Whether the search knows as many things as have a date."""
    known = SearchRecord.objects.filter(content_type__isnull=False).count()
    return known == sum(model.objects.filter(publish_at__isnull=False).count() for model in index.findable())
