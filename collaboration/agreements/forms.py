"""What a reader may narrow and sort the register by, and which forces they want to see together.

The same form reads the address of the list, the matrix, the timeline, the downloads and the interface for
programs, so that one question has one answer everywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import CharField
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from collaboration.editorial.meanwhile import rows_of
from collaboration.narrowing import Applied, Narrowing, query_of
from collaboration.publishers.models import Force

from .models import Agreement, AgreementQuerySet, Sort, State

FIRST_YEAR, LAST_YEAR = 1829, 2199


@dataclass(frozen=True)
class Known:
    """What the agreements that a reader may see offer to choose from, and how many they are."""

    total: int
    functions: list[str]
    years: list[int]

    @classmethod
    def among(cls, concerning: AgreementQuerySet) -> "Known":
        """What there is among these agreements, in one query."""
        rows = rows_of(concerning.order_by().annotate(began=Substr(Cast("starts_on", CharField()), 1, 4)).values_list("function", "signed_on", "began"))
        functions, signed, began = ({row[place] for row in rows} for place in range(3))
        # Two years where sources disagree.
        years = began.union((day[:4] for day in signed), (day.partition(" or ")[2][:4] for day in signed))
        return cls(len(rows), sorted(functions, key=str.casefold), sorted((int(year) for year in years if year), reverse=True))


class RegisterFilter(Narrowing):
    """The filters above the register; what is left empty narrows nothing, and what cannot be read is named and narrows nothing."""

    force = forms.MultipleChoiceField(required=False, label=_("Forces"), widget=forms.CheckboxSelectMultiple)
    match = forms.ChoiceField(choices=[("", _("Any of them")), ("all", _("All of them"))], required=False, label=_("Party to it"))
    function = forms.CharField(max_length=80, required=False, label=_("What is shared"), widget=forms.Select)
    scope = forms.ChoiceField(choices=[("", _("Any scope")), *Agreement.Scope.choices], required=False, label=_("Scope"))
    state = forms.ChoiceField(choices=[("", _("Any state")), *State.choices], required=False, label=_("State"))
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, label=_("Signed or started in"), widget=forms.Select)
    sort = forms.ChoiceField(choices=Sort.choices, required=False, label=_("Sort by"))

    # What decides which agreements are left; the order does not.
    narrowing = ("force", "function", "scope", "state", "year")

    def __init__(self, *args, forces: Sequence[Force], known: Known, **kwargs):
        super().__init__(*args, **kwargs)
        self.forces = {force.slug: force for force in forces}
        self.fields["force"].choices = [(force.slug, force.short_name) for force in forces]
        self.is_valid()
        # The field gives its control an attribute that a menu may not have.
        del self.fields["function"].widget.attrs["maxlength"]
        self.fields["function"].widget.choices = [("", _("Anything")), *with_asked(known.functions, self.cleaned_data.get("function"))]
        self.fields["year"].widget.choices = [("", _("Any year")), *with_asked(known.years, self.cleaned_data.get("year"))]

    @property
    def parties(self) -> list[Force]:
        """The forces that were chosen, in their order."""
        wanted = set(self.cleaned_data.get("force", ()))
        return [force for slug, force in self.forces.items() if slug in wanted]

    @property
    def wants_all(self) -> bool:
        """Whether every force chosen has to be a party, rather than one of them."""
        return self.cleaned_data.get("match") == "all" and len(self.parties) > 1

    @property
    def sorted_by(self) -> str:
        return self.cleaned_data.get("sort", "")

    def apply(self, found: AgreementQuerySet, on: date) -> AgreementQuerySet:
        """The agreements that are left on a day."""
        wanted = self.cleaned_data
        if self.parties:
            found = found.between(*self.parties) if self.wants_all else found.with_any_of(*self.parties)
        for name in ("function", "scope"):
            if wanted.get(name):
                found = found.filter(**{name: wanted[name]})
        if wanted.get("state"):
            found = found.in_state(wanted["state"], on)
        return found.of_year(wanted["year"]) if wanted.get("year") else found

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What was asked for and could be read, as it stands in the address; a force is named once for each."""
        pairs = [("force", force.slug) for force in self.parties]
        pairs += [("match", "all")] if self.wants_all else []
        return pairs + [(name, str(self.cleaned_data[name])) for name in (*self.narrowing[1:], "sort") if self.cleaned_data.get(name)]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for but an order."""
        return any(name in self.narrowing for name, _value in self.asked)

    def applied(self) -> list[Applied]:
        """What the list is narrowed by, in the order of the fields; each force by itself."""
        asked = self.asked
        return [
            Applied(self.label_for(name), self.words_for(name, value), query_of(without(asked, (name, value))))
            for name, value in asked
            if name in self.narrowing
        ]

    def label_for(self, name: str) -> str:
        """What a thing applied is called; of several forces, whether it takes them all."""
        if name != "force":
            return self.fields[name].label
        if len(self.parties) == 1:
            return _("Force")
        return _("All of") if self.wants_all else _("Any of")

    def words_for(self, name: str, value: str) -> str:
        """What was chosen in a field, as the field shows it."""
        if name == "force":
            return self.forces[value].short_name
        return str(dict(self.fields[name].choices)[value]) if name in ("scope", "state") else value


class TogetherForm(forms.Form):
    """Two forces or more whose common ground somebody wants to see."""

    force = forms.MultipleChoiceField(label=_("Forces"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose two forces or more."), "invalid_choice": _("One of these is no force of this region.")})

    def __init__(self, *args, forces: Sequence[Force], **kwargs):
        super().__init__(*args, auto_id="together_%s", label_suffix="", **kwargs)
        self.fields["force"].choices = [(force.slug, force.short_name) for force in forces]

    def clean_force(self) -> list[str]:
        chosen = self.cleaned_data["force"]
        if len(set(chosen)) < 2:
            raise forms.ValidationError(_("Choose two forces or more."))
        return chosen


def with_asked(known: Iterable, asked) -> list[tuple[str, str]]:
    """The choices of a field, with what was asked for where the records have no such thing."""
    found = list(known)
    return [(str(one), str(one)) for one in (found if not asked or asked in found else [*found, asked])]


def without(asked: list[tuple[str, str]], taken: tuple[str, str]) -> list[tuple[str, str]]:
    """The rest of a question; “all of” means nothing of a single force."""
    left = [pair for pair in asked if pair != taken]
    forces = sum(name == "force" for name, _value in left)
    return [pair for pair in left if pair[0] != "match" or forces > 1]
