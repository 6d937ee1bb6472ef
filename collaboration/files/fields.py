"""The field of a model that keeps a judged file, and the field of a form that takes one.

A file is judged and stored as soon as it arrives, before the form's other fields are: so a mistake
elsewhere in the form does not cost the upload, a draft needs nothing but the stored name, and no
database transaction waits for a file to be read.
"""

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .judging import judge
from .kinds import DOCUMENTS, KINDS
from .places import StorageAway
from .reasons import Refused
from .storing import Kept, facts_of, keep, store

SALT = "collaboration.files.kept"
# As long as a session at the desk can last.
SIGNED_FOR = 8 * 60 * 60


class JudgedFile(FieldFile):
    """The file of a row. Whatever is saved through it, by a form or by code, is judged first."""

    def save(self, name, content, save=True):
        judged = judge(content, name, self.field.allowed)
        self.name = store(judged, self.field.folder)
        self._committed = True
        setattr(self.instance, self.field.attname, self.name)
        self.field.tell(self.instance, facts_of(judged))
        if save:
            self.instance.save()

    save.alters_data = True

    @property
    def url(self) -> str:
        """Nothing: a stored file has no address, only a view sends it. Django asks where somebody at the desk may look and not change."""
        return ""


class JudgedFileField(models.FileField):
    """A file of one of the allowed kinds, kept in a folder of the storage.

    The model answers `take_file_facts(facts)`, so that what is known of the file stands in its row; `facts`
    names the fields it fills, which belong to the file and are drafted together with it.
    """

    attr_class = JudgedFile

    def __init__(self, *args, folder: str = "documents", allowed: tuple[str, ...] = DOCUMENTS, facts: tuple[str, ...] = (), **kwargs):
        self.folder, self.allowed, self.facts = folder, tuple(allowed), tuple(facts)
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """For migrations: to the database it is a plain field of a file."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def formfield(self, **kwargs):
        # The admin would put its own file input in the place of ours.
        kwargs["widget"] = JudgedFileInput(self.allowed)
        return super().formfield(**{"form_class": JudgedFileFormField, **kwargs, "folder": self.folder, "allowed": self.allowed})

    def save_form_data(self, instance, data):
        """Give the row a stored file, and what is known of it."""
        if isinstance(data, Kept):
            setattr(instance, self.name, data.stored)
            self.tell(instance, data.facts)
        else:
            super().save_form_data(instance, data)

    def tell(self, instance: models.Model, facts: dict) -> None:
        """Let the row know of its file."""
        if hasattr(instance, "take_file_facts"):
            instance.take_file_facts(facts)


class JudgedFileInput(forms.FileInput):
    """A choice of file that says what is there, and brings back what was sent already when the form returns with a mistake."""

    def __init__(self, allowed: tuple[str, ...], attrs=None):
        endings = ",".join(f".{ending}" for key in allowed for ending in KINDS[key].extensions)
        super().__init__({"accept": endings, **(attrs or {})})

    def format_value(self, value):
        return None

    def value_from_datadict(self, data, files, name):
        """The file just chosen, or else the one that was kept when the form was sent before."""
        return super().value_from_datadict(data, files, name) or opened(data.get(f"{name}-kept", ""))

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and f"{name}-kept" not in data

    def use_required_attribute(self, initial):
        return False

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, None, attrs, renderer)
        if isinstance(value, Kept):
            words = _("Kept from what you sent: %(name)s. You need not choose it again.") % {"name": value.name}
            return format_html('<p class="kept-file">{}</p><input type="hidden" name="{}-kept" value="{}">{}', words, name, sealed(value), field)
        if isinstance(value, FieldFile) and value.name:
            words = _("There now: %(name)s. Choose another file to replace it; its address stays, and so does the old file in the history.")
            return format_html('<p class="kept-file">{}</p>{}', words % {"name": value.name.rpartition("/")[2]}, field)
        return field


def sealed(kept: Kept) -> str:
    """A stored file in a form that a browser can carry and nobody can alter."""
    return signing.dumps([kept.stored, kept.name, kept.facts], salt=SALT, compress=True)


def opened(seal: str) -> Kept | None:
    """The stored file that a seal names; None where it is none of ours or too old."""
    try:
        return Kept(*signing.loads(seal, salt=SALT, max_age=SIGNED_FOR)) if seal else None
    except (signing.BadSignature, TypeError, ValueError):
        return None


class JudgedFileFormField(forms.FileField):
    """Takes an upload, or one kept before; answers with a stored file or the reason it is refused."""

    def __init__(self, *args, folder: str = "documents", allowed: tuple[str, ...] = DOCUMENTS, **kwargs):
        self.folder, self.allowed = folder, tuple(allowed)
        kwargs.setdefault("widget", JudgedFileInput(self.allowed))
        super().__init__(*args, **kwargs)
        # The name we give is short, however long the one it came with.
        self.max_length = None

    def clean(self, data, initial=None):
        if isinstance(data, Kept):
            return data
        if isinstance(data, UploadedFile):
            return self.taken(data)
        return super().clean(data, initial)

    def bound_data(self, data, initial):
        """What was kept of what was sent, or else what was there."""
        kept = getattr(data, "kept", data)
        return kept if isinstance(kept, Kept) else initial

    def taken(self, upload: UploadedFile) -> Kept:
        """The upload, judged and stored once however often the form is asked; raises Refused."""
        if not hasattr(upload, "kept"):
            try:
                upload.kept = keep(upload, self.folder, self.allowed)
            except Refused as refused:
                upload.refused = refused
                upload.kept = None
            except StorageAway as away:
                raise Refused("storage-away") from away
        if upload.kept is None:
            raise upload.refused
        return upload.kept


class TakesFilesFirst:
    """For an admin: reads and stores the files of a form before the admin begins its transaction.

    On SQLite that transaction holds the lock for writing, and a file can take seconds to read.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        may = self.has_add_permission(request) if object_id is None else self.has_change_permission(request)
        for field in self.model._meta.fields if request.method == "POST" and may else ():
            upload = request.FILES.get(field.name) if isinstance(field, JudgedFileField) else None
            if upload:
                self.take(field, upload)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def take(self, field: JudgedFileField, upload: UploadedFile) -> None:
        """Judge and store; what is wrong is said by the form."""
        try:
            field.formfield().taken(upload)
        except Refused:
            return
