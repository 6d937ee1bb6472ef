"""What a program may ask: the parameters of each list, read strictly. A wrong one is named, never passed over."""

from collections.abc import Iterable

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from collaboration.units.models import Unit

from .answers import Problem

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 50, 100, 1_000_000
# Those that may be given more than once.
SEVERAL = {"force"}


class Paging(forms.Form):
    """Which part of a list is wanted."""

    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)
    per_page = forms.IntegerField(min_value=1, max_value=MOST_PER_PAGE, required=False)


class ForcesForm(forms.Form):
    """The forces that a record is to be about, and whether all of them."""

    force = forms.MultipleChoiceField(required=False)
    match = forms.ChoiceField(choices=[("any", ""), ("all", "")], required=False)

    def __init__(self, *args, publishers, **kwargs):
        super().__init__(*args, **kwargs)
        self.forces = {one.force.slug: one.force for one in publishers if one.force}
        self.fields["force"].choices = [(slug, slug) for slug in self.forces]

    @property
    def parties(self) -> list:
        return [self.forces[slug] for slug in self.cleaned_data["force"]]


class UnitsForm(ForcesForm):
    """How the list of units may be narrowed."""

    kind = forms.ChoiceField(choices=Unit.Kind.choices, required=False)


class ReleasesForm(ForcesForm):
    """How the list of releases may be narrowed. A topic or unit that there is not has no releases."""

    publisher = forms.ChoiceField(required=False)
    topic = forms.SlugField(required=False, max_length=60)
    unit = forms.SlugField(required=False, max_length=80)

    def __init__(self, *args, publishers, **kwargs):
        super().__init__(*args, publishers=publishers, **kwargs)
        self.publishers = {one.slug: one for one in publishers}
        self.fields["publisher"].choices = [(slug, slug) for slug in self.publishers]


def understood(request: HttpRequest, *asked: forms.Form) -> None:
    """Returns if every parameter is known, stands there as often as it may, and can be read. Raises Problem, with all that is wrong."""
    known = {name for form in asked for name in form.fields}
    errors = [wrong(name, _("There is no such parameter here. There are: %(known)s.") % {"known": ", ".join(sorted(known))}) for name in request.GET if name not in known]
    errors += [wrong(name, _("This may be given once only.")) for name, values in request.GET.lists() if name in known - SEVERAL and len(values) > 1]
    errors += [wrong(name, " ".join(messages)) for form in asked for name, messages in form.errors.items()]
    if errors:
        raise Problem(400, _("The question cannot be read; “errors” says which part."), errors)


def wrong(name: str, detail: str) -> dict:
    return {"parameter": name[:80], "detail": detail}


def listed(request: HttpRequest, found, shape, today, *asked: forms.Form) -> dict:
    """One part of a list with its place in the whole. Raises Problem for a part that is not there."""
    paging = Paging(request.GET)
    understood(request, paging, *asked)
    number, size = paging.cleaned_data["page"] or 1, paging.cleaned_data["per_page"] or PER_PAGE
    parts = Paginator(found() if callable(found) else found, size)
    if number > parts.num_pages:
        raise Problem(404, _("There is no page %(number)s: this list has %(pages)s.") % {"number": number, "pages": parts.num_pages})
    part = parts.page(number)
    return {
        "as_at": today.isoformat(),
        "count": parts.count,
        "page": number,
        "pages": parts.num_pages,
        "next": page_address(request, number + 1) if part.has_next() else None,
        "previous": page_address(request, number - 1) if part.has_previous() else None,
        "results": [shape(record) for record in part.object_list],
    }


def page_address(request: HttpRequest, number: int) -> str:
    """The whole address of another part of the same list."""
    query = request.GET.copy()
    query["page"] = number
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def names(records: Iterable) -> list[str]:
    """What these records are called in addresses."""
    return [record.slug for record in records]
