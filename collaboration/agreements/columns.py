"""The columns of the register as a file: one table says what each is called, what it means and what stands in it.

The CSV, JSON and ODS files are written from it, and so is the page that explains them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.publishers.models import Force
from collaboration.units.models import Unit

from .models import Agreement, AgreementQuerySet, Document, State

TEXT, NAMES, DAY, PARTIAL, MOMENT, ADDRESS = "text", "names", "day", "partial", "moment", "address"
FORMS = {
    TEXT: gettext_lazy("Text"),
    NAMES: gettext_lazy("Names, with a semicolon between them; a list in JSON"),
    DAY: gettext_lazy("A day: 2026-11-12. Empty where none is published"),
    PARTIAL: gettext_lazy("As much of a date as is known: 2015, 2015-02, 2015-02-12 or “2015-02 or 2015-04”"),
    MOMENT: gettext_lazy("Day and time by British clocks, with the distance from universal time"),
    ADDRESS: gettext_lazy("A whole web address"),
}


@dataclass(frozen=True)
class Copy:
    """One copy of the register: at which moment, with which forces, and how its addresses become whole."""

    at: datetime
    today: date
    forces: Sequence[Force]
    whole: Callable[[str], str]


@dataclass(frozen=True)
class Column:
    """A column: its name, what it means, the form of what stands in it, and how that is found."""

    name: str
    meaning: str
    form: str
    value: Callable[[Agreement, Copy], object]

    @property
    def form_in_words(self) -> str:
        return FORMS[self.form]


def parties_of(agreement: Agreement, copy: Copy) -> list[Force]:
    """The forces that are known to be party to it, in their order."""
    slugs = set() if agreement.parties_not_stated else set((agreement.force_slugs or "").split(","))
    return [force for force in copy.forces if force.slug in slugs]


def successor_of(agreement: Agreement, copy: Copy) -> str:
    """The title of what has taken its place, if the public may see that."""
    return agreement.successor.title if agreement.successor_id and agreement.successor.is_live(copy.at) else ""


def lead_of(agreement: Agreement, copy: Copy) -> str:
    return next((force.short_name for force in copy.forces if force.pk == agreement.lead_force_id), "")


def is_party(force: Force) -> Callable[[Agreement, Copy], str]:
    """What stands in the column of one force."""

    def value(agreement: Agreement, copy: Copy) -> str:
        parties = parties_of(agreement, copy)
        return (_("yes") if force in parties else _("no")) if parties else _("not published")

    return value


def sources_of(agreement: Agreement, copy: Copy) -> list[str]:
    return [f"{source.published_by}: {source.title}" for source in agreement.sources.all()]


def columns(forces: Sequence[Force]) -> list[Column]:
    """Every column in its order; the matrix stands in one for each force."""
    return [
        Column("agreement", _("The agreement’s short name in web addresses. It is unique and stays the same."), TEXT, lambda one, copy: one.slug),
        Column("title", _("The title, as it was published."), TEXT, lambda one, copy: one.title),
        Column("scope", _("Regional: between bodies of the East Midlands. National: with others across the country."), TEXT, lambda one, copy: str(one.get_scope_display())),
        Column("function", _("What is shared, in a word or two."), TEXT, lambda one, copy: one.function),
        Column("summary", _("What it is about, in our own words."), TEXT, lambda one, copy: one.summary),
        Column("state", _("What it is on the day of the file. We work it out from the dates; the page says what each state means."), TEXT, lambda one, copy: str(one.state_on(copy.today).label)),
        Column("state_code", _("The same as a word for programs: %(codes)s.") % {"codes": ", ".join(State.values)}, TEXT, lambda one, copy: one.state_on(copy.today).value),
        Column("parties", _("The forces of this region that are known to be party to it. Empty where the parties are not published."), NAMES, lambda one, copy: [force.short_name for force in parties_of(one, copy)]),
        *(Column(force.slug, _("Whether %(force)s is party to it: yes, no, or not published.") % {"force": force.name}, TEXT, is_party(force)) for force in forces),
        Column("parties_as_published", _("The parties in the words of the published list."), TEXT, lambda one, copy: one.parties_words),
        Column("lead_force", _("The force that leads the work, where a source names one."), TEXT, lead_of),
        Column("signed", _("When it was signed."), PARTIAL, lambda one, copy: one.signed_on),
        Column("starts", _("Its first day."), DAY, lambda one, copy: one.starts_on),
        Column("ends", _("The last day that was first agreed."), DAY, lambda one, copy: one.ends_on),
        Column("extended_until", _("The last day after an extension."), DAY, lambda one, copy: one.extended_until),
        Column("last_day", _("The last published day: that of the extension, or else the one first agreed."), DAY, lambda one, copy: one.last_day),
        Column("ended", _("The day on which a source says that it ended."), DAY, lambda one, copy: one.ended_on),
        Column("superseded_by", _("The title of the agreement that has taken its place."), TEXT, successor_of),
        Column("made_under", _("The law that it was made under, where a source says so."), TEXT, lambda one, copy: one.statutory_basis),
        Column("published", _("How it is published: in full, as a summary, or by title only."), TEXT, lambda one, copy: str(one.get_publication_form_display())),
        Column("listed_by", _("The commissioners’ offices that have it on their lists."), NAMES, lambda one, copy: [office.name for office in one.listed_by.all()]),
        Column("listed_as_at", _("The date for which those lists are true."), PARTIAL, lambda one, copy: one.listed_as_at),
        Column("units", _("The units and services that it is about."), NAMES, lambda one, copy: [unit.name for unit in one.units.all()]),
        Column("documents", _("The web addresses of the copies and reports that can be downloaded here."), NAMES, lambda one, copy: [copy.whole(document.get_absolute_url()) for document in one.documents.all()]),
        Column("sources", _("What this entry rests on: who published it, and its title."), NAMES, sources_of),
        Column("address", _("Where its own page is."), ADDRESS, lambda one, copy: copy.whole(one.get_absolute_url())),
        Column("as_at", _("The moment for which this file is true. It is the same in every row."), MOMENT, lambda one, copy: copy.at.isoformat(timespec="seconds")),
    ]  # fmt: skip


def ready_for_file(found: AgreementQuerySet, at: datetime) -> AgreementQuerySet:
    """These agreements with all that the columns read, and of that only what the public may see; four queries more."""
    return (
        found.with_forces().select_related("publisher", "successor").defer("body", "successor__body")
        .prefetch_related(
            Prefetch("units", Unit.objects.live(at).only("slug", "name", "order")),
            Prefetch("documents", Document.objects.live(at).select_related("publisher")),
            "listed_by",
            "sources",
        )
    )  # fmt: skip


def rows_of(agreements, copy: Copy, wanted: list[Column]) -> list[list]:
    """The cells of every agreement, in the order of the columns."""
    return [[column.value(agreement, copy) for column in wanted] for agreement in agreements]
