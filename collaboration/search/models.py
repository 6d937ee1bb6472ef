"""What the search knows of a published thing, what editors taught it, and what it was asked in vain."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

from .kinds import KINDS
from .words import EVERY_SITE, LONGEST_PHRASE, MOST_ALIKE, ONE_SITE, phrases

OUR_PAGE = RegexValidator(r"^site:[a-z0-9-]*/(?![/\\])[^\s\\]*$", _("Write site:/contact/ for a page of this site, or site:derbyshire-opcc/contact/ for a page of another."))


class SearchRecordQuerySet(models.QuerySet):
    """Narrows down what is found."""

    def live(self, at: datetime | None = None):
        """What the public may see at a moment (now, if none is given)."""
        at = at or timezone.now()
        return self.filter(publish_at__lte=at).filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))

    def on_site(self, publisher: Publisher):
        """What a search of one site covers: its own, and the shared records."""
        return self.filter(Q(publisher=publisher) | Q(is_shared=True))


class SearchRecord(models.Model):
    """One findable thing: its words, its address and its dates. Without a thing behind it, it is a standing page such as the contact form."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    object_id = models.PositiveBigIntegerField(null=True)
    publisher = models.ForeignKey(Publisher, models.CASCADE)
    is_shared = models.BooleanField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    headings = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    weight = models.FloatField(default=1.0)  # how much it counts against others of its kind
    path = models.CharField(max_length=500)  # below the publisher's root
    publish_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    # Whose it is, as a word of the index that nobody can type.
    place = models.GeneratedField(expression=Case(When(is_shared=True, then=Value(EVERY_SITE)), default=Concat(Value(ONE_SITE), Cast("publisher_id", models.CharField()))), output_field=models.CharField(max_length=30), db_persist=True)

    objects = SearchRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("search record")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="search_record_once")]
        indexes = [
            models.Index(fields=["publisher", "publish_at"], name="search_record_of_publisher"),
            models.Index(fields=["path"], name="search_record_at"),
            # The next that comes out or is taken back: until then a page of results stays as it is.
            models.Index(fields=["publish_at"], name="search_record_comes_out"),
            models.Index(fields=["withdrawn_at"], condition=Q(withdrawn_at__isnull=False), name="search_record_taken_back"),
            # All that a scope or a rank asks of a record, so that SQLite need not read past its text for a date.
            models.Index(fields=["id", "publish_at", "withdrawn_at", "content_type", "publisher", "is_shared", "kind", "weight", "path"], name="search_record_scope"),
        ]

    def __str__(self):
        return self.title

    @property
    def address(self) -> str:
        """Its address, seen from any site."""
        return self.publisher.root + self.path

    @property
    def kind_name(self) -> Promise | str:
        """What readers call its kind; the programme retells releases in its own words."""
        return _("Summary") if self.kind == "release" and self.publisher.is_programme else KINDS.get(self.kind, self.kind)

    @property
    def has_day(self) -> bool:
        """Whether the day it came out says something of it."""
        return self.kind in ("release", "document")

    @property
    def is_standing(self) -> bool:
        """Whether it is a page that is always there, and so has no date."""
        return self.content_type_id is None


class SearchWord(models.Model):
    """A word of some record, for “did you mean”. It may be from one under embargo: nothing is offered from here before it is found in public text."""

    word = models.CharField(max_length=30, unique=True)
    backwards = models.CharField(max_length=30, db_index=True)

    class Meta:
        verbose_name = _("search word")

    def __str__(self):
        return self.word


class TaughtQuerySet(models.QuerySet):
    """What editors taught the search."""

    def get_by_natural_key(self, publisher: str, *fields: str):
        return self.get(publisher__slug=publisher, **dict(zip(("words", "target"), fields, strict=False)))

    def heeded_on(self, publisher: Publisher | None):
        """What counts in a search of one site: its own, and the programme's."""
        return self.filter(Q(publisher=publisher) | Q(publisher__kind=Publisher.Kind.PROGRAMME))


class SearchSynonym(models.Model):
    """Words that mean the same to a search of one site; those of the programme count on every site."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="search_synonyms", verbose_name=_("site"))
    words = models.CharField(_("words that mean the same"), max_length=300, help_text=_("With commas between: fingerprints, identification bureau, forensics. Whoever looks for one finds the others too."))

    objects = TaughtQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "words"]
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        constraints = [models.UniqueConstraint(fields=["publisher", "words"], name="search_synonym_once_per_site", violation_error_message=_("This site has these synonyms already."))]

    def __str__(self):
        return self.words

    def natural_key(self):
        return (self.publisher.slug, self.words)

    natural_key.dependencies = ["collaboration.publisher"]

    def clean(self):
        alike = phrases(self.words)
        if not 2 <= len(alike) <= MOST_ALIKE:
            raise ValidationError({"words": _("Write two to %(most)d words or phrases, with commas between them.") % {"most": MOST_ALIKE}})
        if any(len(words) > LONGEST_PHRASE for words in alike):
            raise ValidationError({"words": _("A phrase has at most %(most)d words.") % {"most": LONGEST_PHRASE}})


class PromotedPage(models.Model):
    """A page that comes first when certain words are looked for; for the programme's, on every site. It shows while that page is public."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="promoted_pages", verbose_name=_("site"))
    words = models.CharField(_("when somebody looks for"), max_length=300, help_text=_("One phrase or several, with commas between. All the words of a phrase must be asked for, in any order: complain commissioner, complaint."))
    target = models.CharField(_("show first"), max_length=500, validators=[OUR_PAGE], help_text=_("site:/contact/ for a page of the site that is searched, site:derbyshire-opcc/contact/ for a page of a certain one."))

    objects = TaughtQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "words"]
        verbose_name = _("promoted page")
        verbose_name_plural = _("promoted pages")
        constraints = [models.UniqueConstraint(fields=["publisher", "words", "target"], name="promoted_page_once_per_site", violation_error_message=_("This site shows that page first for these words already."))]

    def __str__(self):
        return self.words

    def natural_key(self):
        return (self.publisher.slug, self.words, self.target)

    natural_key.dependencies = ["collaboration.publisher"]

    def place_for(self, here: Publisher) -> tuple[str, str]:
        """Slug of the site and path of the page, for a search on a site."""
        slug, _stroke, path = self.target.removeprefix("site:").partition("/")
        return slug or here.slug, path

    def clean(self):
        if not phrases(self.words):
            raise ValidationError({"words": _("Write at least one word to look for.")})


class EmptySearch(models.Model):
    """Words that a search of a site found nothing for, with how often. Who asked, and when in the day, is not kept."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="empty_searches", verbose_name=_("site"))
    words = models.CharField(_("words"), max_length=80)
    count = models.PositiveIntegerField(_("asked for"), default=1)
    first_on = models.DateField(_("first"), default=timezone.localdate)
    last_on = models.DateField(_("last"), default=timezone.localdate)

    class Meta:
        ordering = ["-count", "words"]
        verbose_name = _("search in vain")
        verbose_name_plural = _("searches in vain")
        constraints = [models.UniqueConstraint(fields=["publisher", "words"], name="empty_search_once_per_site")]
        indexes = [models.Index(fields=["publisher", "-count"], name="empty_search_often")]

    def __str__(self):
        return self.words
