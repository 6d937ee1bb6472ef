"""Posting a letter, and sending what is owed.

A letter is written inside the transaction it belongs to and sent after the commit, so nobody is told
of what did not happen. Between the mail server's yes and our note of it a sender can be killed: no
outbox can rule that out. There an ordinary letter goes once more when its claim has run out, under the
same Message-ID, by which mail programs know the two for one. A letter that goes `only_once` is marked
just before it is handed over, and never handed over again unless the mail server has said no.
"""

import logging
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .line import Line, refuses_address, says_no
from .models import Letter
from .writers import Words, words_of, writers

logger = logging.getLogger(__name__)

# Longer than a mail server may take to answer (settings.EMAIL_TIMEOUT), so that no letter goes twice.
CLAIM = timedelta(minutes=5)
# While the mail server is failing, nobody who presses a button waits for it; `manage.py send_post` tries again.
PAUSE = timedelta(minutes=1)
ENOUGH_FAILURES = 3


class Outcome(Enum):
    """What became of a letter that was to be sent."""

    SENT = "sent"
    WITH_ANOTHER = "another process has it in hand"
    NOTHING_TO_SAY = "there was nothing left to say"
    ADDRESS_REFUSED = "its address takes nothing"
    FAILED = "the mail server failed"


def post(key: str, to: str, subject: str, template: str, context: dict, at: datetime | None = None) -> Letter | None:
    """The letter, written now and sent after the commit, or at the moment given; None where one with that key exists."""
    return put_in_outbox(key, at, to=to, subject=one_line(subject), body=render_to_string(template, context).strip() + "\n")


def owe(key: str, writer: str, about: int, *, only_once: bool = False, at_once: bool = True) -> Letter | None:
    """A letter that its writer writes as it is sent: after the commit or, without `at_once`, by `send_owed`; None where one with that key exists."""
    return put_in_outbox(key, None, at_once, writer=writer, about=about, only_once=only_once)


def put_in_outbox(key: str, at: datetime | None, at_once: bool = True, **fields) -> Letter | None:
    """A new letter; None where one with that key exists."""
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(key=key, defaults={**fields, "due_at": at or timezone.now()})
        if is_new and at_once:
            transaction.on_commit(lambda: send_soon(letter), robust=True)
    return letter if is_new else None


def one_line(subject: str) -> str:
    """A subject as a header can have it: a line break would begin another."""
    return " ".join(subject.split())[:200]


def send_soon(letter: Letter) -> bool:
    """Send a letter whose transaction has just been committed, unless the mail server is failing; whether it went."""
    if Letter.objects.filter(failed_at__gt=timezone.now() - PAUSE).exists():
        return False
    return send(letter)


def send(letter: Letter) -> bool:
    """Send a letter that is owed, unless another process is sending it; whether this call sent it."""
    with Line() as line:
        return attempt(letter, line) == Outcome.SENT


def attempt(letter: Letter, line: Line) -> Outcome:
    """Send a letter that is owed. No transaction is open while the mail server talks. What fails stays owed."""
    this = Letter.objects.filter(pk=letter.pk)
    if not this.claim(CLAIM):
        return Outcome.WITH_ANOTHER
    try:
        words = words_of(letter)
        if words is None:
            this.delete()
            return Outcome.NOTHING_TO_SAY
        ready = message(letter, words)
        line.call()
        if letter.only_once:
            this.update(handed_over_at=timezone.now())
        line.carry(ready)
    except Exception as error:  # the letter is kept, whatever the mail server does
        return failed(letter, this, error)
    this.update(claimed_until=None, sent_at=timezone.now(), failed_at=None, body="")
    if letter.writer:
        writers[letter.writer].sent(letter)
    return Outcome.SENT


def failed(letter: Letter, this: QuerySet, error: Exception) -> Outcome:
    """Write down that a letter did not go, or may not have gone.

    The kind of the failure alone is kept: a mail server's own words may repeat what it was given.
    """
    kind, is_of_address = type(error).__name__[:80], refuses_address(error)
    logger.error("The letter %s was not sent: %s", letter.key, kind)
    if is_of_address and letter.writer:
        this.update(claimed_until=None, handed_over_at=None, refused_at=timezone.now(), last_failure=kind)
        writers[letter.writer].refused(letter)
        return Outcome.ADDRESS_REFUSED
    # Where the line went dead in the middle the mark of what goes only once stays: it may have arrived.
    if says_no(error):
        this.update(handed_over_at=None)
    this.update(claimed_until=None, failures=F("failures") + 1, failed_at=None if is_of_address else timezone.now(), last_failure=kind)
    return Outcome.ADDRESS_REFUSED if is_of_address else Outcome.FAILED


def message(letter: Letter, words: Words) -> EmailMessage:
    """The letter as the mail server gets it."""
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": message_id(letter.key), **words.headers}
    return EmailMessage(subject=one_line(words.subject), body=words.body, to=[words.to], headers=headers)


def message_id(key: str) -> str:
    """The same for the same key, and telling nobody what the key is."""
    return f"<{salted_hmac('collaboration.post', key, algorithm='sha256').hexdigest()[:40]}@{our_host()}>"


def our_host() -> str:
    """The host name that our letters speak for."""
    return urlsplit(settings.ADDRESS).hostname or settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")


def send_owed() -> tuple[int, int]:
    """Send every letter that is owed; how many went and how many are owed still. May run twice at once.

    Those that have failed least go first, and three failures in a row end the run: the mail server is
    not there. An address that takes nothing is no failure of the server, and keeps nobody waiting.
    """
    sent = failures = 0
    with Line() as line:
        for letter in Letter.objects.owed().order_by("failures", "due_at", "pk"):
            outcome = attempt(letter, line)
            sent += outcome == Outcome.SENT
            failures = failures + 1 if outcome == Outcome.FAILED else 0
            if failures == ENOUGH_FAILURES:
                break
    return sent, Letter.objects.owed().count()


def forget(at: datetime | None = None) -> int:
    """Erase whom sent letters went to, and the words of those given up, once their time is over; how many were erased."""
    at = at or timezone.now()
    long_sent = Letter.objects.filter(sent_at__lte=at - timedelta(days=settings.KEEP_LETTERS_DAYS)).exclude(to="")
    given_up = Letter.objects.given_up(at).filter(due_at__lte=at - timedelta(days=settings.KEEP_LETTERS_DAYS)).exclude(to="")
    return long_sent.update(to="", subject="") + given_up.update(to="", subject="", body="")
