"""`manage.py send_post`: sends the letters that are owed."""

from django.core.management.base import BaseCommand, CommandError

from collaboration.post.sending import send_owed


class Command(BaseCommand):
    """Sends what the mail server refused before, and what was written for a later moment."""

    help = "Sends every letter that is owed. Safe to run at any time, and twice at once; run it every few minutes."

    def handle(self, *args, **options):
        sent, owed = send_owed()
        if owed:
            raise CommandError(f"{sent} sent; {owed} could not be sent and stay owed. The log says why.")
        self.stdout.write(f"{sent} sent; none is owed.")
