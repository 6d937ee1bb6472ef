"""A page of text."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.models import Publishable, PublishableQuerySet
from collaboration.prepared import prepared
from collaboration.prose import ProseField, plain
from collaboration.publishers.models import Publisher

from .tree import tree_of

PATH = RegexValidator(r"^([a-z0-9-]+/)*$", _("Small letters, figures and hyphens, each part ended by a stroke: about-us/history/"))


class PageQuerySet(PublishableQuerySet):
    """Finds pages by their place in the tree."""

    def get_by_natural_key(self, publisher: str, path: str) -> "Page":
        return self.get(publisher__slug=publisher, path=path)


class Page(Publishable):
    """A page of text at a path of a publisher's site; the empty path is the text of the home page."""

    path = models.CharField(_("path"), max_length=200, blank=True, validators=[PATH], help_text=_("Such as about-us/history/. It stands below the page about-us/."))
    title = models.CharField(_("title"), max_length=200)
    menu_title = models.CharField(_("short title"), max_length=80, blank=True, help_text=_("For side menus and breadcrumbs, where the title is long."))
    summary = models.TextField(_("summary"), max_length=400, help_text=_("One or two sentences, shown under the title and in search results."))
    body = ProseField(_("text"), blank=True)
    aside = ProseField(_("beside the text"), blank=True, help_text=_("Further information, shown in a column beside the text."))
    record_note = ProseField(_("record of an earlier time"), blank=True, help_text=_("For a page kept as a record: says of when, and what holds today. Shown above the text."))
    show_chapters = models.BooleanField(_("list the chapters"), default=False, help_text=_("Shows a list of the page’s headings at its top."))
    chapters_heading = models.CharField(_("heading above the chapters"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Among its neighbours, lowest first."))
    last_checked_on = models.DateField(_("last checked"), blank=True, null=True, help_text=_("When somebody last made sure that all of it is right."))
    owner = models.CharField(_("owner"), max_length=100, blank=True, help_text=_("The role, not the person, that keeps it right. Not shown."))

    objects = PageQuerySet.as_manager()

    template_name = "pages/page.html"
    drafted_fields = ("path", "title", "menu_title", "summary", "body", "aside", "record_note", "show_chapters", "chapters_heading", "order", "last_checked_on", "owner")
    told_fields = ("title", "menu_title", "summary", "body", "aside", "record_note", "chapters_heading", "last_checked_on")
    search_kind = "page"

    class Meta(Publishable.Meta):
        ordering = ["publisher", "path"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                name="page_path_once_per_site",
                fields=["publisher", "path"],
                violation_error_message=_("This site has a page at that path already."),
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.publisher.slug, self.path)

    natural_key.dependencies = ["collaboration.publisher"]

    def get_absolute_url(self):
        return self.publisher.root + self.path

    @property
    def short_title(self) -> str:
        return self.menu_title or self.title

    @property
    def ancestors(self) -> list[str]:
        """The paths above this one, from the top."""
        parts = self.path.rstrip("/").split("/")
        return ["/".join(parts[:count]) + "/" for count in range(1, len(parts))]

    def context(self):
        first = self.path.partition("/")[0]
        section = section_of(publisher=self.publisher_id, first=f"{first}/", at=timezone.now()) if first else []
        by_path = {page.path: page for page in section}
        return {
            "page": self,
            "section": tree_of(section) if len(section) > 1 else [],
            "trail": [by_path[path] for path in self.ancestors if path in by_path],
        }

    def search_text(self):
        return self.title, self.summary, plain(self.body + self.aside)

    def clean(self):
        first = self.path.partition("/")[0]
        if self.publisher_id and self.publisher.is_programme and Publisher.objects.filter(slug=first).exclude(pk=self.publisher_id).exists():
            raise ValidationError({"path": _("The first part of the path is the slug of another site.")})
        if self.path and PATH.regex.fullmatch(self.path) and resolve(f"/{self.path}").view_name != "pages:page":
            raise ValidationError({"path": _("That address belongs to another part of the site, such as the news or the register.")})


@prepared
def section_of(*, publisher: int, first: str, at: datetime) -> models.QuerySet:
    """The live pages of a site whose paths share their first part, in tree order."""
    return Page.objects.filter(publisher=publisher, path__startswith=first).live(at).order_by("order", "path").defer("body", "aside")
