"""A form for anybody: sent with a key (see `form_keys`) and past a trap for robots, and given back with everything typed."""

from __future__ import annotations

from datetime import datetime

from crispy_forms.layout import Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import CheckedField, EmailLineField
from .form_keys import FormKey

TOO_LONG = _("This has %(show_value)s characters. Shorten it to %(limit_value)s or fewer.")


def email_field(**kwargs) -> EmailLineField:
    """The field for an e-mail address, with what it says to one that is none."""
    said = {"invalid": _("Enter an e-mail address in full, such as name@example.org."), "max_length": TOO_LONG}
    return EmailLineField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={**said, **kwargs.pop("error_messages", {})},
        **kwargs,
    )


class VisitorForm(forms.Form):
    """A form that a visitor fills in. `purpose` is what its keys are signed for: this form on this site."""

    use_required_attribute = False
    purpose: str

    # Left empty by people, who do not see it, and filled in by robots, who do.
    homepage = CheckedField(
        label=_("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, at: datetime | None = None, **kwargs):
        self.at = at or timezone.now()
        super().__init__(data.copy() if data is not None else None, **kwargs)
        if self.is_bound:
            self.key = FormKey.read(self.data.get("form_key", ""), self.purpose)
        else:
            self.renew_key()
            self.initial["form_key"] = self.key.signed(self.purpose)

    def renew_key(self) -> None:
        """Give the form a fresh key, which what is shown next carries."""
        self.key = FormKey.new(self.at)
        if self.is_bound:
            self.data["form_key"] = self.key.signed(self.purpose)

    def refuse(self, message: str) -> None:
        """Send the whole form back with a message at the top, everything typed kept, ready to be sent again."""
        self.add_error(None, message)
        self.renew_key()

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.key is None or self.key.is_too_old(self.at):
            self.refuse(_("This form was open for more than a day, so it was not sent. Please send it again."))
        elif self.key.is_too_quick(self.at):
            self.refuse(_("That was too quick for us to tell you from a robot. Please wait a moment and send it again."))
        elif self.data.get("homepage"):
            self.data["homepage"] = ""
            self.refuse(_("We could not tell you from a robot, so nothing was sent. Please send it again."))
        return cleaned

    @property
    def unseen(self) -> list:
        """What the layout of every form ends with: the trap and the key."""
        return [Field("homepage", template="empcp/trap.html"), "form_key"]
