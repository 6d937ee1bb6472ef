"""The map of the region, the bars and statements, and what the homes choose to show."""

import re
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest

from collaboration.facts.models import Milestone
from collaboration.front.views import spread
from collaboration.publishers.models import Force
from collaboration.templatetags.collaboration import figure_parts, largest, thousands

from ..html import read
from ..making import agreement

pytestmark = pytest.mark.django_db
DRAWING = Path(__file__).resolve().parent.parent.parent / "templates" / "components" / "region_drawing.html"
NEIGHBOURS = {
    ("derbyshire", "leicestershire"), ("derbyshire", "nottinghamshire"), ("leicestershire", "lincolnshire"),
    ("leicestershire", "northamptonshire"), ("leicestershire", "nottinghamshire"), ("lincolnshire", "northamptonshire"),
    ("lincolnshire", "nottinghamshire"),
}  # fmt: skip


def steps(path: str) -> set[frozenset]:
    """A line on the grid, as the steps of ten units that it is made of, whichever way they are walked."""
    found, here, start = set(), (0, 0), (0, 0)
    for letter, numbers in re.findall(r"([MLHVZ])([\d ]*)", path):
        goal = goal_of(letter, [int(number) for number in numbers.split()], here, start)
        if letter == "M":
            start = here = goal
        found |= walk(here, goal)
        here = goal
    return found


def goal_of(letter: str, given: list[int], here: tuple, start: tuple) -> tuple:
    if letter == "Z":
        return start
    return {"H": (given[0], here[1]), "V": (here[0], given[0])}.get(letter, tuple(given))


def walk(here: tuple, goal: tuple) -> set[frozenset]:
    across, down = goal[0] - here[0], goal[1] - here[1]
    count = max(abs(across), abs(down)) // 10
    places = [(here[0] + across * step // count, here[1] + down * step // count) for step in range(count + 1)] if count else []
    return {frozenset(pair) for pair in zip(places, places[1:], strict=False)}


def outlines() -> dict[str, set[frozenset]]:
    return {slug: steps(path) for slug, path in re.findall(r'id="area-(\w+)" d="([^"]+)"', DRAWING.read_text())}


def test_the_map_has_the_five_areas_and_no_other():
    assert set(outlines()) == set(Force.objects.values_list("slug", flat=True))


def test_areas_that_lie_side_by_side_share_their_border_and_no_others_touch():
    areas = outlines()
    assert {tuple(sorted(pair)) for pair in combinations(areas, 2) if areas[pair[0]] & areas[pair[1]]} == NEIGHBOURS


def test_the_borders_drawn_over_the_areas_are_their_outlines():
    drawn = re.search(r'class="region__borders" d="([^"]+)"', DRAWING.read_text()).group(1)
    assert steps(drawn) == set().union(*outlines().values())


@pytest.mark.parametrize("home", ["/", "/forces/", "/derbyshire-police/", "/derbyshire-opcc/"])
def test_each_area_of_the_map_leads_to_its_figures(client, home):
    seen = read(client.get(home).content.decode())
    target = "" if home == "/forces/" else "/forces/"
    assert {f"{target}#{slug}" for slug in outlines()} <= set(seen.links)


@pytest.mark.parametrize("home", ["/", "/forces/"])
def test_the_figures_of_the_map_stand_in_a_table_too(client, home):
    table = re.search(r'<table class="areas".*?</table>', client.get(home).content.decode(), re.S).group()
    for force in Force.objects.all():
        assert force.short_name in table
        assert force.population_words[1:] in table
        assert (f"{force.area_square_miles:,}" if force.area_square_miles else "not published here") in table


def test_an_area_stands_out_on_its_own_sites_alone(client):
    assert 'aria-current="true"' not in re.search(r'<nav class="region.*?</nav>', client.get("/").content.decode(), re.S).group()
    assert '#derbyshire" aria-current="true"' in client.get("/derbyshire-opcc/").content.decode()


def test_the_home_counts_agreements_by_their_state(client):
    agreement("begun", starts_on="2020-01-01")
    assert "<strong>1</strong> In force" in client.get("/").content.decode()


def test_milestones_are_chosen_from_first_to_latest_at_even_steps():
    years = [2001, 2001, 2002, 2003, 2010, 2011, 2012, 2021]
    chosen = spread([SimpleNamespace(year=str(year)) for year in years], 4)
    assert [one.year for one in chosen] == ["2001", "2010", "2012", "2021"]


def test_the_strip_goes_from_the_first_milestone_to_the_latest(client):
    shown = client.get("/").content.decode()
    assert Milestone.objects.live().first().title in shown
    assert Milestone.objects.live().last().title in shown


@pytest.mark.parametrize(
    ("value", "before", "number", "after"),
    [
        ("more than 6,000 square miles", "more than", "6,000", "square miles"),
        ("4.5 million", "", "4.5", "million"),
        ("nearly £30 million over four years", "nearly", "£30", "million over four years"),
        ("20%", "", "20%", ""),
        ("five", "", "five", ""),
    ],
)
def test_a_figure_is_taken_apart_around_its_number(value, before, number, after):
    assert figure_parts(value) == {"before": before, "number": number, "after": after}


def test_whole_numbers_have_separators_and_bars_a_scale():
    assert thousands(2284) == "2,284"
    assert largest([SimpleNamespace(size=3), SimpleNamespace(size=None), SimpleNamespace(size=7)], "size") == 7
    assert largest([], "size") == 0
