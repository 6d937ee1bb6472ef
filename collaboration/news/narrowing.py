"""What a reader may narrow the newsroom by; the list, its archive, its feeds and the alerts share it.

What is left empty or cannot be read narrows nothing, and the address carries all of it.
"""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Force, Publisher
from collaboration.units.models import Unit

from .models import PressReleaseQuerySet, Topic


class ReleaseFilter(forms.Form):
    """Publisher, force area, topic and unit; a site of one publisher does not ask for the publisher."""

    publisher = forms.ModelChoiceField(Publisher.objects.all(), to_field_name="slug", required=False, label=_("Published by"), empty_label=_("Everybody"))
    force = forms.ModelChoiceField(Force.objects.all(), to_field_name="slug", required=False, label=_("About the area of"), empty_label=_("Any area"))
    topic = forms.ModelChoiceField(Topic.objects.all(), to_field_name="slug", required=False, label=_("Topic"), empty_label=_("Any topic"))
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="slug", required=False, label=_("Unit"), empty_label=_("Any unit"))

    def __init__(self, *args, publisher: Publisher, **kwargs):
        super().__init__(*args, auto_id="filter_%s", label_suffix="", **kwargs)
        self.fields["unit"].queryset = Unit.objects.live()
        if not publisher.is_programme:
            del self.fields["publisher"]

    def apply(self, found: PressReleaseQuerySet) -> PressReleaseQuerySet:
        """The releases that are left."""
        self.is_valid()
        ways = {"publisher": "publisher", "force": "forces", "topic": "topics", "unit": "units"}
        for name, way in ways.items():
            if wanted := self.cleaned_data.get(name):
                # A subquery, so that no join doubles a release.
                found = found.filter(pk__in=found.model.objects.filter(**{way: wanted}).values("pk"))
        return found

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for and could be read, as it stands in the address."""
        self.is_valid()
        return {name: self.data[name] for name in self.fields if self.cleaned_data.get(name)}

    @property
    def query(self) -> str:
        """The end of an address that narrows likewise: “?topic=forensics”, or nothing."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def words(self) -> str:
        """What it is narrowed by, for a heading: “Derbyshire Constabulary, Forensics”; empty for all."""
        self.is_valid()
        return ", ".join(str(self.cleaned_data[name]) for name in self.asked)
