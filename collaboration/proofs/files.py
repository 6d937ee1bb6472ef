"""Checks of pictures and documents: words for those who do not see a picture, and what a file gives away."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from collaboration.agreements.models import Document
from collaboration.editorial.models import Publishable
from collaboration.editorial.proofs import Copy, Fault, Level, check
from collaboration.files.reasons import FINDINGS
from collaboration.news.models import PressRelease
from collaboration.pictures.models import Picture

from .words import POOR_ALTERNATIVE

# Found in a file when it was judged: what its author took out or hid, and anybody can bring back.
GIVES_AWAY = {"tracked-changes", "comments", "hidden-cells"}


@check("picture-without-words", Level.STOPS)
def picture_without_words(copy: Copy):
    """Who does not see a picture hears its alternative text (WCAG 2.2, 1.1.1). A text can name only pictures that have passed here."""
    if isinstance(copy.thing, Picture) and not copy.thing.is_decorative and not copy.thing.alt_text.strip():
        yield Fault("alt_text", _("The picture has no alternative text. Say in a sentence what it shows, or tick “decoration only”."))


@check("poor-alternative", Level.REASON)
def poor_alternative(copy: Copy):
    """“Picture of” is said by the screen reader itself; the name of a file tells nothing."""
    if isinstance(copy.thing, Picture) and POOR_ALTERNATIVE.match(copy.thing.alt_text.strip()):
        yield Fault("alt_text", _("Say in the alternative text what the picture shows, without “picture of” or the name of the file."), copy.thing.alt_text)


@check("attached-not-public", Level.STOPS)
def attached_not_public(copy: Copy):
    """What is attached shows only while it is public itself: readers would miss it, and nobody would notice."""
    for name, one in attached(copy):
        if one.is_withdrawn(copy.at):
            yield Fault(name, _("“%(name)s” has been withdrawn. Take it out.") % {"name": one}, str(one))
        elif not one.is_live(copy.at):
            sentence = _("“%(name)s” is not public yet when this comes out. Publish it first, or take it out.")
            yield Fault(name, sentence % {"name": one}, str(one), one.publish_at)


@check("picture-for-press", Level.REASON)
def picture_for_press(copy: Copy):
    """A newsroom prints no picture of which it does not know who took it and whether it may."""
    for name, one in attached(copy):
        if isinstance(one, Picture) and not (one.credit and one.rights):
            yield Fault(name, _("The picture “%(name)s” has no credit or no rights. Say in the picture who took it and what the press may do with it.") % {"name": one}, str(one))


def attached(copy: Copy) -> Iterator[tuple[str, Publishable]]:
    """The pictures and documents that are chosen for a release."""
    names = ("pictures", "documents") if isinstance(copy.thing, PressRelease) else ()
    return ((name, one) for name in names for one in copy.chosen(name))


@check("file-gives-away", Level.STOPS)
def file_gives_away(copy: Copy):
    """What was deleted or hidden in a file is still in it."""
    for name in found_in_file(copy):
        if name in GIVES_AWAY:
            yield Fault("file", str(FINDINGS[name]))


@check("file-fault", Level.REASON)
def file_fault(copy: Copy):
    """What makes a file hard to read for some, or carries more than it shows (SI 2018/952)."""
    for name in found_in_file(copy):
        if name not in GIVES_AWAY:
            yield Fault("file", str(FINDINGS[name]))


def found_in_file(copy: Copy) -> Iterator[str]:
    """What was found in a document's file when it was judged."""
    found = copy.thing.file_findings.split() if isinstance(copy.thing, Document) else []
    return (name for name in found if name in FINDINGS)
