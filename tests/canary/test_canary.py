"""The canary: two sites, served by gunicorn, that are the same but for what is under embargo on one of them.

Nothing that anybody may ask tells them apart before the moment; from the moment on everything is there, at the first
request and without a job; and once it is withdrawn it is gone again.
"""

import re
import time

import pytest

from .addresses import crawl, narrowed, of_the_desk, of_the_table, own_addresses, routes, searched, twisted
from .asking import SECRET, Question, each
from .places import FILES, SHOWN, wanting, watched
from .world import OFFICE, OTHER

pytestmark = pytest.mark.browser
# How many seconds after the sweep the moment is, and until how long before it the site is asked whether it is silent still.
AHEAD, LATEST = 4.0, 0.7
# Words that are in slugs, references and names; what is asked for by them says them back.
WORDS = sorted({one for words in SHOWN.values() for one in words})
# A sheet of units and agreements of each of the other sites is the same page with another head.
SHARED = re.compile(r"^/([a-z]+-(?:police|opcc))/(units|agreements)/(?!canary|zq)[^/?]+/")
# So is the register, however it is narrowed: the programme’s is asked in every way.
REGISTER = re.compile(r"^/agreements/[^?]*\?")
HOMES = [Question("/"), Question("/robots.txt"), Question("/sitemap.xml"), Question("/opensearch.xml"), Question("/api/v1/openapi.json"), Question("/", "canary.localhost"), Question("/robots.txt", "canary.localhost")]


def listed(wrong: list) -> str:
    return "\n".join([f"{len(wrong)} wrong", *map(str, wrong[:30])])


def followed(one: Question) -> bool:
    mount = re.match(r"^/([a-z]+-(?:police|opcc))/", one.path)
    if REGISTER.match(one.path[mount.end() - 1 :] if mount else one.path) and (one.host or mount):
        return False
    if one.host:
        return not re.match(r"/(units|agreements)/(?!canary|zq)[^/?]+/", one.path)
    return not mount or mount[1] == OFFICE or not (SHARED.match(one.path) or "?" in one.path)


@pytest.fixture(scope="module")
def swept(pair) -> dict:
    """Every question with both answers; staff first, before any visitor's wrong address is counted."""
    found = {}

    def ask_both(questions) -> None:
        new = [one for one in dict.fromkeys(questions) if one not in found]
        found.update(zip(new, each(lambda one: (pair.without.ask(one), pair.with_them.ask(one)), new), strict=True))

    made = pair.made
    ask_both(of_the_desk(made["numbers"], pair.sessions))
    ask_both(watched())
    known = {one.path: answers[1].headers["etag"] for one, answers in found.items() if "etag" in answers[1].headers}
    ask_both([*of_the_table([made["forged"].split("/")[-2], "x"]), *narrowed(), *searched(WORDS), *twisted(made["stored"], known)])
    led = crawl(pair.with_them, HOMES, {}, followed)
    answers = each(pair.without.ask, [one for one in led if one not in found])
    found.update({one: (answer, led[one]) for one, answer in zip([one for one in led if one not in found], answers, strict=True)})
    return found


@pytest.fixture(scope="module")
def crossing(pair, swept) -> tuple[float, dict]:
    """The moment, and by question the answers that were asked for before and after it, the last of each."""
    made = pair.made
    moment = pair.run("release_at", made["numbers"], made["bundle"], made["change"], AHEAD)
    before = dict(zip(watched(), each(lambda one: pair.with_them.ask(one) if time.time() < moment - LATEST else swept[one][1], watched()), strict=True))
    time.sleep(max(0.0, moment - time.time()))
    # Each says what it has, as a browser that was there before would.
    after = [Question(one.path, headers=(("If-None-Match", tag),) if (tag := before[one].headers.get("etag")) else ()) for one in watched()]
    return moment, {one: (before[one], answer) for one, answer in zip(watched(), each(pair.with_them.ask, after), strict=True)}


@pytest.fixture(scope="module")
def entered(pair, crossing):
    return pair.with_them.ask(Question(pair.made["pass"]))


@pytest.fixture(scope="module")
def withdrawn(pair, swept, crossing, entered) -> dict:
    """By question, what the site answers once everything is withdrawn: wherever something was, and wherever the sweep came near."""
    pair.run("take_back", pair.made["numbers"])
    near = [one for one in swept if one.names_a_secret and "Cookie" not in dict(one.headers)][::6]
    questions = list(dict.fromkeys([*watched(), Question(pair.made["pass"]), *near]))
    return dict(zip(questions, each(pair.with_them.ask, questions), strict=True))


def test_the_sweep_asks_every_address_of_the_table(swept):
    paths = [re.sub(rf"^/({OFFICE}|{OTHER})/", "/", one.path.partition("?")[0]) for one in swept]
    wide = {route: re.compile("/" + re.sub(r"<[^>]+>", ".+", re.escape(route).replace("\\<", "<").replace("\\>", ">"))) for route in routes()}
    assert [route for route, shape in wide.items() if not any(shape.fullmatch(path) for path in paths)] == []
    assert sum(both[1].status == 200 for both in swept.values()) > 800


def test_no_secret_word_is_said_to_anybody_who_did_not_say_it_first(swept):
    wrong = [f"{one}: {both[1].secrets}" for one, both in swept.items() if not one.names_a_secret and both[1].secrets]
    assert not wrong, listed(wrong)


def test_no_answer_differs_from_that_of_a_site_without_the_secret_things(swept):
    wrong = [f"{one}: {both[0].status} {both[1].status}, {difference(*both)}" for one, both in swept.items() if not both[0].is_like(both[1])]
    assert not wrong, listed(wrong)


def difference(without, with_them) -> str:
    """The first line that only one of two answers has."""
    lines = set(without.told.splitlines()) ^ set(with_them.told.splitlines())
    return next((one.decode(errors="replace").strip()[:200] for one in lines), "the order of lines")


def test_nothing_is_said_until_the_moment(crossing):
    moment, answers = crossing
    early = {one: before for one, (before, _after) in answers.items() if moment - AHEAD < before.ended < moment}
    assert early
    wrong = [f"{one}: {before.secrets}" for one, before in early.items() if before.secrets and not one.names_a_secret]
    assert not wrong + [f"{path} is there" for path in FILES if Question(path) in early and early[Question(path)].status != 404]


def test_everything_is_there_from_the_moment_on(crossing):
    moment, answers = crossing
    assert min(after.began for _before, after in answers.values()) < moment + 1
    wrong = [f"{one} answers {after.status} without {missing}" for one, (_before, after) in answers.items() if (missing := wanting(one.path, f"{after.headers}".encode() + after.body))]
    wrong += [f"{path} answers {answers[Question(path)][1].status}" for path in FILES if answers[Question(path)][1].status != 200]
    assert not wrong, listed(wrong)


def test_what_is_for_colleagues_alone_stays_so(crossing):
    assert not {word for _before, after in crossing[1].values() for word in after.secrets if word.startswith("zqn") and not word.startswith(("zqndocument", "zqntable"))}


def test_a_pass_leads_to_the_page_from_the_moment_on(entered):
    assert (entered.status, entered.headers["location"].rpartition("/news/")[2]) == (302, "zqxreleaseslug/")


def test_what_is_withdrawn_is_gone_from_everywhere(withdrawn):
    # An old address leads on to one that says that it was withdrawn.
    wrong = [f"{one}: {answer.secrets}" for one, answer in withdrawn.items() if not (one.names_a_secret or one.path.endswith("/old-canary/")) and answer.secrets]
    assert not wrong, listed(wrong)


def test_its_own_address_says_that_it_was_withdrawn_and_why_and_no_more(withdrawn):
    pages = {path: withdrawn[Question(path)] for path in own_addresses() if Question(path) in withdrawn}
    assert {path: answer.status for path, answer in pages.items()} == {path: 404 if path in FILES else 410 for path in pages}
    assert all(b"It was let out too early." in answer.body for path, answer in pages.items() if answer.status == 410 and "/api/" not in path)
    slugs = re.compile(rb"zq[xn][a-z]*slug")
    assert {path: left for path, answer in pages.items() if (left := set(SECRET.findall(slugs.sub(b"", answer.body))))} == {}
    assert [path for path in FILES if withdrawn[Question(path)].status not in (404, 410)] == []
