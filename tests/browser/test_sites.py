"""The staff door in a real browser. The sites' own pages: test_every_page.py."""


def test_the_staff_door_works_under_the_same_strict_policy(open_page):
    page = open_page("/admin/")
    assert page.troubles == []
    assert page.locator("input[name=login]").count() == 1
