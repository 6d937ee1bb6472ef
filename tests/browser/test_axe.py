"""No fault that axe knows, of any severity, on any template of any kind of site, nor in the gallery of any theme."""

import pytest

from . import tour


@pytest.mark.parametrize("kind", tour.KINDS)
def test_axe_finds_no_fault_on_any_template(auditor, kind):
    found = {address: auditor.violations(address) for address in tour.stops(kind)}
    assert {address: violations for address, violations in found.items() if violations} == {}


@pytest.mark.parametrize("site", tour.SITES)
def test_axe_finds_no_fault_with_any_component_in_any_theme(auditor, site):
    assert auditor.violations(f"{site}gallery/") == []


def test_a_fault_would_be_seen_in_every_window_and_scheme(auditor):
    page = "<!doctype html><html lang=en><title>A</title><style>@media (prefers-color-scheme: dark) {p {color: #333; background: #222}}</style><main><h1>A</h1><p>Dark<img src=/></p></main>"
    auditor.context.route("**/faulty/", lambda route: route.fulfill(body=page, content_type="text/html"))
    found = auditor.violations("/faulty/")
    assert [one.split(": ")[0] for one in found] == ["wide light image-alt", "wide dark color-contrast", "narrow light image-alt", "narrow dark color-contrast"]
