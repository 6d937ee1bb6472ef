"""Units as a tree, and each in its place."""

import pytest

from collaboration.units.models import Unit
from tests import making

pytestmark = pytest.mark.django_db


def test_what_works_for_the_public_comes_before_what_steers_it(client):
    groups = [group.kind for group in client.get("/units/").context["groups"]]
    assert groups[0] == "unit"
    assert groups.index("service") < groups.index("governance")


def test_a_team_stands_below_its_branch_and_its_unit(client):
    shown = client.get("/units/regional-intelligence-unit/").content.decode()
    place = shown.partition('id="place"')[2].partition("</section>")[0]
    assert place.index("/units/emsou/") < place.index("/units/emsou-soc/") < place.index('aria-current="true"')


def test_a_unit_names_the_live_news_about_it(client):
    unit = Unit.objects.get(slug="emsou-soc")
    making.release("about-it", headline="News about it").units.add(unit)
    making.release("a-draft", headline="A draft about it", publish_at=None).units.add(unit)
    shown = client.get("/units/emsou-soc/").content.decode()
    assert "/derbyshire-opcc/news/about-it/" in shown
    assert "A draft about it" not in shown
