"""The kinds of thing that can be found, and what readers call them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "page": _("Page"),
    "unit": _("Unit or body"),
    "agreement": _("Agreement"),
    "release": _("Press release"),
    "document": _("Document"),
    "fact": _("Fact"),
    "milestone": _("History"),
    "office-holder": _("Office-holder"),
}
