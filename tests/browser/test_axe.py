"""That axe would see a fault; what it finds on our pages is asked in test_every_page.py and test_desk_axe.py."""


def test_a_fault_would_be_seen_in_every_window_and_scheme(auditor):
    page = "<!doctype html><html lang=en><title>A</title><style>@media (prefers-color-scheme: dark) {p {color: #333; background: #222}}</style><main><h1>A</h1><p>Dark<img src=/></p></main>"
    auditor.context.route("**/faulty/", lambda route: route.fulfill(body=page, content_type="text/html"))
    found = auditor.violations("/faulty/")
    assert [one.split(": ")[0] for one in found] == ["wide light image-alt", "wide dark color-contrast", "narrow light image-alt", "narrow dark color-contrast"]


def test_letters_that_look_alike_are_looked_at_once_and_those_that_lie_over_something_each_time(auditor):
    faulty = "<!doctype html><html lang=en><title>A</title><main><h1>A</h1><p style='color: #999; background: #fff'>Faint</p><p style='position: absolute; color: #888; background: #fff'>Over</p></main>"
    sound = faulty.replace("#999", "#333").replace("#888", "#222")
    auditor.context.route("**/faint/", lambda route: route.fulfill(body=faulty, content_type="text/html"))
    auditor.context.route("**/sound/", lambda route: route.fulfill(body=sound, content_type="text/html"))
    assert auditor.violations("/sound/") == []
    # A fault is found again and again, and what is sound is not looked at twice.
    assert [sum("color-contrast" in one for one in auditor.violations("/faint/")) for _again in range(2)] == [4, 4]
    before = len(auditor.known)
    assert auditor.violations("/sound/") == []
    assert len(auditor.known) == before
