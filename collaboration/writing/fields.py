"""The form field and the widget for rich text: a plain textarea that a script of ours turns into an editor."""

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from collaboration.prose import ProseField, cleaned_or_empty

# Those most spoken in the East Midlands besides English, and Welsh and Latin, which our texts quote.
LANGUAGES = {
    "pl": _("Polish"), "ro": _("Romanian"), "gu": _("Gujarati"), "pa": _("Punjabi"), "ur": _("Urdu"), "bn": _("Bengali"),
    "ar": _("Arabic"), "fr": _("French"), "de": _("German"), "it": _("Italian"), "pt": _("Portuguese"), "lt": _("Lithuanian"),
    "es": _("Spanish"), "uk": _("Ukrainian"), "cy": _("Welsh"), "la": _("Latin"),
}  # fmt: skip


class ProseWidget(forms.Textarea):
    """A textarea with the stored text, and beside it, in templates, what the script builds an editor from.

    Without the script the textarea is the whole of it. The words of the editor come from the template,
    so that they are translated with all others.
    """

    def __init__(self, attrs=None):
        super().__init__({"rows": 14, "spellcheck": "true", "class": "vLargeTextField", **(attrs or {})})

    @property
    def media(self):
        return forms.Media(css={"all": ["css/writing.css"]}, js=[Script("js/writing.js", type="module")])

    def use_required_attribute(self, initial):
        """Never: a browser would refuse to send the form for the sake of a box that it does not show."""
        return False

    def render(self, name, value, attrs=None, renderer=None):
        textarea = super().render(name, value, {"data-prose": "", **(attrs or {})}, renderer)
        return render_to_string("writing/prose.html", {"textarea": textarea, "languages": LANGUAGES.items()})


class ProseFormField(forms.CharField):
    """Rich text in a form: cleaned as it comes in, and empty where nothing is left to read."""

    widget = ProseWidget

    def to_python(self, value):
        return cleaned_or_empty(super().to_python(value))


# What an admin's `formfield_overrides` says to have the editor for every rich text.
PROSE = {ProseField: {"form_class": ProseFormField, "widget": ProseWidget}}
