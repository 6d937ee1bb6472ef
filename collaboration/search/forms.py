"""What a reader may ask the search."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200
MOST_WORDS = 8


class SearchForm(forms.Form):
    """The words and the extent of a search. Anything typed is an answerable question."""

    q = forms.CharField(required=False, strip=True, label=_("Search"))
    site = forms.ChoiceField(choices=[("this", _("This site")), ("all", _("All eleven sites"))], required=False)

    def words(self) -> list[str]:
        """The words to look for, at most eight; none for an empty search."""
        self.is_valid()
        typed = self.cleaned_data.get("q", "")[:LONGEST]
        return re.findall(r"\w+", typed, re.UNICODE)[:MOST_WORDS]

    @property
    def everywhere(self) -> bool:
        """Whether all eleven sites are asked."""
        return self.cleaned_data.get("site") == "all"
