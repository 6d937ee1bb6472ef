"""The nightly round: every step by itself. One run at a time goes round (see the command), so a step asks nobody."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from collaboration.alerts import keeping as alerts
from collaboration.contact.keeping import erase_old
from collaboration.editorial.revisions import Kept
from collaboration.files.arriving import sweep
from collaboration.passes.keeping import erase_old as erase_old_passes
from collaboration.post.models import Letter
from collaboration.post.sending import forget, send_owed
from collaboration.redirects.models import MissingAddress, Redirect
from collaboration.search.models import EmptySearch

from . import links
from .models import OutsideLink, Turn
from .reminding import remind_of_ending_agreements, remind_of_overdue_pages

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)


class Unfinished(Exception):
    """A step did what it could and somebody has to look; the text says at what."""


def erase_enquiries() -> str:
    return f"{erase_old()} erased, their time was over"


def forget_alerts() -> str:
    """Whoever never said yes, and what was told long ago."""
    subscribers, told = alerts.forget()
    return f"{subscribers} who never confirmed erased, {told} told items forgotten"


def erase_passes() -> str:
    return f"{erase_old_passes()} erased, with whom they were for"


def clear_sessions() -> str:
    call_command("clearsessions")
    return "those that had run out are gone"


def forget_letters() -> str:
    return f"{forget()} forgotten whom they went to"


def forget_kept_texts() -> str:
    """What was typed, never saved and never asked for again."""
    return f"{Kept.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()[0]} thrown away"


def sweep_arrivals() -> str:
    """Files that were on their way when a process was killed: nobody comes back for them, and they may be under embargo."""
    return f"{sweep()} swept away that never arrived whole"


def forget_missing_addresses() -> str:
    """Forget what nobody asks for any more, what was asked for once, and what leads on by now."""
    today = timezone.localdate()
    old = Q(last_on__lt=today - timedelta(days=180)) | Q(count=1, last_on__lt=today - timedelta(days=30))
    leads_on = Exists(Redirect.objects.filter(publisher=OuterRef("publisher"), path=OuterRef("path")))
    return f"{MissingAddress.objects.filter(old | leads_on).delete()[0]} forgotten"


def forget_empty_searches() -> str:
    """Forget what nobody looks for any more, and what was looked for once: it may have been about somebody."""
    today = timezone.localdate()
    old = Q(last_on__lt=today - timedelta(days=180)) | Q(count=1, last_on__lt=today - timedelta(days=30))
    return f"{EmptySearch.objects.filter(old).delete()[0]} forgotten"


def remind_of_pages() -> str:
    pages, letters = remind_of_overdue_pages()
    return f"{pages} two weeks past their review, {letters} letters written"


def remind_of_agreements() -> str:
    agreements, letters = remind_of_ending_agreements()
    return f"{agreements} end within 90 days, {letters} letters written"


def check_links() -> str:
    found = links.gather()
    try:
        visited, failed = links.check_some()
    except links.CutOff as cut_off:
        raise Unfinished(f"{found} in use, {cut_off} visited and none reached: is this machine’s way out closed? Nothing was written down") from None
    return f"{found} in use, {visited} visited, {failed} failed, {OutsideLink.objects.broken().count()} broken"


def send_letters() -> str:
    sent, owed = send_owed()
    given_up = Letter.objects.given_up().filter(due_at__gt=timezone.now() - timedelta(days=8)).count()
    said = f"{sent} sent, {owed} owed, {Letter.objects.in_doubt().count()} that a sender died over and that go only once"
    if owed or given_up:
        raise Unfinished(f"{said}, {given_up} given up since yesterday: see the log, and the mail server")
    return said


STEPS: dict[str, Callable[[], str]] = {
    "enquiries": erase_enquiries,
    "alerts": forget_alerts,
    "embargo passes": erase_passes,
    "sessions": clear_sessions,
    "letters": forget_letters,
    "texts not saved": forget_kept_texts,
    "uploads cut off": sweep_arrivals,
    "missing addresses": forget_missing_addresses,
    "searches in vain": forget_empty_searches,
    "pages": remind_of_pages,
    "agreements": remind_of_agreements,
    "outside links": check_links,
    "post": send_letters,
}


def go_round(say: Callable[[str], object]) -> list[str]:
    """Do every step, one line said of each; the names of those that failed. Safe to run again, wherever an earlier run was ended."""
    return [step for step, work in STEPS.items() if not do(step, work, say)]


def do(step: str, work: Callable[[], str], say: Callable[[str], object]) -> bool:
    """Do one step and write down what it said; whether nothing went wrong."""
    said, is_well = "failed; the log says how", False
    try:
        said, is_well = work(), True
    except Unfinished as reason:
        said = str(reason)
    except Exception:  # one step that fails must not keep the others from being done
        logger.exception("The nightly step “%s” failed.", step)
    say(f"{step}: {said}")
    note(step, said)
    return is_well


def note(step: str, said: str) -> None:
    """Write down that a step was done and what it said."""
    try:
        Turn.objects.update_or_create(step=step, defaults={"done_at": timezone.now(), "said": said[:300]})
    except Exception:  # the database is what failed
        logger.exception("What the nightly step “%s” said could not be written down.", step)
