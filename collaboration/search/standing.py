"""Pages that are always there and belong to no record: contact, complaints, the lists. The search knows them by what stands here."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

from .models import SearchRecord

# They have no date; this one lies before all that have.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


class Standing(NamedTuple):
    """The name of an address, what it is called, what is there, and words that people look for it by."""

    name: str
    title: Promise
    summary: Promise
    text: Promise
    is_programme_only: bool = False


PAGES = [
    Standing("contact:contact", _("Contact us"), _("Write to the office with a question, and how it is reached otherwise."), _("contact details, e-mail, telephone, postal address, enquiry, ask a question, get in touch")),
    Standing("contact:complaints", _("Complaints: who deals with yours?"), _("Different bodies deal with different complaints about the police. Tell us what yours is about, and we name the body that has to look at it."), _("how to complain about a police officer, a member of staff, a police force, the chief constable, the commissioner or the office; make a complaint")),
    Standing("units:units", _("Units and shared services"), _("The units and services that the forces run together."), _("regional teams, what the forces share, collaboration")),
    Standing("units:national-bodies", _("National bodies"), _("National bodies and services that the forces work with."), _("national police organisations")),
    Standing("agreements:register", _("Collaboration agreements"), _("The register of agreements between the forces, regional and national, with who is party to each."), _("list of all agreements, register, section 22A, which agreements there are")),
    Standing("news:releases", _("News and press releases"), _("What was announced, newest first."), _("latest news, press releases, announcements, archive, media")),
    Standing("front:privacy", _("Privacy notice"), _("What this site keeps of its visitors, and your rights."), _("cookies, personal data, data protection, UK GDPR")),
    Standing("front:accessibility", _("Accessibility statement"), _("How accessible this site is, and whom to tell of a barrier."), _("screen reader, keyboard, disability, text size, WCAG")),
    Standing("front:forces", _("The five forces"), _("The five police forces of the region, their areas and figures."), _("Derbyshire, Leicestershire, Lincolnshire, Northamptonshire, Nottinghamshire, map"), True),
    Standing("facts:facts", _("Facts and figures"), _("Figures about the collaboration, each with its source."), _("numbers, statistics, data"), True),
    Standing("facts:history", _("How it came about"), _("The history of the collaboration, year by year."), _("history of police collaboration in the East Midlands, timeline, past"), True),
    Standing("facts:people", _("Who held which office"), _("Commissioners, chief constables and others, with the dates of their terms."), _("office-holders, people, list of names, who was in charge"), True),
]  # fmt: skip


def records() -> list[SearchRecord]:
    """A record for each page of each site, not yet saved."""
    return [
        SearchRecord(
            publisher=publisher, is_shared=False, kind="page", title=str(page.title), summary=str(page.summary), text=str(page.text),
            path=publisher.reverse(page.name).removeprefix(publisher.root), publish_at=ALWAYS,
        )
        for publisher in Publisher.objects.all() for page in PAGES if publisher.is_programme or not page.is_programme_only
    ]  # fmt: skip
