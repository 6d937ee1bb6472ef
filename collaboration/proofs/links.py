"""Checks of links: what they are called, and what a reader will find behind them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.dateformat import format as format_date
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from collaboration.editorial.proofs import Copy, Fault, Level, check

from .places import FOUND, MOVED, NOT_YET, NOTHING, WITHDRAWN, Places, Verdict
from .reading import HEADINGS, shortened, texts
from .words import VAGUE_LINKS

OUTSIDE = URLValidator(schemes=["http", "https"])
DOCUMENT = "agreements:document"


class Link(NamedTuple):
    """One link of a text."""

    field: str
    address: str
    words: str


def links(copy: Copy) -> list[Link]:
    """Every link of the copy, in order."""
    return [
        Link(name, mark.attributes.get("href", "").strip(), mark.words)
        for name, text in copy.once(texts).items()
        for mark in text.all("a")
    ]  # fmt: skip


def places(copy: Copy) -> Places:
    """Where the links between our own pages lead."""
    return Places(copy, {link.address for link in copy.once(links)})


def verdicts(copy: Copy) -> Iterator[tuple[Link, Verdict]]:
    """Every link to one of our own pages, with what is there."""
    if not copy.once(links):
        return
    found = copy.once(places)
    for link in copy.once(links):
        if link.address in found.places:
            yield link, found.verdict(link.address)


@check("link-words", Level.STOPS)
def link_words(copy: Copy):
    """Links are read by themselves, in a list: each has to say where it leads."""
    for link in copy.once(links):
        if " ".join(re.sub(r"[^\w\s]", " ", link.words).casefold().split()) in VAGUE_LINKS:
            yield Fault(link.field, _("The link “%(words)s” does not say where it leads. Use the name of the page it leads to.") % {"words": link.words}, link.words)


@check("address-as-words", Level.REASON)
def address_as_words(copy: Copy):
    """A web address read aloud, letter by letter, tells nobody anything."""
    for link in copy.once(links):
        if re.fullmatch(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)+/\S+", link.words) and not re.fullmatch(r"(www\.)?[\w-]+(\.[\w-]+)+/?", link.words):
            yield Fault(link.field, _("A link shows its address instead of words. Write what the page is called."), shortened(link.words))


@check("empty-link", Level.STOPS)
def empty_link(copy: Copy):
    """A link without words cannot be seen; one without an address leads nowhere."""
    for link in copy.once(links):
        if not link.words:
            yield Fault(link.field, _("There is a link without words. Delete it, or write what it leads to."), link.address)
        elif not link.address:
            yield Fault(link.field, _("The link “%(words)s” has no address. Add one, or take the link off.") % {"words": link.words}, link.words)


@check("same-words-other-page", Level.REASON)
def same_words_other_page(copy: Copy):
    """Two links that are called the same should lead to the same page."""
    addresses = defaultdict(dict)
    for link in copy.once(links):
        addresses[link.words.casefold()].setdefault(link.address.rstrip("/"), link)
    for words, leading in addresses.items():
        if words and len(leading) > 1:
            link = list(leading.values())[1]
            yield Fault(link.field, _("Two links are called “%(words)s” and lead to different pages. Call each by what it leads to.") % {"words": link.words}, link.words)


@check("broken-link", Level.STOPS)
def broken_link(copy: Copy):
    """A link to one of our pages leads to a page that is there."""
    for link, verdict in verdicts(copy):
        if verdict.standing == NOTHING:
            yield Fault(link.field, _("The link “%(words)s” leads to no page of this site that readers can see. Look for the page again, or take the link out.") % {"words": link.words}, link.address)


@check("malformed-link", Level.STOPS)
def malformed_link(copy: Copy):
    """An address outside that cannot be one: a typing mistake, or half of it lost in copying."""
    for link in copy.once(links):
        if link.address and not link.address.startswith(("site:", "/", "#")) and not is_an_address(link.address):
            yield Fault(link.field, _("The address behind “%(words)s” cannot be right. Copy it again from where you found it.") % {"words": link.words}, link.address)


def is_an_address(address: str) -> bool:
    """Whether this can be the address of a page, a mailbox or a telephone."""
    scheme, _colon, rest = address.partition(":")
    try:
        if scheme == "mailto":
            validate_email(rest.partition("?")[0])
        elif scheme == "tel":
            return bool(re.fullmatch(r"\+?[\d().\s-]{3,25}", rest))
        elif scheme in ("http", "https"):
            OUTSIDE(address)
        else:
            # What has no scheme would be looked for beside the page it stands on.
            return False
    except ValidationError:
        return False
    return True


def anchors(copy: Copy) -> dict[str, set[str]]:
    """The headings of each text, as links name them."""
    return {name: {slugify(mark.words) for mark in text.all(*HEADINGS)} for name, text in copy.once(texts).items()}


@check("broken-anchor", Level.STOPS)
def broken_anchor(copy: Copy):
    """A link to a part of the same text names a heading that is in it."""
    for link in copy.once(links):
        if link.address.startswith("#") and link.address[1:] not in copy.once(anchors)[link.field]:
            yield Fault(link.field, _("The link “%(words)s” leads to a part of this text that is not there. Take it out, or name a heading.") % {"words": link.words}, link.address)


@check("link-not-public", Level.STOPS)
def link_not_public(copy: Copy):
    """A page that readers cannot see yet when this one comes out."""
    for link, verdict in verdicts(copy):
        if verdict.standing == NOT_YET and verdict.view != DOCUMENT:
            sentence = _("The link “%(words)s” leads to “%(name)s”, which is not public %(when)s. Publish that first, or take the link out.")
            yield Fault(link.field, sentence % {"words": link.words, "name": verdict.name, "when": until(verdict)}, link.address, verdict.publish_at)


@check("document-not-public", Level.STOPS)
def document_not_public(copy: Copy):
    """A document that readers cannot open yet when this comes out."""
    for link, verdict in verdicts(copy):
        if verdict.standing == NOT_YET and verdict.view == DOCUMENT:
            sentence = _("The link “%(words)s” leads to the document “%(name)s”, which is not public %(when)s. Publish the document first, or take the link out.")
            yield Fault(link.field, sentence % {"words": link.words, "name": verdict.name, "when": until(verdict)}, link.address, verdict.publish_at)


def until(verdict: Verdict) -> str:
    """From when something will be public, in words that end a clause."""
    if verdict.publish_at is None:
        return _("yet: it is a draft")
    return _("before %(moment)s") % {"moment": format_date(localtime(verdict.publish_at), "j F Y, H:i")}


@check("link-withdrawn", Level.STOPS)
def link_withdrawn(copy: Copy):
    """A page that has been taken back."""
    for link, verdict in verdicts(copy):
        if verdict.standing == WITHDRAWN:
            yield Fault(link.field, _("The link “%(words)s” leads to “%(name)s”, which has been withdrawn. Take the link out.") % {"words": link.words, "name": verdict.name}, link.address)


@check("link-moved", Level.REASON)
def link_moved(copy: Copy):
    """A redirect takes readers on, until somebody tidies the redirects."""
    for link, verdict in verdicts(copy):
        if verdict.standing == MOVED:
            yield Fault(link.field, _("The link “%(words)s” leads to an old address. Follow it and use the address that it ends at.") % {"words": link.words}, link.address)


@check("own-address", Level.STOPS)
def own_address(copy: Copy):
    """A whole address of ours would break on the day the site moves to another host."""
    for link, verdict in verdicts(copy):
        if verdict.standing == FOUND and not link.address.startswith("site:"):
            right = copy.once(places).suggestion(link.address)
            yield Fault(link.field, _("The link “%(words)s” gives the whole address of one of our own pages. Write it as %(right)s.") % {"words": link.words, "right": right}, link.address)
