"""Checks of the parts a thing must have: title, summary, contact for the press, dates that can be true."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.editorial.proofs import Copy, Fault, Level, check
from collaboration.news.models import PressRelease
from collaboration.partial_dates import PartialDateField, first_day
from collaboration.prose import plain, tokens

from .reading import fields_of, shortened, title_field, value_of

LONGEST_SUMMARY = 50
LONGEST_HEADLINE = 120
# When somebody made sure, or for which day a source speaks: never a day to come.
LOOKED_AT = ("last_checked_on", "as_at", "status_as_at", "listed_as_at")


def is_empty(value) -> bool:
    """Whether a value says nothing: no words, though there may be marks or spaces."""
    if isinstance(value, str):
        return not plain(value) and not tokens(value)
    return value is None or value == []


@check("no-title", Level.STOPS)
def no_title(copy: Copy):
    """Without a title no list, search result or browser tab can name it."""
    name = title_field(copy)
    if name and is_empty(value_of(copy, name)):
        yield Fault(name, _("It has no title. Write one that says what a reader will find here."))


@check("no-summary", Level.STOPS)
def no_summary(copy: Copy):
    """The summary is what lists, search results and feeds show."""
    if "summary" in copy.thing.drafted_fields and is_empty(value_of(copy, "summary")):
        yield Fault("summary", _("It has no summary. Say in one or two sentences what matters most."))


@check("left-empty", Level.STOPS)
def left_empty(copy: Copy):
    """A draft may lack what the public may not miss."""
    asked_elsewhere = {title_field(copy), "summary"}
    for one in fields_of(copy):
        may_be_empty = one.blank or one.has_default() or isinstance(one, models.BooleanField) or one.name in asked_elsewhere
        if may_be_empty:
            continue
        value = copy.chosen(one.name) if one.many_to_many else getattr(copy.thing, one.attname)
        if is_empty(value) or (isinstance(one, models.FileField) and not value):
            yield Fault(one.name, _("“%(field)s” is empty. Fill it in.") % {"field": one.verbose_name})


@check("long-summary", Level.REASON)
def long_summary(copy: Copy):
    """A summary is read in a list, among others."""
    words = len(summary_of(copy).split())
    if words > LONGEST_SUMMARY:
        sentence = _("The summary has %(words)s words. Keep to %(most)s: say what matters most, and leave the rest to the text.")
        yield Fault("summary", sentence % {"words": words, "most": LONGEST_SUMMARY})


@check("summary-no-sentence", Level.REASON)
def summary_no_sentence(copy: Copy):
    """A summary stands by itself in lists, so it begins and ends as a sentence does."""
    summary = summary_of(copy)
    begins_small = summary[:1].islower()
    if summary and (begins_small or not summary.rstrip("”’)").endswith((".", "?", "!")) or len(summary.split()) < 2):
        yield Fault("summary", _("The summary is not a sentence. Begin with a capital letter and end with a full stop."), shortened(summary))


def summary_of(copy: Copy) -> str:
    return value_of(copy, "summary").strip() if "summary" in copy.thing.drafted_fields and value_of(copy, "summary") else ""


@check("long-headline", Level.STOPS)
def long_headline(copy: Copy):
    """Longer headlines are cut off by search engines, and by those who pass them on."""
    if isinstance(copy.thing, PressRelease) and len(copy.thing.headline) > LONGEST_HEADLINE:
        sentence = _("The headline has %(length)s characters. Shorten it to %(most)s or fewer.")
        yield Fault("headline", sentence % {"length": len(copy.thing.headline), "most": LONGEST_HEADLINE})


@check("no-media-contact", Level.STOPS)
def no_media_contact(copy: Copy):
    """A journalist has to know whom to ask.

    The programme's summaries are nobody's releases, and a release kept as a record says so in its note.
    """
    if is_release(copy) and not copy.chosen("media_contacts") and is_empty(copy.thing.record_note):
        yield Fault("media_contacts", _("No media contact is chosen. Choose whom journalists may ask about this release."))


@check("old-media-contact", Level.STOPS)
def old_media_contact(copy: Copy):
    """A contact kept as a record is shown with a warning not to use it."""
    if is_release(copy) and is_empty(copy.thing.record_note):
        for one in copy.chosen("media_contacts"):
            if one.as_issued_in or not (one.phones or one.email):
                yield Fault("media_contacts", _("Nobody can be reached by this media contact any more. Choose one that is in use."), one.name)


def is_release(copy: Copy) -> bool:
    return isinstance(copy.thing, PressRelease) and not copy.thing.publisher.is_programme


@check("date-to-come", Level.STOPS)
def date_to_come(copy: Copy):
    """Nobody has checked anything tomorrow."""
    today = timezone.localdate()
    for one in fields_of(copy):
        value = value_of(copy, one.name) if one.name in LOOKED_AT else None
        day = first_known(value) if isinstance(one, PartialDateField) else value
        if day and day > today:
            yield Fault(one.name, _("“%(field)s” is a day to come. Give the day on which it was done.") % {"field": one.verbose_name}, str(value))


def first_known(value: str):
    """The first day that a partial date covers; None for what is no date, which the form refuses itself."""
    try:
        return first_day(value.partition(" or ")[0]) if value else None
    except ValueError:
        return None
