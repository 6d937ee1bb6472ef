"""`manage.py announce_enquiries`: sends offices the notices they are still owed."""

from django.core.management.base import BaseCommand, CommandError

from collaboration.contact.announcing import announce_owed


class Command(BaseCommand):
    """Tells offices of enquiries whose notice the mail server refused before."""

    help = "Tells offices, by e-mail, of enquiries they have not been told of. Safe to run at any time, and twice at once."

    def handle(self, *args, **options):
        sent, owed = announce_owed()
        if owed:
            raise CommandError(f"{sent} sent; {owed} could not be sent and stay owed. The log says why.")
        self.stdout.write(f"{sent} sent; none is owed.")
