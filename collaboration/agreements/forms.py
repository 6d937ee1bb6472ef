"""What a reader may narrow the register by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Force

from .models import Agreement, AgreementQuerySet, State


class RegisterFilter(forms.Form):
    """The filters above the register; what is left empty or cannot be read narrows nothing."""

    force = forms.ModelChoiceField(Force.objects.none(), to_field_name="slug", required=False, label=_("Force"), empty_label=_("Any force"))
    scope = forms.ChoiceField(choices=[("", _("Regional and national")), *Agreement.Scope.choices], required=False, label=_("Scope"))
    state = forms.ChoiceField(choices=[("", _("Any state")), *State.choices], required=False, label=_("State"))

    def __init__(self, *args, forces: bool = True, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        if forces:
            self.fields["force"].queryset = Force.objects.all()
        else:
            del self.fields["force"]

    def apply(self, found: AgreementQuerySet) -> AgreementQuerySet:
        """The agreements that are left."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("force"):
            found = found.between(wanted["force"])
        if wanted.get("scope"):
            found = found.filter(scope=wanted["scope"])
        if wanted.get("state"):
            found = found.in_state(wanted["state"])
        return found

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.cleaned_data.get(name) for name in self.fields)
