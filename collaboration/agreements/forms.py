"""What a reader may narrow the register by."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Force

from .models import Agreement, AgreementQuerySet, State


@dataclass(frozen=True)
class Applied:
    """One thing the list is narrowed by, in words, and the query that is left without it."""

    label: str
    value: str
    without: str


class RegisterFilter(forms.Form):
    """The filters above the register; what is left empty or cannot be read narrows nothing."""

    force = forms.ModelChoiceField(Force.objects.none(), to_field_name="slug", required=False, label=_("Force"), empty_label=_("Any force"))
    scope = forms.ChoiceField(choices=[("", _("Regional and national")), *Agreement.Scope.choices], required=False, label=_("Scope"))
    state = forms.ChoiceField(choices=[("", _("Any state")), *State.choices], required=False, label=_("State"))

    def __init__(self, *args, forces: bool = True, **kwargs):
        super().__init__(*args, auto_id="filter_%s", label_suffix="", **kwargs)
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
    def asked(self) -> dict[str, str]:
        """What was asked for and could be read, as it stands in the address."""
        return {name: self.data[name] for name in self.fields if self.cleaned_data.get(name)}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.asked)

    @property
    def query(self) -> str:
        """The end of an address that narrows likewise: “?scope=national”, or nothing."""
        return query_of(self.asked)

    def applied(self) -> list[Applied]:
        """What the list is narrowed by, in the order of the fields."""
        asked = self.asked
        return [
            Applied(self.fields[name].label, self.words_for(name), query_of({other: asked[other] for other in asked if other != name}))
            for name in asked
        ]

    def words_for(self, name: str) -> str:
        """What was chosen in a field, as the field shows it."""
        chosen = self.cleaned_data[name]
        return chosen.short_name if isinstance(chosen, Force) else dict(self.fields[name].choices)[chosen]


def query_of(asked: dict[str, str]) -> str:
    """The end of an address that asks for this; nothing if nothing is asked."""
    return f"?{urlencode(asked)}" if asked else ""
