"""What somebody wants to hear of. The choices have the names that narrow the newsroom (`news.narrowing`), so its list leads here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.news.models import Topic
from collaboration.publishers.models import Force, Publisher
from collaboration.visitors.forms import VisitorForm, email_field

from .asking import Wish

NARROWING = ("publisher", "force", "topic")


def choice(model, label, empty, help_text="") -> forms.ModelChoiceField:
    """One of all records of a model, or none of them."""
    said = {"invalid_choice": _("Choose one from the list.")}
    return forms.ModelChoiceField(model.objects.all(), to_field_name="slug", required=False, label=label, empty_label=empty, help_text=help_text, error_messages=said)


class Choices(forms.Form):
    """Publisher, force area and topic, each or none, and whether changes are wanted too."""

    publisher = choice(Publisher, _("Published by"), _("Everybody in the region"))
    force = choice(Force, _("About the area of"), _("Any area"))
    topic = choice(Topic, _("On the topic"), _("Any topic"), _("You get a release if it fits all that you choose here."))
    with_changes = forms.BooleanField(required=False, label=_("Also tell me of corrections and updates to these releases"))

    def wish(self) -> Wish:
        """What was chosen, once the form has been found valid."""
        return Wish(**{name: self.cleaned_data[name] for name in (*NARROWING, "with_changes")})

    def lay_out(self, button: str, *before: str, after: Sequence = ()) -> FormHelper:
        """How crispy-forms lays it out: without a token, for what it does needs none, and no cookie."""
        helper = FormHelper()
        helper.attrs = {"novalidate": True}
        helper.disable_csrf = True
        helper.layout = Layout(*before, *NARROWING, Field("with_changes", template="empcp/tick.html"), *after)
        helper.add_input(Submit("send", button))
        return helper


class SignUpForm(Choices, VisitorForm):
    """Asks for alerts at an address."""

    email = email_field(help_text=_("We write to it once, to ask whether it was you. Nothing else comes before you have said yes."), error_messages={"required": _("Enter your e-mail address.")})
    field_order = ["email", *NARROWING, "with_changes"]

    def __init__(self, site: Publisher, data=None, at: datetime | None = None, asked: Mapping | None = None):
        self.purpose = f"alerts.{site.slug}"
        super().__init__(data, at, initial=preselected(site, asked or {}))

    @property
    def helper(self) -> FormHelper:
        return self.lay_out(_("Get e-mails"), "email", after=self.unseen)


class AddForm(Choices):
    """One more alert, on a subscriber's own page."""

    use_required_attribute = False
    act = forms.CharField(initial="add", widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        return self.lay_out(_("Add this"), after=("act",))


def preselected(site: Publisher, asked: Mapping) -> dict[str, str]:
    """What the form begins with: the site's own news, unless the address asks for something else."""
    begin = {} if site.is_programme else {"publisher": site.slug}
    read = Choices({name: asked[name] for name in NARROWING if name in asked})
    read.is_valid()
    return begin | {name: read.cleaned_data[name].slug for name in NARROWING if read.cleaned_data.get(name)}
