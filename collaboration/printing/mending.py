"""What a PDF by WeasyPrint lacks for screen readers, and is put right in the finished file (PDF/UA-1, the Matterhorn Protocol)."""

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

PRINT = 4
LAYOUT_OF_ITEM = (Name.Lbl, Name.LBody)
GROUPS = (Name.Div, Name.NonStruct)
EMPTY = (Name.Span, Name.Div, Name.NonStruct, Name.P)


def mended(file: BinaryIO) -> bytes:
    """The same PDF with scopes on header cells, lists of items with bodies, heads and feet as artifacts, and links that are on paper too."""
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = PRINT
        leave_out_empty(pdf.Root.StructTreeRoot)
        for element, above in elements(pdf.Root.StructTreeRoot):
            if element.S == Name.TH:
                give_scope(element, above)
            elif element.S == Name.LI:
                give_body(pdf, element)
            elif element.S == Name.L:
                take_out_of_groups(element)
        read_out = marks_of(pdf.Root.StructTreeRoot)
        for page in pdf.pages:
            pass_over_the_rest(pdf, page, read_out[page.obj.objgen])
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


def all_kids(element: Object) -> list:
    """What is right below an element: further elements, links, and the marks of content."""
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def children(element: Object) -> list[Object]:
    """The elements right below one; not the marks and links that point at content."""
    return [kid for kid in all_kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def leave_out_empty(element: Object) -> bool:
    """Takes out what holds nothing, such as a picture for show: there is nothing to hear of it. Says whether this element is one; an empty cell keeps its place."""
    kids = all_kids(element)
    kept = [kid for kid in kids if not (isinstance(kid, Dictionary) and "/S" in kid and leave_out_empty(kid))]
    if len(kept) < len(kids):
        element.K = Array(kept)
    return not kept and element.get("/S") in EMPTY


def take_out_of_groups(items: Object) -> None:
    """A list has items and nothing between: HTML may group terms in a <div>, a PDF may not (ISO 32000-1, table 336)."""
    kids = []
    for kid in all_kids(items):
        if isinstance(kid, Dictionary) and kid.get("/S") in GROUPS:
            for one in children(kid):
                one.P = items
            kids += children(kid)
        else:
            kids.append(kid)
    items.K = Array(kids)


def give_scope(cell: Object, above: list[Object]) -> None:
    """A header cell in the head of a table speaks for its column, one below for its row (ISO 32000-1, table 349)."""
    in_head = any(element.get("/S") == Name.THead for element in above)
    attributes = cell.get("/A", Dictionary(O=Name.Table))
    attributes.Scope = Name.Column if in_head else Name.Row
    cell.A = attributes


def give_body(pdf: pikepdf.Pdf, item: Object) -> None:
    """What is in a list item stands in its body, beside its bullet or number (ISO 14289-1, 7.6)."""
    kids = all_kids(item)
    is_loose = [isinstance(kid, Dictionary) and kid.get("/S") not in LAYOUT_OF_ITEM for kid in kids]
    loose = [kid for kid, is_one in zip(kids, is_loose, strict=True) if is_one]
    if not loose:
        return
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array(loose)))
    if "/Pg" in item:
        body.Pg = item.Pg
    for kid in loose:
        kid.P = body
    item.K = Array([kid for kid, is_one in zip(kids, is_loose, strict=True) if not is_one] + [body])


def marks_of(root: Object) -> dict[tuple[int, int], set[int]]:
    """For each page, by the number of its object, the marks of the content that the structure names."""
    marks = defaultdict(set)
    for element, _above in elements(root):
        if "/Pg" in element:
            marks[element.Pg.objgen].update(kid for kid in all_kids(element) if isinstance(kid, int))
    return marks


def pass_over_the_rest(pdf: pikepdf.Pdf, page: pikepdf.Page, read_out: set[int]) -> None:
    """Content that no element of the structure names is the head or foot of a page: an artifact, which nobody hears again and again."""
    told, named = [], parents_on(pdf, page)
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and "/MCID" in operands[1] and (mark := int(operands[1].MCID)) not in read_out:
            operands = [Name.Artifact, Dictionary(Type=Name.Pagination)]
            named[mark] = None
        told.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(told))


def parents_on(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Array:
    """The element of each mark of a page, by its number (ISO 32000-1, 14.7.4.4)."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    place = next(place for place in range(0, len(numbers), 2) if numbers[place] == page.StructParents)
    return numbers[place + 1]
