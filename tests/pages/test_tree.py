"""The pages of a section as a tree."""

import pytest

from collaboration.pages.models import Page
from collaboration.pages.tree import tree_of
from tests import making


def shape(branches):
    return [(branch.page.path, shape(branch.below)) for branch in branches]


def test_pages_stand_below_the_nearest_page_above_them():
    pages = [Page(path=path) for path in ("a/b/", "a/", "a/b/c/", "a/x/y/", "a/z/")]
    assert shape(tree_of(pages)) == [("a/", [("a/b/", [("a/b/c/", [])]), ("a/x/y/", []), ("a/z/", [])])]


@pytest.mark.django_db
def test_the_side_navigation_is_nested(client):
    for path in ("s/", "s/one/", "s/one/below/"):
        making.page(path)
    shown = client.get("/derbyshire-opcc/s/one/").content.decode()
    side = shown.partition('class="side-nav"')[2].partition("</nav>")[0]
    assert side.count("<ul>") == 3
    assert side.count('aria-current="page"') == 1
