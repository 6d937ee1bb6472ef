"""Posting a letter, and sending what is owed.

A letter is written inside the transaction it belongs to and sent after the commit, so nobody is told
of what did not happen. A sender that is killed after the mail server took a letter and before that
was written down will send it once more when its claim has run out: no outbox can rule that out. Both
copies carry one Message-ID, made from the key, by which mail programs know them for the same.
"""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Letter

logger = logging.getLogger(__name__)

# Longer than a mail server may take to answer (settings.EMAIL_TIMEOUT), so that no letter goes twice.
CLAIM = timedelta(minutes=5)
# While the mail server is failing, nobody who presses a button waits for it; `manage.py send_post` tries again.
PAUSE = timedelta(minutes=1)
ENOUGH_FAILURES = 3


def post(key: str, to: str, subject: str, template: str, context: dict, at: datetime | None = None) -> Letter | None:
    """The letter, written now and sent after the commit, or at the moment given; None where one with that key exists."""
    words = {
        "to": to,
        "subject": " ".join(subject.split())[:200],
        "body": render_to_string(template, context).strip() + "\n",
        "due_at": at or timezone.now(),
    }
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(key=key, defaults=words)
        if is_new:
            transaction.on_commit(lambda: send_soon(letter), robust=True)
    return letter if is_new else None


def send_soon(letter: Letter) -> bool:
    """Send a letter whose transaction has just been committed, unless the mail server is failing; whether it went."""
    if Letter.objects.filter(failed_at__gt=timezone.now() - PAUSE).exists():
        return False
    return send(letter)


def send(letter: Letter) -> bool:
    """Send a letter that is owed, unless another process is sending it; whether this call sent it.

    No transaction is open while the mail server talks. What fails stays owed.
    """
    this = Letter.objects.filter(pk=letter.pk)
    if not this.claim(CLAIM):
        return False
    try:
        message(letter).send()
    except Exception as error:  # the letter is kept, whatever the mail server does
        kind = type(error).__name__[:80]
        this.update(claimed_until=None, failures=F("failures") + 1, failed_at=timezone.now(), last_failure=kind)
        logger.error("The letter %s was not sent: %s", letter.key, kind)
        return False
    this.update(claimed_until=None, sent_at=timezone.now(), failed_at=None, body="")
    return True


def message(letter: Letter) -> EmailMessage:
    """The letter as the mail server gets it."""
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": message_id(letter.key)}
    return EmailMessage(subject=letter.subject, body=letter.body, to=[letter.to], headers=headers)


def message_id(key: str) -> str:
    """The same for the same key, and telling nobody what the key is."""
    host = urlsplit(settings.ADDRESS).hostname or settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return f"<{salted_hmac('collaboration.post', key, algorithm='sha256').hexdigest()[:40]}@{host}>"


def send_owed() -> tuple[int, int]:
    """Send every letter that is owed; how many went and how many are owed still. May run twice at once.

    Those that have failed least go first, and three failures in a row end the run: the mail server is
    not there, and a few addresses that take nothing must not keep the others waiting.
    """
    sent = failed = 0
    for letter in Letter.objects.owed().order_by("failures", "due_at", "pk"):
        went = send(letter)
        sent, failed = sent + went, 0 if went else failed + 1
        if failed == ENOUGH_FAILURES:
            break
    return sent, Letter.objects.owed().count()


def forget(at: datetime | None = None) -> int:
    """Erase whom sent letters went to, and the words of those given up, once their time is over; how many were erased."""
    at = at or timezone.now()
    long_sent = Letter.objects.filter(sent_at__lte=at - timedelta(days=settings.KEEP_LETTERS_DAYS)).exclude(to="")
    given_up = Letter.objects.given_up(at).filter(due_at__lte=at - timedelta(days=settings.KEEP_LETTERS_DAYS)).exclude(to="")
    return long_sent.update(to="", subject="") + given_up.update(to="", subject="", body="")
