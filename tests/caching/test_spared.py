"""What need not be made anew is not: a write leaves every page that did not read its table."""

from types import SimpleNamespace

import pytest

from tests.desk import on_site

from .inside import Inside

HERE = "tests.caching.on_the_site"
NEWS = ["/", "/news/", "/derbyshire-opcc/", "/derbyshire-opcc/news/", "/leicestershire-opcc/news/", "/news/feed/", "/sitemap.xml"]
UNITS = ["/units/"]
OTHERS = ["/forces/", "/accessibility/", "/privacy/", "/agreements/", "/agreements/timeline/", "/history/", "/publication-duties/", "/robots.txt"]


@pytest.fixture(scope="module")
def site(tmp_path_factory, furnished):
    """One site in a process of its own, and somebody who changes things in another."""
    var = tmp_path_factory.mktemp("spared") / "var"
    furnished(var)
    inside = Inside(var)
    made = SimpleNamespace(var=var, kept=inside.kept)
    made.do = lambda function, *arguments: on_site(made, function, *arguments, module=HERE)
    made.do("make", "exact", "A mark")
    yield made
    inside.close()


@pytest.fixture(autouse=True)
def _warm(site):
    site.kept(*NEWS, *UNITS, *OTHERS)
    assert site.kept(*NEWS, *UNITS, *OTHERS) == [*NEWS, *UNITS, *OTHERS]


def test_a_release_makes_pages_with_releases_anew_and_no_other(site):
    site.do("update", "exact", "Another mark")
    assert site.kept(*NEWS, *UNITS, *OTHERS) == [*UNITS, *OTHERS]


def test_a_unit_leaves_what_names_no_unit(site):
    site.do("touch_units", "Another summary.")
    assert site.kept(*UNITS, *OTHERS) == OTHERS


def test_what_the_desk_keeps_for_itself_makes_no_page_anew(site):
    site.do("sign_in_and_look_for_something")
    assert site.kept(*NEWS, *UNITS, *OTHERS) == [*NEWS, *UNITS, *OTHERS]


def test_a_draft_makes_only_what_tells_of_changes_anew(site):
    site.do("draft", "exact")
    still = site.kept(*NEWS, *UNITS, *OTHERS)
    # The first is asked of the site, because something may be due now; it is as it was.
    assert set(still) >= {*NEWS[1:-2], *UNITS, *OTHERS}


def test_what_is_undone_makes_nothing_anew(site):
    site.do("undone", "exact")
    assert site.kept(*NEWS, *UNITS, *OTHERS) == [*NEWS, *UNITS, *OTHERS]


def test_without_the_store_nothing_is_kept_and_editions_rise_all_the_same(site):
    bare = Inside(site.var, EMPCP_PAGE_STORE="0")
    assert bare.kept("/forces/", "/forces/") == []
    before = site.do("edition", "collaboration_pressrelease")
    site.do("update", "exact", "A third mark")
    assert site.do("edition", "collaboration_pressrelease") > before
    bare.close()
