"""`manage.py nightly_care`: what is looked after every night."""

from django.core.management.base import BaseCommand, CommandError

from collaboration.alone import alone
from collaboration.care.nightly import go_round

BUSY = "Another nightly_care is at work; this one did nothing."


class Command(BaseCommand):
    """Erases what has been kept long enough, checks outside links, reminds of pages and agreements, sends what is owed."""

    help = "The nightly care. Safe to run at any time, and twice: one that finds another at work says so and does nothing. One step that fails does not stop the others."

    def handle(self, *args, **options):
        with alone("nightly_care") as nobody_else:
            failed = go_round(self.stdout.write) if nobody_else else self.stdout.write(BUSY)
        if failed:
            raise CommandError(f"Not all went well tonight: {', '.join(failed)}.")
