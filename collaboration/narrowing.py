"""Lists that a reader narrows by choices which stand in the address: the newsroom and the register.

What is left empty or cannot be read narrows nothing. Each list says itself what its choices are and what they leave.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms


@dataclass(frozen=True)
class Applied:
    """One thing the list is narrowed by, in words, and the query that is left without it."""

    label: str
    value: str
    without: str


class Narrowing(forms.Form):
    """The choices above a list."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "filter_%s", "label_suffix": "", **kwargs})

    def full_clean(self):
        """What cannot be read is told in one sentence for all fields (components/misread.html), and each field refers to it."""
        super().full_clean()
        for name in self.errors.keys() & self.fields.keys():
            self.fields[name].widget.attrs["aria-describedby"] = "misread"

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for and could be read, as it stands in the address."""
        self.is_valid()
        return {name: self.data[name] for name in self.fields if self.cleaned_data.get(name)}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.asked)

    @property
    def misread(self) -> list[str]:
        """The labels of choices that were asked for and cannot be read: an old link, a slip in an address."""
        self.is_valid()
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]

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
        return str(dict(self.fields[name].choices).get(chosen, chosen)) if isinstance(chosen, str) else str(chosen)


def query_of(asked: dict[str, str] | list[tuple[str, str]]) -> str:
    """The end of an address that asks for this; nothing if nothing is asked."""
    return f"?{urlencode(asked)}" if asked else ""
