"""What a reader may ask the search: words, and what narrows and orders what is found. All of it stands in the address."""

from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.publishers.models import Publisher

from .kinds import KINDS
from .question import LONGEST, MOST_WORDS
from .scope import Scope
from .words import words_of

ORDERS = [("relevance", _("Best match first")), ("date", _("Newest first"))]
FACETS = ("kind", "publisher", "year")


class SearchForm(forms.Form):
    """The words and the extent of a search. Anything typed is an answerable question; what cannot be read narrows nothing."""

    q = forms.CharField(required=False, strip=True, label=_("Search"))
    site = forms.ChoiceField(choices=[("this", _("This site")), ("all", _("All eleven sites"))], required=False)
    kind = forms.ChoiceField(choices=list(KINDS.items()), required=False)
    publisher = forms.SlugField(required=False)
    year = forms.IntegerField(min_value=1900, max_value=2200, required=False)
    sort = forms.ChoiceField(choices=ORDERS, required=False)

    def words(self) -> list[str]:
        """The words to look for, at most eight; none for an empty search."""
        return words_of(self.asked)[:MOST_WORDS]

    def value(self, name: str):
        """What was asked for in a field; None if nothing was, or nothing that can be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    @property
    def asked(self) -> str:
        """What was typed, as much of it as counts."""
        return (self.value("q") or "")[:LONGEST]

    @property
    def everywhere(self) -> bool:
        """Whether all eleven sites are asked."""
        return self.value("site") == "all"

    @property
    def order(self) -> str:
        return self.value("sort") or "relevance"

    @property
    def is_narrowed(self) -> bool:
        return any(self.value(name) for name in FACETS)

    def scope(self, here: Publisher, publishers: list[Publisher], at: datetime) -> Scope:
        """Where to look from a site, with what was chosen."""
        wide = self.everywhere or here.is_programme
        by = next((one.pk for one in publishers if one.slug == self.value("publisher")), None)
        return Scope(at, None if wide else here, here, kind=self.value("kind") or "", by=by, year=self.value("year"))

    @cached_property
    def kept(self) -> dict[str, str]:
        """What was asked, by field, as it stands in an address."""
        return {name: said(name, self.value(name)) for name in self.fields} | {"q": said("q", self.asked)}

    def query(self, **changes: str | None) -> str:
        """The end of the address that asks the same, with some of it changed: “?q=helicopter&kind=unit”."""
        left = self.kept | {name: said(name, value) for name, value in changes.items()}
        return "?" + "&".join(filter(None, left.values())) if any(left.values()) else ""


def said(name: str, value) -> str:
    """A field and its value as they stand in an address: “kind=unit”; nothing, if there is no value."""
    return urlencode({name: value}) if value else ""
