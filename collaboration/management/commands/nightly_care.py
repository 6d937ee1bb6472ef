"""`manage.py nightly_care`: what is looked after every night."""

from django.core.management.base import BaseCommand, CommandError

from collaboration.care.nightly import go_round


class Command(BaseCommand):
    """Erases what has been kept long enough, checks outside links, reminds of pages and agreements, sends what is owed."""

    help = "The nightly care. Safe to run at any time, twice, and twice at once; one step that fails does not stop the others."

    def handle(self, *args, **options):
        failed = go_round(self.stdout.write)
        if failed:
            raise CommandError(f"Not all went well tonight: {', '.join(failed)}.")
