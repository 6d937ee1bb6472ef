"""A source, as cited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.partial_dates import PartialDateField


class SourceManager(models.Manager):
    """Finds a source by the key that fixtures use."""

    def get_by_natural_key(self, key: str) -> "Source":
        return self.get(key=key)


class Source(models.Model):
    """A document that a statement on this site rests on."""

    class Grade(models.TextChoices):
        OFFICIAL = "official", _("Official or primary source")
        SOURCE_PAGE = "source-page", _("Page of a police force or commissioner’s office")
        SECONDARY = "secondary", _("Press or reference work")

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("A short name that stays, such as “hmic-2013”."))
    title = models.CharField(_("title"), max_length=250, help_text=_("As the document calls itself."))
    published_by = models.CharField(_("published by"), max_length=200)
    address = models.URLField(_("web address"), max_length=500, blank=True)
    dated = PartialDateField(_("date"), blank=True, help_text=_("2010, 2011-09 or 2012-01-20. Leave empty if the document gives none."))
    grade = models.CharField(_("kind of source"), max_length=20, choices=Grade)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("For instance where the copy was read."))

    objects = SourceManager()

    class Meta:
        ordering = ["published_by", "title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return f"{self.published_by}: {self.title}"

    def natural_key(self):
        return (self.key,)
