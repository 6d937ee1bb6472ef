"""Pictures at the desk."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.admin import PublishableAdmin
from collaboration.editorial.drafting import fields_to_edit
from collaboration.editorial.kept_files import WithFile

from .models import Picture


@admin.register(Picture)
class PictureAdmin(WithFile, PublishableAdmin):
    """A picture: the file first, then the words for those who do not see it, then whose it is."""

    list_display = ["small", "title", "publisher", "slug", "changed_at"]
    # Not the small picture: a link needs words.
    list_display_links = ["title"]
    search_fields = ["title", "slug", "alt_text", "caption", "credit"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["seen"]
    fieldsets = [
        (None, {"fields": ["publisher", "title", "file", "seen"]}),
        (_("In words"), {"fields": ["alt_text", "is_decorative", "caption"]}),
        (_("Whose it is"), {"fields": ["credit", "rights"]}),
        (_("How a text names it"), {"fields": ["slug"]}),
    ]

    @admin.display(description=_("picture"))
    def small(self, picture):
        """The picture as its row has it, small, for lists: no question to the database for each."""
        return self.shown(picture, picture.file.name, picture.widths, 96)

    @admin.display(description=_("as it is now"))
    def seen(self, picture):
        """The picture as the draft has it."""
        draft = fields_to_edit(picture) if picture.pk else {}
        return self.shown(picture, draft.get("file", ""), draft.get("widths", ""), 320) or _("None yet.")

    def shown(self, picture: Picture, stored: str, widths: str, width: int) -> str:
        """The narrowest of the forms in which a file is stored. It says nothing: what it shows stands beside it."""
        if not stored or not widths:
            return ""
        narrowest = f"{min(int(one) for one in widths.split())}.webp"
        return format_html('<img class="thumbnail" src="{}" alt="" width="{}" loading="lazy">', self.kept_file_address(picture, stored, narrowest), width)
