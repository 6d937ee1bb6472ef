"""That axe would see a fault; what it finds on our pages is asked in test_every_page.py and test_desk_axe.py."""


def test_a_fault_would_be_seen_in_every_window_and_scheme(auditor):
    page = "<!doctype html><html lang=en><title>A</title><style>@media (prefers-color-scheme: dark) {p {color: #333; background: #222}}</style><main><h1>A</h1><p>Dark<img src=/></p></main>"
    auditor.context.route("**/faulty/", lambda route: route.fulfill(body=page, content_type="text/html"))
    found = auditor.violations("/faulty/")
    assert [one.split(": ")[0] for one in found] == ["wide light image-alt", "wide dark color-contrast", "narrow light image-alt", "narrow dark color-contrast"]
