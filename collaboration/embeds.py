"""What the `[[names]]` in rich text stand for: figures, participants, lists and tables from the records.

A figure is kept once, in its record; every text that names it shows the same value. A record that is
not public leaves nothing behind but an honest gap.
"""

import re
from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime
from functools import cached_property
from inspect import signature

from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from collaboration.agreements.models import Agreement, Document
from collaboration.caching.holding import held
from collaboration.facts.models import Fact, Milestone, OfficeHolder, facts_called
from collaboration.pictures.models import Picture
from collaboration.prepared import prepared
from collaboration.prose import Text, render, tokens
from collaboration.publishers.addresses import address_of
from collaboration.publishers.context import forces_of
from collaboration.publishers.models import Force, Publisher
from collaboration.sources.models import Source
from collaboration.units.models import Unit

NOT_HERE = "not published here"


class Embeds:
    """Answers the names in one text, as one site shows it. What many texts name is held in memory, what is under embargo with its date.

    Under an embargo pass the text is read before it is out: then the records that it names are answered as of the
    moment `as_at`, and its pictures come from below `files_at`. Lists of all that there is are as of now, always.
    """

    def __init__(self, html: str, publisher: Publisher, publishers: list[Publisher], known_facts: Iterable[Fact] = (), as_at: datetime | None = None, files_at: str = ""):
        self.as_at, self.files_at = as_at, files_at
        self.known_facts = {fact.key: fact for fact in known_facts}
        self.publisher = publisher
        self.publishers = {one.slug: one for one in publishers}
        self.forces = forces_of(publishers)
        self.programme = next((one for one in publishers if one.is_programme), publisher)
        self.tokens = tokens(html)

    def named(self, *kinds: str) -> set[str]:
        """Every first-hand argument that names of these kinds carry in this text."""
        return {argument for name, *arguments in self.tokens if name in kinds for argument in arguments}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        return self.known_facts | facts_called(self.named("fact", "disagreement") - self.known_facts.keys(), self.as_at)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """All that are public, in their order."""
        every = held("units", (Unit, Force, Unit.forces.through), lambda: list(Unit.objects.with_forces()))
        return {unit.slug: unit for unit in every if unit.is_live(self.as_at)}

    @cached_property
    def listed_agreements(self) -> list[Agreement]:
        return listed_agreements(self.publisher.is_programme, force=self.publisher.force_id or 0, publisher=self.publisher.pk, at=timezone.now())

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        named = {slug: held(("agreement", slug), (Agreement,), lambda slug=slug: Agreement.objects.filter(slug=slug).first()) for slug in self.named("agreement")}
        return {slug: one for slug, one in named.items() if one and one.is_live(self.as_at)}

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """Those of this publisher or the programme; of two with one slug, this publisher's."""
        found = Picture.objects.for_site(self.publisher).live(self.as_at).filter(slug__in=self.named("picture"))
        for one in found:
            one.files_at = self.files_at
        return {one.slug: one for one in reversed(found)}

    def stands_for(self, token: tuple[str, ...]) -> str:
        """The HTML for one token; one that nobody understands is shown as it was typed, so that an editor sees it."""
        name, *arguments = token
        answer: Callable | None = getattr(self, f"show_{name.replace('-', '_')}", None)
        try:
            signature(answer).bind(*arguments)
        except TypeError:
            return escape(f"[[{' '.join(token)}]]")
        return answer(*arguments)

    def component(self, name: str, **context) -> str:
        site = {"publisher": self.publisher, "programme": self.programme, "forces": self.forces}
        return render_to_string(f"embeds/{name}.html", site | context)

    # Words in a sentence

    def show_fact(self, key: str) -> str:
        fact = self.facts.get(key)
        return escape(fact.value if fact else _(NOT_HERE))

    def show_force(self, slug: str, what: str = "name") -> str:
        force = next((one for one in self.forces if one.slug == slug), None)
        return escape(words_about_force(force, what) or _(NOT_HERE))

    def show_unit(self, slug: str, what: str = "name") -> str:
        unit = self.units.get(slug)
        answers = {
            "name": lambda: unit.full_name,
            "summary": lambda: unit.summary,
            "since": lambda: unit.since_in_words,
            "participants": lambda: forces_in_words(unit.force_slugs, self.forces),
        }
        return escape((unit and what in answers and answers[what]()) or _(NOT_HERE))

    def show_agreement(self, slug: str, what: str = "title") -> str:
        found = self.agreements.get(slug)
        if found and what == "extended" and found.extended_until:
            return escape(format_date(found.extended_until, "j F Y"))
        return escape(found.title if found and what == "title" else _(NOT_HERE))

    # Blocks of their own

    def show_units_table(self, *slugs: str) -> str:
        return self.component("units_table", units=self.in_order(slugs))

    def show_bodies_table(self, *slugs: str) -> str:
        return self.component("bodies_table", units=self.in_full(slugs))

    def show_unit_sections(self, *slugs: str) -> str:
        return self.component("unit_sections", units=self.in_order(slugs))

    def in_full(self, slugs: tuple[str, ...]) -> list[Unit]:
        """These units, each with its text made ready as `body_html`."""
        # Those in memory are everybody's.
        units = [copy(unit) for unit in self.in_order(slugs)]
        for unit in units:
            unit.body_html = without_headings(render_prose(unit.body, self.publisher, list(self.publishers.values())).html)
        return units

    def in_order(self, slugs: tuple[str, ...]) -> list[Unit]:
        return [self.units[slug] for slug in slugs if slug in self.units]

    def show_our_units(self) -> str:
        ours = [one for one in self.units.values() if one.kind != Unit.Kind.NATIONAL and one.is_live() and self.takes_part_in(one)]
        return self.component("our_units", units=ours)

    def takes_part_in(self, unit: Unit) -> bool:
        """Whether this publisher's force does; the programme has to do with every unit."""
        return self.publisher.is_programme or self.publisher.force.slug in (unit.force_slugs or "").split(",")

    def show_our_agreements(self) -> str:
        return self.component("agreements", agreements=self.agreements_of(Agreement.Scope.REGIONAL))

    def show_regional_agreements(self) -> str:
        return self.component("agreements", agreements=self.published_list(Agreement.Scope.REGIONAL))

    def show_national_agreements(self) -> str:
        return self.component("agreements", agreements=self.published_list(Agreement.Scope.NATIONAL))

    def agreements_of(self, scope: str) -> list[Agreement]:
        return [one for one in self.listed_agreements if one.scope == scope]

    def published_list(self, scope: str) -> list[Agreement]:
        """What this publisher's own list names; where it publishes none, all that concern it."""
        concerning = self.agreements_of(scope)
        return [one for one in concerning if one.on_our_list] or concerning

    def show_forces(self) -> str:
        sites = {one.force_id: one for one in self.publishers.values() if one.kind == Publisher.Kind.FORCE}
        return self.component("forces", areas=[(force, sites.get(force.pk)) for force in self.forces])

    def show_force_figures(self, slug: str) -> str:
        force = Force.objects.select_related("area_source", "population_source", "headquarters_source", "districts_source", "area_by_law_source")
        return self.component("force_figures", force=force.filter(slug=slug).first())

    def show_office_holders(self, slug: str = "") -> str:
        body = self.publishers.get(slug, self.publisher)
        return self.component("office_holders", body=body, terms=OfficeHolder.objects.live().filter(body=body).order_by("since", "in_post_at", "key"))

    def show_office_contact(self) -> str:
        return self.component("office_contact", office=self.publisher)

    def show_sources(self, *keys: str) -> str:
        every = held("sources", (Source,), lambda: list(Source.objects.all()))
        return self.component("sources", sources=[one for one in every if one.key in keys])

    def show_disagreement(self, *keys: str) -> str:
        return self.component("disagreement", facts=[self.facts[key] for key in keys if key in self.facts])

    def show_newsletters(self, year: str) -> str:
        """The newsletters of a year that the office has put here; says so where there are none."""
        issues = Document.objects.of(self.publisher).live().filter(kind=Document.Kind.NEWSLETTER)
        return self.component("newsletters", issues=[one for one in issues if str(one.dated.year) == year], year=year)

    def show_picture(self, slug: str) -> str:
        found = self.pictures.get(slug)
        return self.component("picture", picture=found) if found else ""

    def show_milestones(self) -> str:
        return self.component("milestones", milestones=Milestone.objects.live())


@prepared
def listed_agreements(is_programme: bool, *, force: int, publisher: int, at: datetime) -> QuerySet:
    """The live agreements that concern a publisher, each with whether it is on the publisher's own list."""
    concerning = Agreement.objects.all() if is_programme else Agreement.objects.concerning(force)
    on_our_list = Exists(Agreement.listed_by.through.objects.filter(agreement=OuterRef("pk"), publisher=publisher))
    return concerning.live(at).annotate(on_our_list=on_our_list).with_forces().defer("body")


def without_headings(html: SafeString) -> SafeString:
    """The same text with its headings as lines in bold, for standing in the cell of a table."""
    return mark_safe(re.sub(r"<h([23])\b[^>]*>(.*?)</h\1>", r"<p><strong>\2</strong></p>", html, flags=re.S))


def words_about_force(force: Force | None, what: str) -> str:
    """One thing about a force in words; empty if it is not published or not known by that name."""
    if force is None:
        return ""
    area = _("%(number)s square miles") % {"number": f"{force.area_square_miles:,}"} if force.area_square_miles else ""
    known = {
        "name": force.name, "area": area, "population": force.population_words,
        "headquarters": force.headquarters, "districts": force.districts,
    }  # fmt: skip
    return known.get(what, "")


def forces_in_words(slugs: str | None, forces: list[Force]) -> str:
    """“all five forces”, “Derbyshire, Lincolnshire and Nottinghamshire”; empty for none."""
    taking_part = set((slugs or "").split(","))
    names = [force.short_name for force in forces if force.slug in taking_part]
    if names and len(names) == len(forces):
        return _("all five forces") if len(forces) == 5 else _("all forces")
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


def render_prose(html: str, publisher: Publisher, publishers: list[Publisher], known_facts: Iterable[Fact] = (), as_at: datetime | None = None, files_at: str = "") -> Text:
    """Rich text as a site shows it, with its headings. Facts that the page has read already are not read again."""
    embeds = Embeds(html, publisher, publishers, known_facts, as_at, files_at)
    return render(html, embeds.stands_for, lambda target: address_of(target, embeds.publishers))
