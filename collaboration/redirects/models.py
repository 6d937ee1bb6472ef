"""Redirects, and the addresses that were missed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

TARGET = RegexValidator(
    r"^(site:[a-z0-9-]*/(?![/\\])[^\s\\]*|https://[^\s/\\]+\.[^\s\\]+)$",
    _("Write site:/news/ for a page of this site, site:derbyshire-opcc/news/ for a page of another, or a whole address that begins with https://."),
)
NEVER_REDIRECTED = {"admin", "api", "embargo", "health", "metrics", "static"}


class Place(NamedTuple):
    """A path of a site, without the strokes at its ends, so that both ways of writing it are one place."""

    publisher: int
    path: str


def bare(path: str) -> str:
    """The path as it is kept: no stroke at its ends, nothing behind a question mark or a hash."""
    return path.partition("#")[0].partition("?")[0].strip().strip("/")


class RedirectQuerySet(models.QuerySet):
    """Finds redirects by where they start and where they lead."""

    def at(self, place: Place) -> Redirect | None:
        return self.filter(publisher=place.publisher, path=place.path).first()

    def leading_to(self, publisher: Publisher, path: str) -> RedirectQuerySet:
        """Those that lead to a path of a site, from wherever they start."""
        ends = [bare(path), f"{bare(path)}/"]
        here = Q(publisher=publisher, target__in=[f"site:/{end}" for end in ends])
        return self.filter(here | Q(target__in=[f"site:{publisher.slug}/{end}" for end in ends]))


class Redirect(models.Model):
    """An old address of a site and where it leads now. Chains are taken out as they are saved; loops are refused."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="redirects", verbose_name=_("site"))
    path = models.CharField(_("old path"), max_length=300, help_text=_("What stood behind the address of the site, such as about-us/old-page/."))
    target = models.CharField(_("leads to"), max_length=500, validators=[TARGET], help_text=_("site:/news/ for a page of this site, site:derbyshire-opcc/news/ for a page of another, or a whole address."))
    why = models.CharField(_("why"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", blank=True, null=True, editable=False, verbose_name=_("made by"))

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.UniqueConstraint(
                name="redirect_path_once_per_site",
                fields=["publisher", "path"],
                violation_error_message=_("This site has a redirect at that path already."),
            ),
        ]

    def __str__(self):
        return f"/{self.path}/"

    @property
    def place(self) -> Place:
        return Place(self.publisher_id, self.path)

    def target_publisher(self) -> Publisher | None:
        """The site of ours that it leads to; None for an outside address. Raises Publisher.DoesNotExist."""
        if not self.target.startswith("site:"):
            return None
        slug = self.target.removeprefix("site:").partition("/")[0]
        return Publisher.objects.get(slug=slug) if slug else self.publisher

    def target_path(self) -> str:
        """The path on that site."""
        return self.target.removeprefix("site:").partition("/")[2]

    def leads_to(self) -> Place | None:
        """The place of ours that it leads to; None for an outside address."""
        publisher = self.target_publisher()
        return Place(publisher.pk, bare(self.target_path())) if publisher else None

    def clean(self):
        self.path = bare(self.path)
        if self.publisher_id:
            self.clean_path()
        if self.publisher_id and self.target:
            self.clean_target()

    def clean_path(self) -> None:
        """Raises ValidationError for a path that is never asked for here, or that has a redirect."""
        self.refuse_path()
        # The constraint is not asked where a form does not show the site.
        if Redirect.objects.filter(publisher=self.publisher_id, path=self.path).exclude(pk=self.pk).exists():
            raise ValidationError({"path": _("This site has a redirect at that path already.")})

    def refuse_path(self) -> None:
        """Raises ValidationError for a path that is never asked for here."""
        first = self.path.partition("/")[0]
        if not self.path:
            raise ValidationError({"path": _("The home page cannot lead elsewhere.")})
        if any(character.isspace() or not character.isprintable() for character in self.path):
            raise ValidationError({"path": _("A path has no spaces and no line breaks.")})
        if first in NEVER_REDIRECTED:
            raise ValidationError({"path": _("That part of the address belongs to the site itself.")})
        if self.publisher.is_programme and Publisher.objects.filter(slug=first).exclude(pk=self.publisher_id).exists():
            raise ValidationError({"path": _("The first part of the path is the slug of another site: choose that site instead.")})

    def clean_target(self) -> None:
        """Write the target as we write it, go on to where it ends, and refuse what comes back here."""
        self.target = as_ours(self.target.strip())
        try:
            place = self.leads_to()
        except Publisher.DoesNotExist:
            raise ValidationError({"target": _("There is no site of that name.")}) from None
        if place and place.path.partition("/")[0] in NEVER_REDIRECTED:
            raise ValidationError({"target": _("That part of the address belongs to the site itself.")})
        if place == self.place:
            raise ValidationError({"target": _("It leads to itself.")})
        onward = Redirect.objects.exclude(pk=self.pk).at(place) if place else None
        if onward and onward.leads_to() == self.place:
            raise ValidationError({"target": _("That address leads back to this one.")})
        if onward:
            self.target = onward.seen_from(self.publisher)

    def seen_from(self, publisher: Publisher) -> str:
        """The target as a redirect of that site writes it."""
        if not self.target.startswith("site:") or self.publisher_id == publisher.pk:
            return self.target
        there = self.target_publisher()
        return f"site:{'' if there.pk == publisher.pk else there.slug}/{self.target_path()}"

    def save(self, *args, **kwargs):
        """Save it, and let those that led here lead on to where it leads."""
        self.path = bare(self.path)
        with transaction.atomic():
            super().save(*args, **kwargs)
            for earlier in Redirect.objects.leading_to(self.publisher, self.path).select_related("publisher").exclude(pk=self.pk):
                onward = self.seen_from(earlier.publisher)
                if self.leads_to() == earlier.place:
                    Redirect.objects.filter(pk=earlier.pk).delete()
                else:
                    Redirect.objects.filter(pk=earlier.pk).update(target=onward)


def as_ours(target: str, sites: Iterable[Publisher] | None = None) -> str:
    """The target, with a whole address on one of our sites written as `site:`, so that it cannot make a loop unseen."""
    if not target.startswith("https://"):
        return target
    wanted = urlsplit(target)
    roots = {one: urlsplit(one.root) for one in (Publisher.objects.all() if sites is None else sites) if one.root.startswith("http")}
    here = [one for one, root in roots.items() if root.netloc.lower() == wanted.netloc.lower() and wanted.path.startswith(root.path)]
    if not here:
        return target
    # The programme's root is the beginning of every other's where they share a host.
    site = max(here, key=lambda one: len(roots[one].path))
    rest = target.split(wanted.netloc, 1)[1].removeprefix(roots[site].path)
    return f"site:{site.slug}/{rest.removeprefix('/')}"


class MissingAddress(models.Model):
    """An address of a site that people ask for and that is not there, with how often. Who asked is not kept."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="missing_addresses", verbose_name=_("site"))
    path = models.CharField(_("path"), max_length=200)
    count = models.PositiveIntegerField(_("asked for"), default=1)
    first_on = models.DateField(_("first"), default=timezone.localdate)
    last_on = models.DateField(_("last"), default=timezone.localdate)

    class Meta:
        ordering = ["-count", "path"]
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        constraints = [models.UniqueConstraint(fields=["publisher", "path"], name="missing_path_once_per_site")]
        indexes = [models.Index(fields=["publisher", "-count"], name="missing_often_asked_for")]

    def __str__(self):
        return f"/{self.path}/"
