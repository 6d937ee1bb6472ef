"""Facts, milestones and office-holders."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.caching.holding import held
from collaboration.editorial.models import Publishable, PublishableQuerySet
from collaboration.partial_dates import PartialDateField, date_in_words, year_of
from collaboration.prose import ProseField, plain
from collaboration.publishers.models import Publisher
from collaboration.sources.models import Source


class KeyedQuerySet(PublishableQuerySet):
    """Shared records, found by their key; every site shows them all."""

    def of(self, publisher: Publisher):
        """Those concerning a publisher: all of them."""
        return self

    def get_by_natural_key(self, key: str):
        return self.get(key=key)


class Fact(Publishable):
    """One statement with its value, the date it is true for and its source."""

    class Topic(models.TextChoices):
        REGION = "region", _("The region")
        PROGRAMME = "programme", _("The programme")
        MONEY = "money", _("Money and savings")
        EMSOU = "emsou", _("East Midlands Special Operations Unit")
        SERVICES = "services", _("Shared services")
        INSPECTION = "inspection", _("What inspectors found")
        PEOPLE = "people", _("Officers and staff")

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("How pages name it: [[fact population-served]]."))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    value = models.CharField(_("value"), max_length=100, help_text=_("As it stands in a sentence: 4.5 million."))
    statement = models.TextField(_("statement"), max_length=400, help_text=_("What the value says, as a whole sentence."))
    as_at = PartialDateField(_("as at"), help_text=_("When it was true, or stated: 2013, 2013-11 or 2013-11-12."))
    source = models.ForeignKey(Source, models.PROTECT, related_name="facts", verbose_name=_("source"))
    also_in = models.ManyToManyField(Source, related_name="supported_facts", blank=True, verbose_name=_("also found in"))
    disagrees_with = models.ManyToManyField("self", blank=True, verbose_name=_("disagrees with"), help_text=_("Facts that give another value for the same thing."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = KeyedQuerySet.as_manager()

    template_name = "facts/fact.html"
    drafted_fields = ("topic", "value", "statement", "as_at", "source", "also_in", "disagrees_with", "order")
    search_kind = "fact"
    is_shared = True

    class Meta(Publishable.Meta):
        ordering = ["topic", "order", "key"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self):
        return f"{self.key}: {self.value}"

    def natural_key(self):
        return (self.key,)

    def get_absolute_url(self):
        return f"{self.publisher.reverse('facts:facts')}#{self.key}"

    def search_text(self):
        return self.value, self.statement, f"{self.get_topic_display()} {self.key.replace('-', ' ')}"


def facts_called(keys: set[str], at: datetime | None = None) -> dict[str, Fact]:
    """The live ones of the facts with these keys, in their order. All are held in memory, each with its dates; for reading only."""
    every = held("facts", (Fact, Source), lambda: list(Fact.objects.select_related("source")))
    return {fact.key: fact for fact in every if fact.key in keys and fact.is_live(at)}


class Milestone(Publishable):
    """An event in the history of the collaboration."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    happened_on = PartialDateField(_("date"), help_text=_("2010, 2011-09, 2012-01-20, or “2001 or 2002” where sources disagree."))
    date_words = models.CharField(_("date in words"), max_length=60, blank=True, help_text=_("Shown instead of the date where it needs words, such as “After 2005”."))
    title = models.CharField(_("title"), max_length=150)
    text = ProseField(_("text"), blank=True)
    sources = models.ManyToManyField(Source, related_name="milestones", verbose_name=_("sources"))

    objects = KeyedQuerySet.as_manager()

    template_name = "facts/milestone.html"
    drafted_fields = ("happened_on", "date_words", "title", "text", "sources")
    search_kind = "milestone"
    is_shared = True

    class Meta(Publishable.Meta):
        ordering = ["happened_on", "key"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self):
        return f"{self.when}: {self.title}"

    def natural_key(self):
        return (self.key,)

    def get_absolute_url(self):
        return f"{self.publisher.reverse('facts:history')}#{self.key}"

    @property
    def when(self) -> str:
        """The date in words."""
        return self.date_words or date_in_words(self.happened_on)

    @property
    def year(self) -> str:
        return year_of(self.happened_on)

    @property
    def years(self) -> tuple[str, ...]:
        """The year, or each of those that sources give."""
        return tuple(dict.fromkeys(year_of(part) for part in self.happened_on.split(" or ")))

    @property
    def is_disputed(self) -> bool:
        """Whether sources give different dates."""
        return " or " in self.happened_on

    def search_text(self):
        return self.title, plain(self.text), f"{self.when} {self.key.replace('-', ' ')}"


class OfficeHolder(Publishable):
    """A person's term in an office: a commissioner, a chief constable, a chair."""

    class Role(models.TextChoices):
        COMMISSIONER = "commissioner", _("Police and crime commissioner")
        FIRE_COMMISSIONER = "fire-commissioner", _("Police, fire and crime commissioner")
        CHIEF_CONSTABLE = "chief-constable", _("Chief constable")
        REGIONAL_OFFICER = "regional-officer", _("Chief officer for the region")
        CHAIR = "chair", _("Chair of a joint board or committee")
        MINISTER = "minister", _("Minister")
        OFFICER = "officer", _("Other office")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    body = models.ForeignKey(Publisher, models.PROTECT, related_name="office_holders", blank=True, null=True, verbose_name=_("of which force or office"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    role_words = models.CharField(_("role in words"), max_length=150, blank=True, help_text=_("Where the list above is too coarse."))
    name = models.CharField(_("name"), max_length=120)
    party = models.CharField(_("party at election"), max_length=60, blank=True)
    since = PartialDateField(_("from"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    in_post_at = PartialDateField(_("known in post at"), blank=True, help_text=_("Where a source shows the person in post without saying since when."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    as_at = PartialDateField(_("as at"), help_text=_("The date the sources speak for. Shown beside everything about a person in post."))
    sources = models.ManyToManyField(Source, related_name="office_holders", verbose_name=_("sources"))

    objects = KeyedQuerySet.as_manager()

    template_name = "facts/office_holder.html"
    drafted_fields = ("body", "role", "role_words", "name", "party", "since", "until", "in_post_at", "note", "as_at", "sources")
    search_kind = "office-holder"
    is_shared = True

    class Meta(Publishable.Meta):
        ordering = ["body", "role", "since", "key"]
        verbose_name = _("office-holder")
        verbose_name_plural = _("office-holders")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="office_holder_until_after_since",
                condition=Q(until="") | Q(since="") | Q(until__gte=F("since")),
                violation_error_message=_("The term ends before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.office}"

    def natural_key(self):
        return (self.key,)

    def get_absolute_url(self):
        return f"{self.publisher.reverse('facts:people')}#{self.key}"

    @property
    def office(self) -> str:
        return self.role_words or str(ROLES.get(self.role, self.role))

    @property
    def search_weight(self):
        """Whoever asks for an office mostly means who holds it now."""
        return 0.7 if self.until else 1.0

    def search_text(self):
        return self.name, f"{self.office}, {self.body.name}" if self.body else self.office, self.note


# Django puts such a list together anew for each record that it shows in words.
ROLES = dict(OfficeHolder.Role.choices)
