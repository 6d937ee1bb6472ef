"""What a PDF by WeasyPrint lacks for screen readers, and is put right in the finished file (PDF/UA-1, the Matterhorn Protocol)."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

PRINT = 4
LAYOUT_OF_ITEM = (Name.Lbl, Name.LBody)


def mended(file: BinaryIO) -> bytes:
    """The same PDF with scopes on header cells, bodies in list items, and links that are on paper too."""
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = PRINT
        for element, above in elements(pdf.Root.StructTreeRoot):
            if element.get("/S") == Name.TH:
                give_scope(element, above)
            elif element.get("/S") == Name.LI:
                give_body(pdf, element)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def elements(root: Object) -> Iterator[tuple[Object, list[Object]]]:
    """Every element of the structure with those above it, the nearest last."""
    waiting = [(child, []) for child in children(root)]
    while waiting:
        element, above = waiting.pop()
        yield element, above
        waiting += [(child, [*above, element]) for child in children(element)]


def children(element: Object) -> list[Object]:
    """The elements right below one; not the marks and links that point at content."""
    kids = element.get("/K", Array())
    kids = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def give_scope(cell: Object, above: list[Object]) -> None:
    """A header cell in the head of a table speaks for its column, one below for its row (ISO 32000-1, table 349)."""
    in_head = any(element.get("/S") == Name.THead for element in above)
    attributes = cell.get("/A", Dictionary(O=Name.Table))
    attributes.Scope = Name.Column if in_head else Name.Row
    cell.A = attributes


def give_body(pdf: pikepdf.Pdf, item: Object) -> None:
    """What is in a list item stands in its body, beside its bullet or number (ISO 14289-1, 7.6)."""
    kids = list(item.K) if isinstance(item.get("/K"), Array) else [item.K] if "/K" in item else []
    loose = [kid for kid in kids if not (isinstance(kid, Dictionary) and kid.get("/S") in LAYOUT_OF_ITEM)]
    if not loose:
        return
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array(loose)))
    if "/Pg" in item:
        body.Pg = item.Pg
    for kid in loose:
        if isinstance(kid, Dictionary) and "/P" in kid:
            kid.P = body
    item.K = Array([kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/S") in LAYOUT_OF_ITEM] + [body])
