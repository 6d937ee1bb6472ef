"""Two people save the same text at the same moment, two hundred times, over real HTTP: nothing either wrote is lost."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.databases import rows
from tests.desk import cast, on_site
from tests.posting import ask, fields_of

ROUNDS = 200
PATH = "/admin/collaboration/page/{}/change/"


def page_to_fight_over(slug: str) -> int:
    """Run on the site: a public page, by its number."""
    from tests.making import page

    return page("fought-over/", slug, body="<p>The beginning.</p>").pk


def versions(address, number: int) -> list[dict]:
    """Every version of the page as the database keeps it, in order."""
    found = rows(
        address.var, "SELECT CAST(fields AS text) FROM collaboration_revision JOIN django_content_type kind ON kind.id = content_type_id WHERE object_id = ? AND kind.model = 'page' ORDER BY number", [number]
    )
    return [json.loads(fields) for (fields,) in found]


def words_of(who: str, turn: int) -> dict:
    """What somebody writes in one round: the same paragraph and summary as the other, a field of their own, and no trace of the round before."""
    place = f"<p>{who}{turn}end</p>"
    body = f"<p>The beginning.</p>{place}" if turn % 2 else f"{place}<p>The beginning.</p>"
    own = {"xena": {"menu_title": f"X{turn}"}, "yusuf": {"owner": f"Y{turn}"}}[who]
    return {"body": body, "summary": f"Round {turn} as {who}{turn} tells it.", **own}


@pytest.mark.browser
def test_two_hundred_rounds_of_two_savers_lose_nothing(running_site):
    people = dict(zip(("xena", "yusuf"), cast(running_site, ("writer", "derbyshire-opcc"), ("writer", "derbyshire-opcc")), strict=True))
    number = on_site(running_site, "page_to_fight_over", "derbyshire-opcc", module="tests.editorial.test_two_at_once")
    path = PATH.format(number)
    forms = {name: fields_of(ask(running_site, who.session, path).body) for name, who in people.items()}
    start: dict = {}
    lost = []
    for turn in range(ROUNDS):
        sent = {name: {**form, **start, **words_of(name, turn), "_pass": form["_pass"]} for name, form in forms.items()}
        with ThreadPoolExecutor(2) as both:
            waiting = {name: both.submit(ask, running_site, people[name].session, path, sent[name]) for name in people}
        answers = {name: one.result() for name, one in waiting.items()}
        assert sorted(one.status for one in answers.values()) == [200, 302]
        second = next(name for name, one in answers.items() if one.status == 200)
        assert "saved a newer version" in answers[second].body
        together = fields_of(answers[second].body)
        assert ask(running_site, people[second].session, path, together).status == 302
        start = {name: value for name, value in together.items() if name != "_pass"} | {"_base": str(int(together["_base"]) + 1)}
        wanted = [f"{name}{turn}end" for name in people]
        lost += [(turn, word) for word in wanted if together["body"].count(word) != 1]
        lost += [(turn, name) for name in people if f"{name}{turn}" not in together["summary"]]
        lost += [(turn, field) for field, word in (("menu_title", f"X{turn}"), ("owner", f"Y{turn}")) if together[field] != word]
    assert lost == []
    kept = versions(running_site, number)
    assert len(kept) == 1 + 2 * ROUNDS
    # Every second version is one person's alone, the next has both; what was saved is what the form showed.
    assert [kept[2 + 2 * turn]["body"].count("end</p>") for turn in range(ROUNDS)] == [2] * ROUNDS
