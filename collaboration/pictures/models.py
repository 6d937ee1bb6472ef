"""A picture."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.models import Publishable, PublishableQuerySet
from collaboration.files.fields import JudgedFileField
from collaboration.files.kinds import PICTURES
from collaboration.files.places import StorageAway
from collaboration.files.storing import beside
from collaboration.publishers.models import Publisher

# What a screen shows at most of it; wider is for print.
SCREEN = 1200


@dataclass(frozen=True)
class Download:
    """One size of a picture: where it is, its points, its bytes and the kind of file."""

    address: str
    width: int
    height: int
    size: int
    kind: str
    is_whole: bool


class PictureQuerySet(PublishableQuerySet):
    """Pictures by slug."""

    def get_by_natural_key(self, publisher: str, slug: str) -> "Picture":
        return self.get(publisher__slug=publisher, slug=slug)

    def for_site(self, publisher: Publisher):
        """Those that a publisher's site may show: its own, then the programme's. Another office's are none of its business."""
        own_first = models.Case(models.When(publisher=publisher, then=0), default=1)
        return self.filter(Q(publisher=publisher) | Q(publisher__kind=Publisher.Kind.PROGRAMME)).order_by(own_first, "pk")


class Picture(Publishable):
    """A photograph or drawing, with its alternative text and its credit."""

    slug = models.SlugField(_("slug"), max_length=80, help_text=_("A text shows it by [[picture slug]]."))
    title = models.CharField(_("title"), max_length=150, help_text=_("By which colleagues find it."))
    file = JudgedFileField(_("file"), folder="pictures", allowed=PICTURES, facts=("width", "height", "form", "widths"), help_text=_("JPEG, PNG or WebP, at most 25 MB. Where and when it was taken, and with what, is removed."))
    alt_text = models.CharField(_("alternative text"), max_length=300, blank=True, help_text=_("What somebody who cannot see the picture needs to know, in a sentence. Do not begin with “Picture of”."))
    is_decorative = models.BooleanField(_("decoration only"), default=False, help_text=_("It says nothing that the text does not say. Screen readers pass over it."))
    caption = models.CharField(_("caption"), max_length=300, blank=True, help_text=_("Shown under the picture to everybody."))
    credit = models.CharField(_("credit"), max_length=150, blank=True, help_text=_("Who took or drew it. Shown under the picture."))
    rights = models.CharField(_("rights"), max_length=300, blank=True, help_text=_("Why we may show it: our own, a licence, a permission, and the consent of those in it. Shown on the picture’s own page, and beside it where the press may take it over."))
    # What the file itself says; filled in when it is judged and never by hand.
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    form = models.CharField(_("form for old browsers"), max_length=4, editable=False, blank=True)
    widths = models.CharField(_("widths"), max_length=60, editable=False, blank=True)

    objects = PictureQuerySet.as_manager()

    template_name = "pictures/picture.html"
    drafted_fields = ("slug", "title", "file", "alt_text", "is_decorative", "caption", "credit", "rights", "width", "height", "form", "widths")
    told_fields = ("title", "alt_text", "caption", "credit", "rights")
    # Found through the pages that show it.
    search_kind = None
    is_previewed = False
    # Below which its file is, where a page is read before it is public.
    files_at = ""

    class Meta(Publishable.Meta):
        ordering = ["publisher", "title"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(name="picture_slug_once_per_site", fields=["publisher", "slug"], violation_error_message=_("This site has a picture with that slug already.")),
            models.CheckConstraint(
                name="picture_has_alternative_text_or_needs_none",
                condition=Q(is_decorative=True, alt_text="") | Q(is_decorative=False) & ~Q(alt_text=""),
                violation_error_message=_("A picture has an alternative text or is decoration only."),
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.publisher.slug, self.slug)

    natural_key.dependencies = ["collaboration.publisher"]

    def clean(self):
        if self.is_decorative and self.alt_text:
            raise ValidationError({"alt_text": _("Decoration has no alternative text. Leave this empty, or untick “decoration only”.")})
        if not self.is_decorative and not self.alt_text:
            raise ValidationError({"alt_text": _("Say what the picture shows, or tick “decoration only” (WCAG 2.2, 1.1.1).")})

    def take_file_facts(self, facts: dict) -> None:
        """Enter what is known of the file."""
        self.width, self.height, self.form = facts["width"], facts["height"], facts["form"]
        self.widths = " ".join(str(width) for width in facts["widths"])

    def get_absolute_url(self):
        return self.publisher.reverse("pictures:picture", slug=self.slug)

    def context(self):
        return {"picture": self}

    @property
    def offered_widths(self) -> list[int]:
        """The widths it is kept in, in points, narrowest first."""
        return [int(width) for width in self.widths.split()]

    def stored(self, width: int, ending: str) -> str:
        """The name in the storage of one of its forms or, at its own width, of the whole; empty for one that was never made."""
        if width == self.width and ending == self.form and width not in self.offered_widths:
            return self.file.name
        made = width in self.offered_widths and ending in ("webp", self.form)
        return beside(self.file.name, f"{width}.{ending}") if made else ""

    def address(self, width: int, ending: str) -> str:
        """Where the site that is being shown has one of its forms, the programme's pictures included: a page loads from its own host alone.

        A preview has it from the staff door, because the public address knows no draft, and an embargo pass from its own.
        """
        if self.files_at:
            return f"{self.files_at}{self.slug}/{width}.{ending}"
        if self.is_previewed:
            *_folders, token, _name = self.file.name.split("/")
            return "/" + self.publisher.path("admin:collaboration_picture_kept_file", object_id=self.pk, token=token, file=f"{width}.{ending}")
        return reverse("pictures:rendition", kwargs={"slug": self.slug, "width": width, "ending": ending})

    @property
    def downloads(self) -> list["Download"]:
        """The sizes in which others may take it over: for a screen, and the whole for print; one alone for a small picture."""
        screen = [width for width in self.offered_widths if width <= SCREEN and width < self.width][-1:]
        return [self.download(width) for width in [*screen, self.width] if self.stored(width, self.form)]

    def download(self, width: int) -> "Download":
        try:
            size = self.file.storage.size(self.stored(width, self.form))
        except (OSError, StorageAway):
            # Lost from the storage, or that is away: its address says so, and the page it is on still shows.
            size = 0
        height = max(1, round(self.height * width / self.width)) if self.width else 0
        return Download(self.address(width, self.form), width, height, size, "JPEG" if self.form == "jpg" else self.form.upper(), is_whole=width == self.width)

    @property
    def choices_webp(self) -> str:
        """Addresses and widths, from which a browser chooses."""
        return self.choices_of("webp")

    @property
    def choices_plain(self) -> str:
        """The same for browsers that do not know WebP."""
        return self.choices_of(self.form)

    def choices_of(self, ending: str) -> str:
        return ", ".join(f"{self.address(width, ending)} {width}w" for width in self.offered_widths)

    @property
    def plain_address(self) -> str:
        """One form that every browser shows, wide enough for a column of text."""
        return self.address(self.offered_widths[min(1, len(self.offered_widths) - 1)], self.form) if self.offered_widths else ""
