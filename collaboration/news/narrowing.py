"""What a reader may narrow the newsroom by; the list, its archive, its feeds and the alerts share it.

What is left empty or cannot be read narrows nothing, and the address carries all of it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property, partial

from django import forms
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.meanwhile import meanwhile
from collaboration.narrowing import Narrowing
from collaboration.publishers.models import Force, Publisher
from collaboration.units.models import Unit

from .models import PressRelease, PressReleaseQuerySet, Topic

# What a release may be about: each field, and how a release refers to what is chosen in it.
ABOUT = {"force": "forces", "topic": "topics", "unit": "units"}
LINKS = {name: PressRelease._meta.get_field(way).remote_field.through for name, way in ABOUT.items()}
# What decides which releases a list has, and what its menus offer.
TABLES = (PressRelease, Unit, Topic, Publisher, Force, *LINKS.values())


class Offers(ModelChoiceIterator):
    """The records that the newsroom has something about, and the one that was asked for."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield "", self.field.empty_label
        for slug, record in self.field.records.items():
            if record.is_offered or slug == self.field.asked_for:
                yield slug, self.field.label_from_instance(record)


class Choice(forms.ModelChoiceField):
    """A choice of one record by its slug. The records are read once, and only where something is asked or shown."""

    iterator = Offers
    asked_for = ""
    read: Callable[[], dict[str, Model]] = dict

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
            field.read = partial(meanwhile, TABLES, ("offered", name, publisher.pk), at, partial(offered, name, publisher, at))

    def apply(self, found: PressReleaseQuerySet, one_by_one: bool = False) -> PressReleaseQuerySet:
        """The releases that are left. `one_by_one` is quicker where only the first few of an order are wanted, and slower for all."""
        self.is_valid()
        for name in self.asked:
            wanted = self.cleaned_data[name]
            if name not in ABOUT:
                found = found.of(wanted)
                continue
            # Of what it is about by subqueries, so that no join doubles a release.
            links = links_to(name, wanted.pk)
            found = found.filter(Exists(links.filter(pressrelease=OuterRef("pk"))) if one_by_one else Q(pk__in=links.values("pressrelease")))
        return found

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


def offered(name: str, publisher: Publisher, at: datetime) -> dict[str, Model]:
    """The records that there are for a field by slug, each with whether the newsroom has something for it."""
    every = {"publisher": Publisher.objects.all(), "force": Force.objects.all(), "topic": Topic.objects.all(), "unit": Unit.objects.live(at)}[name]
    newsroom = PressRelease.objects.in_newsroom(publisher, at)
    of_it = newsroom.filter(**{ABOUT.get(name, name): OuterRef("pk")})
    return {one.slug: one for one in every.annotate(is_offered=Exists(of_it))}
