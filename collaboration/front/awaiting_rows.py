"""A line in the list of what awaits somebody: what it is, whose, who had it last, when, and where to deal with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.agreements.models import Agreement
from collaboration.care.models import OutsideLink
from collaboration.contact.models import Enquiry
from collaboration.duties.models import Standing
from collaboration.editorial.revisions import Revision
from collaboration.pages.models import Page
from collaboration.publishers.models import Publisher
from collaboration.redirects.models import MissingAddress
from collaboration.search.models import EmptySearch

# Where a version is dealt with: written on, or decided.
WRITTEN_ON = ("drafts", "returned")
# What each query brings along, so that a line asks for nothing.
BRINGS = {Revision: ("publisher", "author", "content_type"), OutsideLink: ("publisher",), Standing: ("publisher", "duty")}


@dataclass(frozen=True)
class Row:
    """One line."""

    title: str
    kind: str
    publisher: Publisher
    address: str
    who: str = ""
    when: datetime | date | None = None
    note: str = ""


def row_of(one: Model, kind: str) -> Row:
    """The line for one thing of a kind that awaits somebody."""
    return MAKERS[type(one)](one, kind)


def of_revision(one: Revision, kind: str) -> Row:
    name = one.content_type.model_class()._meta
    page = "change" if kind in WRITTEN_ON else "publishing"
    address = reverse(f"admin:{name.app_label}_{name.model_name}_{page}", args=[one.object_id])
    when = {"drafts": one.made_at, "returned": one.returned_at, "reviews": one.submitted_at, "approved": one.approved_at}
    note = one.returned_because if kind == "returned" else one.unapproved_because if kind == "red" else one.why
    return Row(one.title, name.verbose_name, one.publisher, address, str(one.author or ""), when.get(kind) or one.published_at or one.due_at, note)


def of_enquiry(one: Enquiry, kind: str) -> Row:
    """Reference and subject; what somebody wrote is read on its own page, where the reading is noted."""
    return Row(f"{one.reference}: {one.subject}", one.get_kind_display(), one.publisher, change_of(one), when=one.sent_at, note="" if one.read_at else _("unread"))


def of_page(one: Page, kind: str) -> Row:
    note = "" if one.last_checked_on else _("never checked")
    return Row(one.title, _("page"), one.publisher, change_of(one), one.owner, one.last_checked_on, note)


def of_agreement(one: Agreement, kind: str) -> Row:
    return Row(one.title, _("agreement"), one.publisher, change_of(one), when=one.last_day)


def of_link(one: OutsideLink, kind: str) -> Row:
    note = ngettext("failed on %(count)d night", "failed on %(count)d nights in a row", one.failures) % {"count": one.failures}
    return Row(one.address, _("outside link"), one.publisher, change_of(one), when=one.checked_on, note=f"{note}. {one.last_failure}".strip())


def of_standing(one: Standing, kind: str) -> Row:
    """An item that an office must publish; the date is the day by which somebody was to look."""
    return Row(str(one.duty), _("item to publish"), one.publisher, change_of(one), when=one.due_on)


def of_missing(one: MissingAddress, kind: str) -> Row:
    note = ngettext("asked for once", "asked for %(count)d times", one.count) % {"count": one.count}
    return Row(str(one), _("missing address"), one.publisher, change_of(one), when=one.last_on, note=note)


def of_empty_search(one: EmptySearch, kind: str) -> Row:
    note = ngettext("looked for once", "looked for %(count)d times", one.count) % {"count": one.count}
    return Row(one.words, _("search in vain"), one.publisher, change_of(one), when=one.last_on, note=note)


def change_of(one: Model) -> str:
    """The page of a record at the desk."""
    return reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_change", args=[one.pk])


MAKERS = {Revision: of_revision, Enquiry: of_enquiry, Page: of_page, Agreement: of_agreement, OutsideLink: of_link, MissingAddress: of_missing, EmptySearch: of_empty_search, Standing: of_standing}
