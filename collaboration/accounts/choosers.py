"""How one record, or several, are chosen from many at the desk: by typing a few letters of the name.

The stock admin does it with Select2, whose fields have no names for screen readers and which brings jQuery.
Ours is an ordinary list of choices that static/js/chooser.js turns into a field to type into: a list that
is short enough comes whole, and works without script too; a longer one is searched at the desk.
"""

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.forms import Media
from django.forms.widgets import Script
from django.utils.translation import gettext as _

# A list of so many choices comes whole.
WHOLE = 250


class ChooserMixin(AutocompleteMixin):
    """What both choosers share: where a long list is searched, and the words the script says."""

    def get_context(self, name, value, attrs):
        few = list(self.choices.queryset.values_list("pk", flat=True)[: WHOLE + 1])
        self.is_whole = len(few) <= WHOLE
        return super().get_context(name, value, attrs)

    def build_attrs(self, base_attrs, extra_attrs=None):
        field = self.field
        query = f"app_label={field.model._meta.app_label}&model_name={field.model._meta.model_name}&field_name={field.name}"
        words = {"data-remove": _("Remove"), "data-chosen": _("chosen"), "data-found": _("found"), "data-none": _("Nothing found"), "data-hint": _("Type a few letters")}
        searched = {} if getattr(self, "is_whole", True) else {"data-search": f"{self.get_url()}?{query}"}
        return super(AutocompleteMixin, self).build_attrs(base_attrs, extra_attrs) | {"data-chooser": True} | words | searched

    def optgroups(self, name, value, attr=None):
        """The whole of a short list; of a long one, what is chosen."""
        return super(AutocompleteMixin, self).optgroups(name, value, attr) if self.is_whole else super().optgroups(name, value, attr)

    @property
    def media(self):
        return Media(js=[Script("js/chooser.js", type="module")])


class Chooser(ChooserMixin, AutocompleteSelect):
    """One record, chosen by its name."""


class Choosers(ChooserMixin, AutocompleteSelectMultiple):
    """Several records, chosen by their names."""
