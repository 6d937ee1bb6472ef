"""Whether a file may be kept: its kind by its content, its name by its kind, its content by a confined reader."""

from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .confining import examine
from .kinds import DOCUMENTS, FAR_ENOUGH, KINDS, Kind, sniffed
from .reasons import FINDINGS, Refused

# What is seen at a file's beginning and has a reason of its own, whatever the name says.
REFUSED_AT_SIGHT = {"program": "program", "svg": "svg", "gif": "gif", "heic": "heic", "pdf-later": "glued", "old-office": "old-office"}
SEEN = {
    "archive": gettext_lazy("an archive"), "package": gettext_lazy("a ZIP archive"), "film": gettext_lazy("a film"), "markup": gettext_lazy("a web page"),
    "text": gettext_lazy("plain text"), "rtf": "RTF", "postscript": "PostScript", "tiff": "TIFF",
}  # fmt: skip
LONGEST_NAME = 60


@dataclass
class Judged:
    """A file that may be kept: its kind, the name we give it, what to keep, and what is known of it.

    `findings` name what its publisher should think about; `made` are further files made from it.
    """

    kind: Kind
    name: str
    content: File
    size: int
    facts: dict = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    made: dict[str, bytes] = field(default_factory=dict)


def judge(file: BinaryIO, name: str, allowed: tuple[str, ...] = DOCUMENTS) -> Judged:
    """What may be kept of a file that somebody sends under this name; raises Refused with the reason."""
    size = measured(file)
    extension = extension_of(name, allowed)
    kind = kind_at_sight(file, extension)
    answer = examine(kind.reader, file)
    found = KINDS.get(answer.facts.pop("kind", kind.key))
    if found is None or extension not in found.extensions:
        raise Refused("name-differs", extension=extension, found=named(found.key if found else "text"))
    if found.key not in allowed:
        raise Refused("not-here", found=found.words, kinds=listed(allowed))
    return kept(file, name, size, found, answer)


def kept(file: BinaryIO, name: str, size: int, kind: Kind, answer) -> Judged:
    """The verdict: the file itself, or what the reader made in its place."""
    made = dict(answer.made)
    anew = next((key for key in made if key == kind.key or key.startswith("whole.")), None)
    if anew:
        replacement = made.pop(anew)
        content, size = ContentFile(replacement), len(replacement)
    else:
        file.seek(0)
        content = file if isinstance(file, File) else File(file)
    extension = answer.facts.get("form") or kind.extension
    return Judged(kind, f"{plain_name(name)}.{extension}", content, size, answer.facts, findings_in(kind, answer.facts), made)


def measured(file: BinaryIO) -> int:
    """The size in bytes; raises Refused for an empty or too large file, before anything reads it."""
    size = file.seek(0, 2)
    if size == 0:
        raise Refused("empty")
    if size > settings.LARGEST_FILE:
        raise Refused("too-large", size=filesizeformat(size), most=filesizeformat(settings.LARGEST_FILE))
    return size


def extension_of(name: str, allowed: tuple[str, ...]) -> str:
    """The ending of the name, in small letters; raises Refused for one that is not allowed here."""
    stem, dot, extension = name.rpartition("/")[2].rpartition("\\")[2].rpartition(".")
    extension = extension.strip().lower()
    if not dot or not extension:
        raise Refused("no-ending", kinds=listed(allowed))
    by_ending = {ending: kind for kind in KINDS.values() for ending in kind.extensions}
    if extension in by_ending and by_ending[extension].key not in allowed:
        raise Refused("not-here", found=by_ending[extension].words, kinds=listed(allowed))
    if extension in by_ending:
        return extension
    special = {"svg": "svg", "gif": "gif", "heic": "heic", "heif": "heic", "avif": "heic", "doc": "old-office", "xls": "old-office", "docm": "macros", "xlsm": "macros", "zip": "zip"}
    if extension in special:
        raise Refused(special[extension])
    raise Refused("kind", extension=f".{slugify(extension)[:10]}", kinds=listed(allowed))


def kind_at_sight(file: BinaryIO, extension: str) -> Kind:
    """The kind whose reader should look at it; raises Refused where the beginning contradicts the name."""
    file.seek(0)
    seen = sniffed(file.read(FAR_ENOUGH))
    # Word and Excel wrap a locked file in the old form; the wrapper names what is inside.
    if seen == "old-office" and "EncryptedPackage".encode("utf-16-le") in file.read():
        raise Refused("package-locked")
    if seen in REFUSED_AT_SIGHT:
        raise Refused(REFUSED_AT_SIGHT[seen])
    expected = next(kind for kind in KINDS.values() if extension in kind.extensions)
    if expected.reader == "package" and seen == "package":
        return expected
    if expected.key == "csv" and seen in ("text", "markup"):
        return expected
    if seen == expected.key:
        return expected
    if seen == "text" and expected.key == "pdf":
        raise Refused("damaged")
    raise Refused("name-differs", extension=extension, found=named(seen))


def named(seen: str) -> str:
    """What a file turned out to be, in words."""
    return KINDS[seen].words if seen in KINDS else str(SEEN.get(seen, SEEN["text"]))


def listed(allowed: tuple[str, ...]) -> str:
    """The kinds that are taken, in words: “PDF, DOCX or CSV”."""
    return get_text_list([key.upper() for key in allowed], _("or"))


def plain_name(name: str) -> str:
    """The name without its ending, in letters that mean nothing to any system."""
    stem = name.rpartition("/")[2].rpartition("\\")[2].rpartition(".")[0]
    return slugify(stem)[:LONGEST_NAME].strip("-_") or "file"


def findings_in(kind: Kind, facts: dict) -> list[str]:
    """What its publisher should think about, by the names of the sentences in `reasons.FINDINGS`."""
    is_pdf = kind.key == "pdf"
    found = {
        "pdf-untagged": is_pdf and not facts.get("is_tagged"),
        "pdf-no-language": is_pdf and not facts.get("language"),
        "pdf-no-title": is_pdf and not facts.get("title"),
        "pdf-no-text": is_pdf and not facts.get("has_text"),
        "pdf-some-pages-without-text": is_pdf and facts.get("has_text") and facts.get("pages_without_text"),
        "pdf-earlier-versions": facts.get("has_earlier_versions"),
        "tracked-changes": facts.get("has_tracked_changes"),
        "comments": facts.get("has_comments"),
        "hidden-cells": facts.get("has_hidden_cells"),
        "csv-converted": facts.get("was_converted"),
        "csv-formulas": facts.get("has_formulas"),
    }
    return [name for name in FINDINGS if found.get(name)]
