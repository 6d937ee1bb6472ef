"""The files of drafts and of old versions, for those at the desk who may see the thing they belong to.

In public only the file of the row is sent; here every file that some revision of the thing names.
"""

import re

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse

from collaboration.files.fields import JudgedFileField, TakesFilesFirst
from collaboration.files.kinds import KINDS
from collaboration.files.serving import serve
from collaboration.files.storing import beside

from .drafting import fields_to_edit
from .revisions import Revision

KIND_OF = {ending: kind.key for kind in KINDS.values() for ending in kind.extensions}
RENDITION = re.compile(r"\d{1,5}\.(webp|jpg|png)")


class WithFile(TakesFilesFirst):
    """For the desk of something that has a file: judged before the transaction, and shown in every version."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_kept_file"
        return [path("<int:object_id>/kept/<str:token>/<str:file>", self.admin_site.admin_view(self.kept_file_view), name=name), *super().get_urls()]

    def kept_file_view(self, request: HttpRequest, object_id: int, token: str, file: str) -> HttpResponse:
        """A file that the row or one of its revisions names, or one made from it."""
        thing = self.object_or_404(request, object_id)
        stored = next((one for one in stored_names(thing) if one.split("/")[-2:-1] == [token]), "")
        own = stored.rpartition("/")[2]
        if not stored or request.method not in ("GET", "HEAD") or (file != own and not RENDITION.fullmatch(file)):
            raise Http404("no such file")
        stem, _dot, ending = file.rpartition(".")
        return serve(request, beside(stored, file), KIND_OF[ending], stem, at_the_desk=True)

    def kept_file_address(self, thing: models.Model, stored: str, name: str = "") -> str:
        """Where the desk shows a stored file of a thing, or by name one made from it."""
        *_folders, token, own = stored.split("/")
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_kept_file", args=[thing.pk, token, name or own])

    def stored_now(self, thing: models.Model) -> str:
        """The stored name of the file that an editor would go on from; empty if there is none."""
        return fields_to_edit(thing).get(file_field(type(thing)).name) or "" if thing is not None and thing.pk else ""


def file_field(model: type[models.Model]) -> JudgedFileField:
    """The field of the model that keeps its file."""
    return next(field for field in model._meta.fields if isinstance(field, JudgedFileField))


def stored_names(thing: models.Model) -> list[str]:
    """The names in the storage of every file the thing has, or had in one of its versions."""
    name = file_field(type(thing)).name
    versions = Revision.objects.of_thing(thing).values_list("fields", flat=True)
    return list({getattr(thing, name).name or "", *(fields.get(name) or "" for fields in versions)} - {""})
