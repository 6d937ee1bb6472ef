"""The browser's own engine as the judge of our style sheets: it keeps every declaration and every selector."""

import json
import re

import pytest
import tinycss2

from ..test_markup import FOR_PAPER, SHEETS, STATIC, rules_of, sheet

# What each engine knows by another name, or what other engines than this one want.
FOR_OTHERS = ("-moz-", "-webkit-", "-ms-")


def written_in(path) -> list[dict]:
    """Selector and declarations of every rule of a sheet, as they are written."""
    found = []
    for rule in rules_of(sheet(path)):
        declarations = [one for one in tinycss2.parse_blocks_contents(rule.content) if one.type == "declaration"]
        pairs = [[one.name, tinycss2.serialize(one.value).strip()] for one in declarations]
        # An element of another namespace, as in the sheet of the feeds, cannot be asked for without the sheet around it.
        found.append({"selector": re.sub(r"\b\w+\|(?=\w)", "", tinycss2.serialize(rule.prelude).strip()), "declarations": pairs})
    return found


@pytest.fixture(scope="module")
def page(chromium):
    one = chromium.new_page()
    yield one
    one.close()


FOR_PAGES = [path for path in SHEETS if path.name not in FOR_PAPER]


@pytest.mark.parametrize("path", FOR_PAGES, ids=lambda path: str(path.relative_to(STATIC)))
def test_the_browser_understands_every_line(page, path):
    rules = written_in(path)
    dropped = page.evaluate(
        """text => JSON.parse(text).flatMap(rule => [
            ...(rule.selector.startsWith("&") || CSS.supports(`selector(${rule.selector.split(",")[0]})`) || document.createDocumentFragment().querySelector(rule.selector) === null ? [] : [rule.selector]),
            ...rule.declarations.filter(([name, value]) => !name.startsWith("--") && !CSS.supports(name, value)).map(one => rule.selector + " " + one.join(": ")),
        ])""",
        json.dumps(rules),
    )
    assert rules
    assert [one for one in dropped if not any(prefix in one for prefix in FOR_OTHERS)] == []
