"""What a reader may narrow the newsroom by; the list, its archive, its feeds and the alerts share it.

What is left empty or cannot be read narrows nothing, and the address carries all of it.
"""

from collections.abc import Callable, Iterator, Set
from datetime import datetime
from functools import cached_property, partial

from django import forms
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.meanwhile import meanwhile
from collaboration.narrowing import Narrowing
from collaboration.prepared import prepared
from collaboration.publishers.models import Force, Publisher
from collaboration.units.models import Unit

from .models import PressRelease, PressReleaseQuerySet, Topic

MODELS = {"publisher": Publisher, "force": Force, "topic": Topic, "unit": Unit}
# What a release may be about: each field, and how a release refers to what is chosen in it.
ABOUT = {"force": "forces", "topic": "topics", "unit": "units"}
LINKS = {name: PressRelease._meta.get_field(way).remote_field.through for name, way in ABOUT.items()}
# What decides which releases a list has, and what its menus offer.
TABLES = (PressRelease, Unit, Topic, Publisher, Force, *LINKS.values())


class Offers(ModelChoiceIterator):
    """The records that the newsroom has something about, and the one that was asked for."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield "", self.field.empty_label
        offered = self.field.look_for_offered()
        for slug, record in self.field.records.items():
            if record.pk in offered or slug == self.field.asked_for:
                yield slug, self.field.label_from_instance(record)


class Choice(forms.ModelChoiceField):
    """A choice of one record by its slug. The records are read once, and only where something is asked or shown."""

    iterator = Offers
    asked_for = ""
    read: Callable[[], dict[str, Model]] = dict
    look_for_offered: Callable[[], Set[int]] = frozenset

    @cached_property
    def records(self) -> dict[str, Model]:
        return self.read()

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if value not in self.records:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        self.asked_for = value
        return self.records[value]

    def label_from_instance(self, obj):
        return obj.short_name if isinstance(obj, Force) else str(obj)


def choice(model: type[Model], label, empty_label) -> Choice:
    return Choice(model.objects.none(), to_field_name="slug", required=False, label=label, empty_label=empty_label)


class ReleaseFilter(Narrowing):
    """Publisher, force area, topic and unit; a site of one publisher does not ask for the publisher."""

    publisher = choice(Publisher, _("Published by"), _("Everybody"))
    force = choice(Force, _("About the area of"), _("Any area"))
    topic = choice(Topic, _("Topic"), _("Any topic"))
    unit = choice(Unit, _("Unit"), _("Any unit"))

    def __init__(self, *args, publisher: Publisher, at: datetime | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if not publisher.is_programme:
            del self.fields["publisher"]
        at = at or timezone.now()
        for name, field in self.fields.items():
            field.read = partial(meanwhile, (MODELS[name],), ("choices", name), at, partial(by_slug, name, at))
            field.look_for_offered = partial(meanwhile, TABLES, ("offered", name, publisher.pk), at, partial(offered, name, publisher, at))

    def apply(self, found: PressReleaseQuerySet, one_by_one: bool = False) -> PressReleaseQuerySet:
        """The releases that are left. `one_by_one` is quicker where only the first few of an order are wanted, and slower for all."""
        self.is_valid()
        if self.cleaned_data.get("publisher"):
            found = found.of(self.cleaned_data["publisher"])
        # By what it is about in subqueries, so that no join doubles a release.
        about = [links_to(name, self.cleaned_data[name].pk) for name in self.asked if name in ABOUT]
        if one_by_one:
            for links in about:
                found = found.filter(Exists(links.filter(pressrelease=OuterRef("pk"))))
            return found
        if not about:
            return found
        first, *others = about
        for links in others:
            first = first.filter(Exists(links.filter(pressrelease=OuterRef("pressrelease"))))
        return found.filter(pk__in=first.values("pressrelease"))

    def words_for(self, name: str) -> str:
        """What was chosen, as the field shows it."""
        return self.fields[name].label_from_instance(self.cleaned_data[name])

    @property
    def words(self) -> str:
        """What it is narrowed by, for a heading: “Derbyshire, Forensics”; empty for all."""
        return ", ".join(self.words_for(name) for name in self.asked)

    @property
    def is_for_finding(self) -> bool:
        """Whether search engines may list the page: all releases, or those on one topic; not every mixture of choices."""
        return not self.asked or set(self.asked) == {"topic"}


def links_to(name: str, number) -> QuerySet:
    """The rows that join releases to the record that was chosen in a field."""
    through = LINKS[name]
    return through.objects.filter(**{PressRelease._meta.get_field(ABOUT[name]).m2m_reverse_field_name(): number}).order_by()


def by_slug(name: str, at: datetime) -> dict[str, Model]:
    """The records that there are for a field."""
    every = MODELS[name].objects
    return {one.slug: one for one in (every.live(at) if name == "unit" else every.all())}


def offered(name: str, publisher: Publisher, at: datetime) -> frozenset[int]:
    """The numbers of those that a newsroom has something for."""
    return frozenset(with_something(name, publisher.is_programme, publisher=publisher.pk, at=at))


@prepared
def with_something(name: str, of_everybody: bool, *, publisher: int, at: datetime) -> QuerySet:
    """The numbers of the records for a field that there are releases about, of a publisher or of all."""
    live = PressRelease.objects.live(at).filter(**{ABOUT.get(name, name): OuterRef("pk")})
    return MODELS[name].objects.filter(Exists(live if of_everybody else live.filter(publisher=publisher))).order_by().values_list("pk", flat=True)
