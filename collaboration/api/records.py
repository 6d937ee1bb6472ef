"""Each kind of record as a program sees it: what the public pages show of it, and nothing else.

Whatever a record names besides itself – the unit above it, its successor, its documents – is named only if
the public may see that too.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from collaboration.agreements.columns import Copy, parties_of, ready_for_file
from collaboration.agreements.models import Agreement
from collaboration.news.models import PressRelease
from collaboration.publishers.context import forces_of
from collaboration.publishers.models import Force, Publisher
from collaboration.sources.models import Source
from collaboration.units.models import Unit

from .asking import names


@dataclass(frozen=True)
class Shapes:
    """The shapes of records for one request, all at one moment."""

    request: HttpRequest
    at: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def whole(self, path: str) -> str:
        return self.request.build_absolute_uri(path)

    def own(self, name: str, *args: str) -> str:
        """The whole address of a record in this interface."""
        return self.whole(reverse(f"api:{name}", args=args))

    def force(self, force: Force) -> dict:
        """A force area, with the figures that have a source."""
        return {
            "slug": force.slug,
            "name": force.name,
            "short_name": force.short_name,
            "area": {"square_miles": force.area_square_miles, "as_at": force.area_as_at or None, "source": source(force.area_source)},
            "population": {"number": force.population, "words": force.population_words, "as_at": force.population_as_at or None, "source": source(force.population_source)},
            "publishers": [one.slug for one in self.request.publishers if one.force_id == force.pk],
            "website": force.website or None,
            "api": self.own("force", force.slug),
        }

    def publisher(self, publisher: Publisher) -> dict:
        """One of the eleven that have a site here."""
        return {
            "slug": publisher.slug,
            "kind": publisher.kind,
            "name": publisher.name,
            "short_name": publisher.short_name,
            "force": publisher.force.slug if publisher.force else None,
            "website": publisher.website or None,
            "address": self.whole(publisher.root),
            "api": self.own("publisher", publisher.slug),
        }

    def unit(self, unit: Unit) -> dict:
        """A unit, service or body."""
        return {
            "slug": unit.slug,
            "name": unit.name,
            "abbreviation": unit.abbreviation,
            "kind": unit.kind,
            "function": unit.function,
            "summary": unit.summary,
            "forces": in_order(unit.force_slugs, self.request.publishers),
            "participation_note": unit.participation_note,
            "lead_force": self.force_slug(unit.lead_force_id),
            "part_of": self.live_slug(unit.parent),
            "replaced_by": self.live_slug(unit.successor),
            "since": unit.since or None,
            "until": unit.until or None,
            "status": unit.status,
            "status_as_at": unit.status_as_at or None,
            "website": unit.website or None,
            "agreements": names(unit.agreements.all()),
            "sources": [source(one) for one in unit.sources.all()],
            "address": self.whole(unit.get_absolute_url()),
            "api": self.own("unit", unit.slug),
        }

    def agreement(self, agreement: Agreement) -> dict:
        """An agreement with its state today."""
        copy = Copy(self.at, self.today, forces_of(self.request.publishers), self.whole)
        state = agreement.state_on(self.today)
        return {
            "slug": agreement.slug,
            "title": agreement.title,
            "scope": agreement.scope,
            "function": agreement.function,
            "summary": agreement.summary,
            "state": {"code": state.value, "words": str(state.label)},
            "forces": names(parties_of(agreement, copy)),
            "parties_as_published": agreement.parties_words,
            "lead_force": self.force_slug(agreement.lead_force_id),
            "signed": agreement.signed_on or None,
            "starts": iso(agreement.starts_on),
            "ends": iso(agreement.ends_on),
            "extended_until": iso(agreement.extended_until),
            "last_day": iso(agreement.last_day),
            "ended": iso(agreement.ended_on),
            "superseded_by": self.live_slug(agreement.successor),
            "made_under": agreement.statutory_basis,
            "published": agreement.publication_form,
            "listed_by": names(agreement.listed_by.all()),
            "listed_as_at": agreement.listed_as_at or None,
            "units": names(agreement.units.all()),
            "documents": [{"title": one.title, "kind": one.kind, "dated": iso(one.dated), "address": self.whole(one.get_absolute_url())} for one in agreement.documents.all()],
            "sources": [source(one) for one in agreement.sources.all()],
            "address": self.whole(agreement.get_absolute_url()),
            "api": self.own("agreement", agreement.slug),
        }

    def release(self, release: PressRelease) -> dict:
        """A press release: what it is about and where it is read."""
        return {
            "publisher": release.publisher.slug,
            "slug": release.slug,
            "reference": release.reference,
            "headline": release.headline,
            "summary": release.summary,
            "posted_at": timezone.localtime(release.publish_at).isoformat(timespec="seconds"),
            "events_on": iso(release.events_on),
            "forces": names(release.forces.all()),
            "topics": names(release.topics.all()),
            "units": names(release.units.all()),
            "agreements": names(release.agreements.all()),
            "address": self.whole(release.get_absolute_url()),
            "api": self.own("release", release.publisher.slug, release.slug),
        }

    def force_slug(self, number: int | None) -> str | None:
        return next((one.force.slug for one in self.request.publishers if one.force_id and one.force_id == number), None)

    def live_slug(self, record) -> str | None:
        """What a record is called, if the public may see it."""
        return record.slug if record and record.is_live(self.at) else None


def source(one: Source | None) -> dict | None:
    """A source, as cited."""
    return {"title": one.title, "published_by": one.published_by, "dated": one.dated or None, "address": one.address or None} if one else None


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def in_order(slugs: str | None, publishers) -> list[str]:
    """The slugs that were read as one column, in the order of the forces."""
    taking_part = set((slugs or "").split(","))
    return [force.slug for force in forces_of(publishers) if force.slug in taking_part]


# What each shape reads, in as few queries as that takes.


def forces():
    return Force.objects.select_related("area_source", "population_source")


def units(at: datetime):
    agreements = Prefetch("agreements", Agreement.objects.live(at).only("slug", "order", "title"))
    return Unit.objects.with_forces().select_related("publisher", "parent", "successor").defer("body", "parent__body", "successor__body").prefetch_related("sources", agreements)


def agreements(found, at: datetime):
    return ready_for_file(found, at)


def releases(at: datetime):
    live = Prefetch("units", Unit.objects.live(at).only("slug", "order", "name")), Prefetch("agreements", Agreement.objects.live(at).only("slug", "order", "title"))
    return PressRelease.objects.select_related("publisher").defer("body", "notes_to_editors", "record_note").prefetch_related("forces", "topics", *live)
