"""What in a PDF would act, carry another file or reach elsewhere, looked for in every object."""

from collections.abc import Iterator

import pikepdf

from . import Unfit

ACTIONS = {
    "/JavaScript": "pdf-script", "/Launch": "pdf-launch", "/SubmitForm": "pdf-sends", "/ImportData": "pdf-sends", "/GoToE": "pdf-attachment",
    "/GoToR": "pdf-other-file", "/Thread": "pdf-other-file", "/Rendition": "pdf-media", "/Movie": "pdf-media", "/Sound": "pdf-media",
    "/GoTo3DView": "pdf-media", "/RichMediaExecute": "pdf-media",
}  # fmt: skip
SUBTYPES = {
    "/FileAttachment": "pdf-attachment", "/RichMedia": "pdf-media", "/Movie": "pdf-media", "/Sound": "pdf-media", "/Screen": "pdf-media",
    "/3D": "pdf-media", "/U3D": "pdf-media", "/PRC": "pdf-media", "/PS": "pdf-script",
}  # fmt: skip
PLACES_OF_A_FILE = ("/F", "/UF", "/DOS", "/Mac", "/Unix")


def refuse_what_acts(pdf: pikepdf.Pdf) -> None:
    """Raises Unfit for the first object that must not be there."""
    if "/Collection" in pdf.Root:
        raise Unfit("pdf-attachment")
    for thing in pdf.objects:
        for dictionary, is_stream in dictionaries_in(thing):
            code = objection(dictionary, is_stream)
            if code:
                raise Unfit(code)


def dictionaries_in(thing) -> Iterator[tuple[pikepdf.Object, bool]]:
    """The dictionaries written into one object, each with whether it heads a stream."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            inner = list(one)
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield one, isinstance(one, pikepdf.Stream)
            inner = [value for _key, value in one.items()]
        else:
            continue
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def objection(found: pikepdf.Object, is_stream: bool) -> str:
    """The reason a dictionary must not be there; empty for most."""
    kind, subtype = str(found.get("/Type", "")), str(found.get("/Subtype", ""))
    if code := ACTIONS.get(str(found.get("/S", "")), "") or (SUBTYPES.get(subtype, "") if kind != "/Font" else ""):
        return code
    if kind == "/EmbeddedFile" or "/EmbeddedFiles" in found or is_given_file(found.get("/EF", None)):
        return "pdf-attachment"
    if "/XFA" in found:
        return "pdf-xfa"
    if "/RichMediaContent" in found:
        return "pdf-media"
    # A font may be named JS among a page's resources; a script is text, a stream or a tree of names.
    if "/JavaScript" in found or isinstance(found.get("/JS", None), (str, pikepdf.String, pikepdf.Stream)):
        return "pdf-script"
    if is_stream and ("/F" in found or isinstance(found.get("/Ref", None), pikepdf.Dictionary)):
        return "pdf-other-file"
    return objection_to_link(found)


def is_given_file(value) -> bool:
    """Whether this is the part of a file specification that carries the file itself."""
    return isinstance(value, pikepdf.Dictionary) and any(place in value for place in PLACES_OF_A_FILE)


def objection_to_link(found: pikepdf.Object) -> str:
    """The reason for refusing a link: one that runs a script, or leads to a file on a computer."""
    target = found.get("/URI", None)
    if not isinstance(target, (str, pikepdf.String)):
        return ""
    scheme = "".join(str(target).split()).lower().partition(":")[0]
    if scheme in ("javascript", "vbscript", "data"):
        return "pdf-script"
    return "pdf-launch" if scheme in ("file", "smb") or str(target).startswith("\\\\") else ""
