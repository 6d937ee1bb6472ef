"""With what kind of device a page was asked for, in words too coarse to know anybody by."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What browsers say of themselves, the first that fits: an iPad says Macintosh too, Android says Linux.
KNOWN = (
    ("iPhone", gettext_lazy("an iPhone")),
    ("iPad", gettext_lazy("an iPad")),
    ("Android", gettext_lazy("an Android device")),
    ("Windows", gettext_lazy("a Windows computer")),
    ("Macintosh", gettext_lazy("a Mac")),
    ("CrOS", gettext_lazy("a Chromebook")),
    ("Linux", gettext_lazy("a Linux computer")),
)


def device_in_words(says: str) -> str:
    """“an iPhone”, “a Windows computer”; “something else” for what no browser says."""
    return next((str(words) for word, words in KNOWN if word in says), _("something else"))
