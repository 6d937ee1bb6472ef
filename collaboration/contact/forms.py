"""The forms a visitor fills in: an enquiry, a complaint, and the choice that leads to the right body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher
from collaboration.visitors.fields import CheckedField, LineField, PhoneField
from collaboration.visitors.forms import TOO_LONG, VisitorForm, email_field

from .complaints import Answer, Topic, topics_of
from .models import Enquiry

LONGEST_MESSAGE = 5000


class EnquiryForm(VisitorForm):
    """A message to an office."""

    kind = Enquiry.Kind.ENQUIRY
    button = _("Send your enquiry")

    office = forms.ChoiceField(
        label=_("Who is it for?"),
        error_messages={
            "required": _("Choose who your enquiry is for."),
            "invalid_choice": _("Choose who your enquiry is for from the list."),
        },
    )
    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Enter your name."), "max_length": TOO_LONG},
    )
    email = email_field(required=False)
    phone = PhoneField(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": TOO_LONG},
    )
    subject = LineField(
        label=_("Subject"),
        help_text=_("What it is about, in a few words."),
        max_length=150,
        error_messages={"required": _("Enter a subject."), "max_length": TOO_LONG},
    )
    message = CheckedField(
        label=_("Message"),
        help_text=_("Up to 5,000 characters. Leave out bank details and medical records."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write your message."), "max_length": TOO_LONG},
    )

    def __init__(self, publisher: Publisher, publishers: list[Publisher], data=None, at: datetime | None = None):
        self.publisher, self.publishers = publisher, publishers
        super().__init__(data, at)
        self.offer_offices()

    def offer_offices(self) -> None:
        """Let a visitor of the programme's site choose among all; elsewhere the site says who it is for."""
        if self.publisher.is_programme:
            choices = [(one.slug, one.name) for one in sorted(self.publishers, key=lambda one: not one.is_programme)]
            self.fields["office"].choices = [("", _("Choose one")), *choices]
        else:
            del self.fields["office"]

    @property
    def purpose(self) -> str:
        """What a key of this form is signed for."""
        return f"contact.{self.kind}.{self.publisher.slug}"

    def clean(self) -> dict:
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone")) and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("Enter an e-mail address or a telephone number, so that you can be answered."))
        return cleaned

    def enquiry(self, sender_key: str) -> Enquiry:
        """What was sent, not stored yet."""
        kept = {name: self.cleaned_data[name] for name in ("name", "email", "phone", "subject", "message")}
        chosen = self.cleaned_data.get("office", self.publisher.slug)
        publisher = next(one for one in self.publishers if one.slug == chosen)
        return Enquiry(
            kind=self.kind, publisher=publisher, form_key=self.key.secret, sender_key=sender_key, sent_at=self.at, **kept
        )

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays it out."""
        helper = FormHelper()
        helper.attrs = {"novalidate": True}
        answering = Fieldset(_("How can you be answered? One of the two is enough."), "email", "phone")
        office = ["office"] if "office" in self.fields else []
        helper.layout = Layout(*office, "name", answering, "subject", "message", *self.unseen)
        helper.add_input(Submit("send", self.button))
        return helper


class ComplaintForm(EnquiryForm):
    """A complaint to the force or the office whose site it is, on a topic that it deals with."""

    kind = Enquiry.Kind.COMPLAINT
    button = _("Send your complaint")

    def __init__(self, publisher: Publisher, publishers: list[Publisher], topic: Topic, **kwargs):
        super().__init__(publisher, publishers, **kwargs)
        self.topic = topic
        self.fields["subject"].help_text = _("What you are complaining about, in a few words.")
        self.fields["message"].label = _("What happened?")
        if topic == Topic.OUTCOME:
            self.fields["message"].label = _("Why do you ask for a review?")
            self.fields["message"].help_text = _(
                "Give the number and the date of the letter that told you the outcome. Up to 5,000 characters."
            )

    def enquiry(self, sender_key: str) -> Enquiry:
        enquiry = super().enquiry(sender_key)
        enquiry.about = self.topic.value
        return enquiry


class ComplaintChoice(forms.Form):
    """What a complaint is about and, on the programme's site, in which area. Read from the address."""

    use_required_attribute = False

    area = forms.ChoiceField(
        label=_("Which area is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an area."), "invalid_choice": _("Choose an area from the list.")},
    )
    about = forms.ChoiceField(
        label=_("What is your complaint about?"),
        choices=Topic.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what your complaint is about."),
            "invalid_choice": _("Choose what your complaint is about from the list."),
        },
    )
    # A form sent with nothing chosen has to differ from a page opened for the first time.
    asked = forms.CharField(required=False, initial="yes", widget=forms.HiddenInput)

    def __init__(self, publisher: Publisher, publishers: list[Publisher], data: Mapping):
        super().__init__(data if self.base_fields.keys() & data.keys() else None)
        self.publishers = publishers
        self.forces = {one.force.slug: one.force for one in publishers if one.force}
        if publisher.is_programme:
            self.fields["area"].choices = [(slug, force.short_name) for slug, force in self.forces.items()]
        else:
            self.forces = {"": publisher.force}
            del self.fields["area"]

    def answer(self) -> Answer | None:
        """Where the complaint goes; None until it is clear what it is about."""
        if not self.is_bound or not self.is_valid():
            return None
        force = self.forces[self.cleaned_data.get("area", "")]
        return Answer.of(Topic(self.cleaned_data["about"]), force, self.publishers)

    @property
    def helper(self) -> FormHelper:
        """How crispy-forms lays it out."""
        helper = FormHelper()
        helper.form_method = "get"
        helper.attrs = {"novalidate": True}
        helper.layout = Layout(*self.fields)
        helper.add_input(Submit("next", _("Continue")))
        return helper


class TopicOfForm(forms.Form):
    """Which complaint form an address asks for, of those this publisher has."""

    about = forms.ChoiceField()

    def __init__(self, publisher: Publisher, data: Mapping):
        super().__init__(data)
        self.fields["about"].choices = [(topic.value, topic.label) for topic in topics_of(publisher)]

    def topic(self) -> Topic | None:
        """The topic; None where the address names none that this publisher deals with."""
        return Topic(self.cleaned_data["about"]) if self.is_valid() else None
