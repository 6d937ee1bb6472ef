"""`manage.py send_post`: writes down who is to be told of new releases, and sends the letters that are owed."""

import logging

from django.core.management.base import BaseCommand, CommandError

from collaboration.alerts.planning import plan
from collaboration.alone import alone
from collaboration.post.sending import send_owed

BUSY = "Another send_post is at work; this one did nothing."

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Sends news to subscribers, what the mail server refused before, and what was written for a later moment."""

    help = "Sends news by e-mail, and every letter that is owed. Run it every few minutes: one that finds another at work says so and does nothing."

    def handle(self, *args, **options):
        with alone("send_post") as nobody_else:
            if nobody_else:
                self.plan_and_send()
            else:
                self.stdout.write(BUSY)

    def plan_and_send(self) -> None:
        is_planned = planned()
        sent, owed = send_owed()
        if not is_planned:
            raise CommandError(f"{sent} sent, {owed} owed; the letters about new releases could not be written. The log says why.")
        if owed:
            raise CommandError(f"{sent} sent; {owed} could not be sent and stay owed. The log says why.")
        self.stdout.write(f"{sent} sent; none is owed.")


def planned() -> bool:
    """Write the letters about new releases; a fault in that keeps no other letter from going."""
    try:
        plan()
    except Exception:
        logger.exception("The letters about new releases could not be written.")
        return False
    return True
