"""Leading a missing address on: one of the nearest addresses, or another."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collaboration.redirects.models import MissingAddress, Redirect

from .suggesting import as_target, nearest

OTHER = "other"


class LeadOn(forms.Form):
    """Where a missing address leads from now on."""

    target = forms.ChoiceField(
        label=_("Where does it lead?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it leads."), "invalid_choice": _("That address is no longer among the nearest: choose again.")},
    )
    other = forms.CharField(
        label=_("Another address"),
        required=False,
        max_length=500,
        help_text=_("site:/news/ for a page of this site, site:derbyshire-opcc/news/ for a page of another, or a whole address that begins with https://."),
    )

    def __init__(self, missing: MissingAddress, data=None):
        super().__init__(data)
        self.missing = missing
        found = {as_target(record, missing.publisher): record for record in nearest(missing.publisher, missing.path)}
        choices = [(target, f"{record.title} – {record.address}") for target, record in found.items()]
        self.fields["target"].choices = [*choices, (OTHER, _("Another address, written below"))]
        self.initial["target"] = choices[0][0] if choices else OTHER

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = cleaned.get("target")
        if chosen and not self.errors:
            self.redirect = Redirect(publisher=self.missing.publisher, path=self.missing.path, why=_("It was asked for and was not there."))
            self.redirect.target = cleaned["other"].strip() if chosen == OTHER else chosen
            try:
                self.redirect.full_clean()
            except ValidationError as error:
                self.add_error("other" if chosen == OTHER else "target", error.messages)
        return cleaned
