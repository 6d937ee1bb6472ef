"""The form in which something the public reads is written: it begins from the draft and never loses what was typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.accounts.desk import DeskForm
from collaboration.prose import ProseField, clean
from collaboration.publishers.models import Publisher

from . import snapshots
from .drafting import held, working, written
from .keeping import kept_for
from .merging import Merge, merge_of
from .models import Publishable

# Stands for a slug in an address while it is built; no slug looks like this.
GAP = "0-0-0"


class DraftForm(DeskForm):
    """A thing as its working revision has it. `user` is set by the desk for each request.

    Where somebody has saved since the form was opened, cleaning finds it, fills the form with both
    versions put together, and asks for a second look; nothing is saved and nothing is lost.
    """

    why = forms.CharField(
        label=gettext_lazy("What did you change?"), max_length=300, required=False,
        help_text=gettext_lazy("A few words for colleagues, kept in the history. The public does not see them."),
    )  # fmt: skip

    user = None
    # Whether the text kept for this person is put back into the form.
    is_putting_back = False

    def __init__(self, data=None, files=None, *, instance: Publishable | None = None, initial: dict | None = None, **kwargs):
        self.merge: Merge | None = None
        self.revision = working(instance) if instance is not None and instance.pk else None
        known = as_initial(instance, written(instance, self.revision)) if instance is not None and instance.pk else {}
        super().__init__(data, files, instance=instance, initial={**known, **(initial or {})}, **kwargs)
        self.show_address()
        self.kept = kept_for(self.user, self._meta.model, self.instance.pk) if self.user and not self.is_bound else None
        if self.kept and self.is_putting_back:
            self.initial |= self.as_typed(self.kept.typed)

    def show_address(self) -> None:
        """Say beside the slug or path where the thing will stand; desk.js follows what is typed."""
        for name in {"slug", "path"} & self.fields.keys():
            field, publisher = self.fields[name], self.instance.publisher_id or self.initial.get("publisher")
            field.label = _("Address on the site")
            said = _("Small letters, figures and hyphens. If it changes after publication, the old address leads to the new one.")
            where = address_pattern(self._meta.model, name, publisher) if publisher else ""
            value = str(self.initial.get(name) or "").strip("/")
            # A home page has the empty path; something new has none yet.
            shown = where.replace(GAP, value or "…") if value or not self.instance.pk else where.replace(f"{GAP}/", "")
            field.help_text = format_html('{} <code data-address="{}">{}</code>', said, where, shown) if where else said

    @property
    def base_number(self) -> int:
        """The number of the revision that the form was begun from: as posted, put back, or the working one; 0 before the first."""
        if self.is_bound:
            return whole(self.data.get("_base"))
        if self.kept and self.is_putting_back:
            return whole((self.kept.typed.get("_base") or ["0"])[0])
        return self.revision.number if self.revision else 0

    def as_typed(self, typed: dict[str, list[str]]) -> dict:
        """What was kept, as the fields show it: raw, for it may not have been right yet."""
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        # A file that has been stored already comes back by its seal; one that has not is for the writer to choose again.
        fields = {name: field for name, field in self.fields.items() if not isinstance(field, forms.FileField) or typed.get(f"{name}-kept")}
        return {name: field.widget.value_from_datadict(data, {}, self.add_prefix(name)) for name, field in fields.items()}

    def clean(self):
        cleaned = super().clean()
        self.keep_to_one_office(cleaned)
        if self.instance.pk and not self.errors:
            self.look_for_another(cleaned)
        return cleaned

    def keep_to_one_office(self, cleaned: dict) -> None:
        """A thing is not made up of another office's: contacts and pictures are its own office's or the programme's."""
        office = self.instance.publisher_id or getattr(cleaned.get("publisher"), "pk", None)
        for name in self._meta.model.drafted_fields:
            chosen = cleaned.get(name)
            listed = [chosen] if isinstance(chosen, models.Model) else list(chosen) if isinstance(chosen, models.QuerySet) else []
            foreign = [one for one in listed if not getattr(one, "is_shared", False) and getattr(one, "publisher_id", office) != office]
            if foreign:
                self.add_error(name, ValidationError(_("“%(name)s” belongs to another office."), params={"name": foreign[0]}))

    def look_for_another(self, cleaned: dict) -> None:
        """Find out whether somebody saved since this form was opened; if so, put both versions into it."""
        row = held(self.instance)
        theirs = working(row)
        if theirs is None or theirs.number == self.base_number:
            return
        self.merge = merge_of(row, self.base_number, plain_values(self._meta.model, cleaned), theirs)
        if not self.merge.changes:
            return
        self.show(self.merge.fields, theirs.number)
        self.add_error(None, _("%(who)s saved a newer version while you were writing. Both are put together below: look at each change, then save again.") % {"who": theirs.writer})

    def show(self, fields: dict, number: int) -> None:
        """Fill the form that goes back to its writer with these plain values, begun from that revision."""
        data = self.data.copy()
        data["_base"] = str(number)
        for name, value in fields.items():
            if name in self.fields and not isinstance(self.fields[name], forms.FileField):
                data.setlist(self.add_prefix(name), as_posted(value))
        self.data = data


def address_pattern(model: type[Publishable], name: str, publisher) -> str:
    """The address of a thing of this office, with GAP where its slug or path goes."""
    office = Publisher.objects.get(pk=getattr(publisher, "pk", publisher))
    return model(publisher=office, **{name: f"{GAP}/" if name == "path" else GAP}).get_absolute_url()


def plain_values(model: type[models.Model], cleaned: dict) -> dict:
    """Cleaned values of a form as plain ones, for the fields that a revision keeps."""
    found = {}
    for field in snapshots.drafted(model):
        if field.name not in cleaned:
            continue
        value = cleaned[field.name]
        if isinstance(field, models.FileField):
            continue
        if field.many_to_many:
            found[field.name] = sorted(one.pk for one in value)
        else:
            found[field.name] = snapshots.kept(field, cleaned_as_stored(field, value))
    return found


def cleaned_as_stored(field: models.Field, value):
    """A value as it would come back from the database: rich text cleaned, a number where a text was typed."""
    if isinstance(field, ProseField):
        return clean(value or "")
    return value if field.many_to_one or value is None else field.to_python(value)


def as_initial(thing: Publishable, fields: dict) -> dict:
    """Plain values as a form's fields take them."""
    found = {}
    for name, value in fields.items():
        field = snapshots.field_named(type(thing), name)
        if field is None:
            continue
        if isinstance(field, models.FileField):
            found[name] = field.attr_class(thing, field, value)
        else:
            found[name] = value if field.is_relation or value is None else field.to_python(value)
    return found


def as_posted(value) -> list[str]:
    """A plain value as a browser would send it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return ["" if value is None else str(value)]


def whole(text) -> int:
    """The text as a whole number; 0 if it is none."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 10 else 0
