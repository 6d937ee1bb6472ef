"""What a pass shows: the release as it will come out, with the pictures and documents that come out with it or are out."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from collaboration.agreements.models import Document
from collaboration.editorial.moving import in_words
from collaboration.news.models import PressRelease
from collaboration.pictures.models import Picture
from collaboration.plain_text import tidy
from collaboration.prose import tokens

from .models import EmbargoPass

# Between how many paragraphs of the plain text its reader's name stands.
EVERY = 4


def pictures_of(release: PressRelease) -> QuerySet[Picture]:
    """The pictures that it has for the press or in its text, as far as they are out when it is."""
    texts = (release.body, release.notes_to_editors, release.record_note)
    named = {name for text in texts for token, *rest in tokens(text) if token == "picture" for name in rest[:1]}
    here = Picture.objects.for_site(release.publisher).live(release.publish_at)
    return here.filter(Q(pk__in=release.pictures.values("pk")) | Q(slug__in=named))


def documents_of(release: PressRelease) -> QuerySet[Document]:
    """Its documents, as far as they are out when it is."""
    return release.documents.of(release.publisher).live(release.publish_at)


def context_of(release: PressRelease) -> dict:
    """What the template of a release needs. What else comes out by then stays unsaid: only the text's own names are answered as of that moment."""
    chosen = set(release.pictures.values_list("pk", flat=True))
    return {
        **release.context(),
        "pictures": [one for one in pictures_of(release).order_by("title", "pk") if one.pk in chosen],
        "documents": list(documents_of(release)),
        "as_at": release.publish_at,
        "newer": None, "older": None, "akin": [],
    }  # fmt: skip


def watermark_of(one: EmbargoPass) -> dict:
    """What lies across the copy, and in pixels the width at which it is repeated: enough for the words, in the size they are drawn in."""
    width = 12 * len(one.mark) + 60
    return {"words": one.mark, "width": width, "half": width // 2}


def text_for(one: EmbargoPass, request: HttpRequest) -> str:
    """The release as plain text, with its reader's name above it, below it and between its paragraphs."""
    text = tidy(render_to_string("news/release.txt", context_of(one.release), request))
    line = _("[Copy of %(mark)s. Under embargo until %(moment)s, not to be published before.]") % {"mark": one.mark, "moment": in_words(one.release.publish_at)}
    paragraphs = text.split("\n\n")
    parts = [paragraphs[start : start + EVERY] for start in range(0, len(paragraphs), EVERY)]
    return "\n\n".join([line, *("\n\n".join([*part, line]) for part in parts)]) + "\n"
