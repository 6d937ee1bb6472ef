"""Every actor asks every address of the desk about every office's records, over real HTTP.

Three things are held of each answer: it is the table's, no word of a record that the actor may not see is
in it, and the database has not changed where the table says no. An address or a model that is not in the
table fails.
"""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.contrib.admin import site
from django.urls import get_resolver

from collaboration.editorial.deciding import ACTS
from tests.conftest import Address
from tests.databases import on_sqlite, opened, rows
from tests.desk import on_site
from tests.ground.processes import free_port, gunicorn, serving
from tests.posting import Answer, ask, fields_of

from .table import DONE, ELSEWHERE, SHOWN, by_kind
from .world import ACTORS, OF_OFFICES, OFFICES, ROLES, SHARED, word

pytestmark = pytest.mark.browser
SHOWN_TO, DONE_BY = by_kind(SHOWN), by_kind(DONE)
LETTER = {"writer": "w", "publisher": "p", "manager": "m"}
# Tables that answers of their own change: sessions, what limits remember, and which addresses are missing.
PASSING = {"django_session", "remembered", "sqlite_sequence", "sqlite_stat1", "collaboration_edition"}
CONDITION = {"passes make": "due", "passes close": "due", "acts move": "scheduled", "acts call-off": "scheduled", "publishing withdraw": "live", "publishing unschedule": "due", "publishing move": "due", "publishing approve-red": "red", "publishing revoke": "shared", "changelist withdraw": "live", "changelist discard": "live"}


def may(actor: str, who: str, office: str) -> bool:
    """Whether the letters of the table include this actor, for a record of that office."""
    if actor not in ROLES or not who:
        return False
    if "administrator" in ROLES[actor].values():
        return True
    return LETTER.get(ROLES[actor].get(office, ""), "-") in who


class World:
    """The running site with its people and records, and how one asks it."""

    def __init__(self, address):
        self.address = str(address)
        self.var = address.var
        made = on_site(address, "build", module="tests.isolation.world")
        self.sessions, self.numbers, self.kinds = made["sessions"], made["numbers"], made["kinds"]
        self.watching = opened(self.var)
        self.used: dict = {}
        self.forms: dict = {}

    def ask(self, actor: str, path: str, data: dict | None = None) -> Answer:
        """One request of an actor."""
        return ask(self.address, self.sessions[actor], path, data)

    def any_of(self, kind: str, office: str, condition: str = "draft") -> int:
        found = self.numbers[kind][office]
        return (found[condition] if isinstance(found, dict) else found)[0]

    def fresh(self, kind: str, office: str, condition: str = "draft") -> int:
        """A record that nobody has done anything to yet."""
        found = self.numbers[kind][office]
        rows = found[condition] if isinstance(found, dict) else found
        place = self.used[kind, office, condition] = self.used.get((kind, office, condition), 0) + 1
        # The first is for those who may only look, or try.
        return rows[place % len(rows)]

    def offices(self, kind: str) -> list[str]:
        return list(self.numbers[kind]) if kind in self.kinds else []

    def commits(self) -> int:
        """A number that differs whenever anybody has written anything in between."""
        now = self.watching.execute("PRAGMA data_version" if on_sqlite(self.var) else "SELECT pg_current_snapshot()::text").fetchone()[0]
        self.watching.rollback()
        return now

    def contents(self) -> dict[str, str]:
        """A digest of every table that holds what people made."""
        known = "SELECT name FROM sqlite_master WHERE type = 'table'" if on_sqlite(self.var) else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        names = [name for (name,) in rows(self.var, known) if name not in PASSING and "searchwords" not in name]
        return {name: hashlib.sha256(repr(rows(self.var, f'SELECT * FROM "{name}" ORDER BY 1')).encode()).hexdigest() for name in names}

    def form(self, path: str) -> dict:
        """What a browser would send from the form at an address, as an administrator sees it."""
        return {name: value for name, value in fields_of(self.ask("administrator", path).body).items() if name != "_pass"}


@pytest.fixture(scope="module")
def own_site(furnished, tmp_path_factory):
    """A site of these tests alone: a thousand records would be in everybody's way."""
    address = Address(f"http://127.0.0.1:{free_port()}")
    address.var = tmp_path_factory.mktemp("isolation")
    furnished(address.var)
    with serving(*gunicorn(), port=int(address.rpartition(":")[2]), var=address.var):
        yield address


@pytest.fixture(scope="module")
def world(own_site):
    one = World(own_site)
    yield one
    one.watching.close()


def path_of(kind: str, address: str, number: int | None = None) -> str:
    start = f"/admin/collaboration/{kind}/"
    plain = {"changelist": "", "add": "add/", "csv": "csv/", "import": "import/", "import_template": "import/template/"}
    if address in plain:
        return start + plain[address]
    return f"{start}{number}/{'preview/page' if address == 'preview_page' else address}/"


def number_free(address: str) -> bool:
    """Whether an address is that of a kind and not of one record."""
    return address in ("changelist", "add", "csv", "import", "import_template")


def words_not_for(actor: str) -> re.Pattern:
    """Every word of the world that this actor may see on no page."""
    hidden = []
    for (kind, address), who in SHOWN_TO.items():
        for office in OFFICES:
            if address == "change" and not may(actor, who, office):
                hidden.append(word(kind, office))
    return re.compile("|".join(sorted(hidden)) or r"(?!)")


HIDDEN = {actor: words_not_for(actor) for actor in ACTORS}


def given_away(actor: str, answer: Answer) -> set[str]:
    return set(HIDDEN[actor].findall(answer.body + answer.location))


def listed(wrong: list[str]) -> str:
    """What went wrong, a line each, and not more than one can read."""
    return "\n".join([f"{len(wrong)} wrong", *wrong[:40]])


def is_shown(answer: Answer) -> bool:
    return answer.status == 200


# The table is whole


def names_of_the_desk() -> set[str]:
    found: set[str] = set()

    def walk(patterns, prefix=""):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, prefix + str(one.pattern))
            elif (prefix + str(one.pattern)).startswith("admin/") and one.name and not prefix.startswith("admin/account/"):
                found.add(one.name)

    walk(get_resolver().url_patterns)
    return found


def test_every_model_at_the_desk_is_in_the_table():
    assert {model._meta.model_name for model in site._registry} == {kind for kind, _address in SHOWN_TO}


def test_every_address_of_the_desk_is_in_the_table():
    kinds = "|".join(model._meta.model_name for model in site._registry)
    missing = set()
    for name in names_of_the_desk():
        of_kind = re.fullmatch(rf"collaboration_({kinds})_(\w+)", name)
        kind, address = of_kind.groups() if of_kind else ("", name)
        known = (kind, address) in SHOWN_TO or any(row[0] == kind and row[1].split()[0] == address for row in DONE_BY)
        if not known and address not in ELSEWHERE:
            missing.add(name)
    assert missing == set()


def test_every_act_of_publishing_is_in_the_table():
    assert {f"publishing {act}" for act in ACTS} == {address for kind, address in DONE_BY if kind == "page" and address.startswith("publishing ")}


# Looking


@pytest.fixture(scope="module")
def looked(world) -> list[str]:
    """What was wrong when everybody looked at everything."""
    asked = [
        (actor, kind, address, office, path_of(kind, address, world.any_of(kind, office)))
        for (kind, address) in SHOWN_TO for office in world.offices(kind) for actor in ACTORS
    ]  # fmt: skip
    before = world.contents()
    # A list is the same address whichever office it is asked about.
    once = list(dict.fromkeys((actor, path) for actor, _kind, _address, _office, path in asked))
    with ThreadPoolExecutor(4) as several:
        answers = dict(zip(once, several.map(lambda one: world.ask(*one), once), strict=True))
    wrong = []
    for actor, kind, address, office, path in asked:
        answer = answers[actor, path]
        for_kind = number_free(address)
        offices = [one for one in OFFICES if one == "p" or kind not in SHARED] if for_kind else [office]
        if for_kind and kind in ("source", "topic", "duty", "force", "user", *SHARED):
            offices = ["p"]
        expected = any(may(actor, SHOWN_TO[kind, address], one) for one in offices)
        if is_shown(answer) != expected:
            wrong.append(f"{actor}: {path} ({office}) answers {answer.status} {answer.location}, expected {'a page' if expected else 'none'}")
        if leaked := given_away(actor, answer):
            wrong.append(f"{actor}: {path} shows {leaked}")
        if expected and address == "change" and kind in (*OF_OFFICES, *SHARED) and word(kind, office) not in answer.body:
            wrong.append(f"{actor}: {path} does not show the record")
    after = world.contents()
    # Opening an enquiry is written down.
    changed = {name for name in after if after[name] != before[name]} - {"collaboration_enquiry", "collaboration_enquiryreading"}
    return wrong + [f"looking changed {name}" for name in changed]


def test_pages_are_shown_to_those_in_the_table_and_to_nobody_else(looked):
    assert not looked, listed(looked)


def places_to_search() -> list[str]:
    """The addresses that answer with more than one record: home, groups, choosers, searches."""
    from collaboration.front.awaiting import BY_NAME

    kinds = [f"/admin/collaboration/{kind}/?q=zqx" for kind in sorted({kind for kind, _address in SHOWN_TO})]
    choosers = []
    for model, its_admin in site._registry.items():
        for field in its_admin.autocomplete_fields:
            name = {"app_label": "collaboration", "model_name": model._meta.model_name, "field_name": field}
            choosers += [f"/admin/autocomplete/?{urlencode({'term': term, **name})}" for term in ("zqx", "")]
    return ["/admin/", "/admin/collaboration/", "/admin/link-search/?q=zqx", *[f"/admin/awaiting/{one}/" for one in BY_NAME], *kinds, *choosers]


@pytest.fixture(scope="module")
def searched(world, looked) -> list[str]:
    """What was wrong when everybody searched everywhere."""
    asked = [(actor, path) for path in places_to_search() for actor in ACTORS]
    with ThreadPoolExecutor(4) as several:
        answers = list(several.map(lambda one: world.ask(*one), asked))
    wrong = [f"{actor}: {path} shows {given_away(actor, answer)}" for (actor, path), answer in zip(asked, answers, strict=True) if given_away(actor, answer)]
    wrong += [f"{actor}: {path} answers {answer.status}" for (actor, path), answer in zip(asked, answers, strict=True) if answer.status >= 500 or (actor in ("anonymous", "no factor", "nobody") and answer.status == 200)]
    return wrong


def test_nothing_that_searches_or_counts_tells_of_anothers_records(searched):
    assert not searched, listed(searched)


# Doing


def sent(world, kind: str, address: str, office: str, number: int | None, actor: str) -> tuple[str, dict]:
    """Where a deed is sent and what with: whole and right, as an administrator's browser would send it."""
    name, _space, act = address.partition(" ")
    if name == "publishing":
        revision = {"draft": 2, "live": 2, "due": 2, "red": 2, "shared": 2}[CONDITION.get(address, "draft")]
        reasons = {"because": "A reason.", "accepted_because": "Right as it is.", "unapproved_because": "No time.", "kind": "typo", "reader": "Somebody", "days": "3"}
        later = {"at_0": "2030-01-05", "at_1": "09:00"} if act in ("schedule", "move") else {}
        links = world.links.get((kind, number), 0) if act == "revoke" else ""
        return path_of(kind, "publishing", number), {"act": act, "number": revision, "link": links, **reasons, **later}
    if name == "acts":
        parts = world.bundles[str(number)]
        of_member = {f"number-{parts['member']}": 1, f"accepted_because-{parts['member']}": "Right."}
        return path_of(kind, "acts", number), {"act": act, **parts, **of_member, "at_0": "2031-01-05", "at_1": "09:00"}
    if name == "passes":
        world.new += 1
        return path_of(kind, "passes", number), {"act": act, "pass": world.embargo[str(number)], "name": f"Journalist {world.new}", "outlet": "Gazette"}
    if name == "changelist":
        return path_of(kind, "changelist"), {"action": act, "_selected_action": number, "confirmed": "yes", "post": "yes", f"number-{number}": "2", "accepted_because": "Right.", "because": "A reason."}
    if name == "add":
        return path_of(kind, "add"), new_record(world, kind, office, actor)
    path = path_of(kind, name, number)
    if name == "delete":
        return path, {"post": "yes"}
    if name == "history":
        return path, {"number": "1"}
    if name == "answered":
        return path, {"answered": "yes"}
    if name == "keep":
        return path, {"_pass": world.passes[actor][f"{kind} {number}"], "_base": "2", "title": "Typed by nobody else"}
    return path, changed(world, kind, path_of(kind, "change", number))


CHANGED = {
    "bundle": "name", "pressrelease": "summary", "page": "summary", "unit": "summary", "agreement": "summary", "fact": "statement", "officeholder": "note", "milestone": "title",
    "document": "title", "picture": "caption", "mediacontact": "hours", "menuitem": "order", "publisher": "phone", "source": "note", "topic": "order", "duty": "order", "standing": "note", "force": "districts",
    "redirect": "why", "membership": "role", "user": "name", "enquiry": "message", "missingaddress": "target", "emptysearch": "other", "searchsynonym": "words", "promotedpage": "words", "outsidelink": "fine_why",
}  # fmt: skip


def changed(world, kind: str, path: str) -> dict:
    """The form of a record with one thing in it changed."""
    if path not in world.forms:
        world.forms[path] = world.form(path)
    value = {"menuitem": "91", "topic": "91", "duty": "91", "membership": "publisher", "missingaddress": "other", "emptysearch": "site:/news/", "searchsynonym": f"tried, {path}", "promotedpage": f"tried {path}"}.get(kind, "Changed by somebody who tried")
    more = {"other": "site:/news/"} if kind == "missingaddress" else {}
    return {**world.forms[path], CHANGED[kind]: value, **more}


def new_record(world, kind: str, office: str, actor: str) -> dict:
    """A whole new record of a kind for that office."""
    world.new += 1
    name, slug = f"New {kind} {world.new}", f"new-{kind}-{world.new}"
    publisher = world.numbers["publisher"].get(office, [world.programme])[0]
    common = {"publisher": publisher, "title": name, "slug": slug, "key": slug, "name": name, "summary": "What it is.", "_base": "0"}
    each = {
        "pressrelease": {"headline": name, "body": "<p>Text.</p>"}, "page": {"path": f"{slug}/", "order": "0"},
        "unit": {"kind": "unit", "status": "unknown", "order": "0"}, "agreement": {"scope": "regional", "function": "Testing", "publication_form": "title", "order": "0"},
        "fact": {"topic": "region", "value": "7", "statement": "It is so.", "as_at": "2026", "source": world.any_of("source", "p"), "order": "0"},
        "milestone": {"happened_on": "2026", "sources": world.any_of("source", "p")}, "officeholder": {"role": "officer", "as_at": "2026", "sources": world.any_of("source", "p")},
        "menuitem": {"label": name, "place": "footer", "path": "/news/", "order": "95"}, "redirect": {"path": f"{slug}/", "target": "site:/news/"}, "searchsynonym": {"words": f"new, {name}"}, "promotedpage": {"words": name, "target": "site:/news/"},
        "membership": {"email": f"{slug}@example.org", "role": "writer"}, "source": {"published_by": "Somebody", "grade": "official"}, "topic": {"order": "0"},
        "duty": {"paragraph": "9", "group": "money", "rhythm": "unstated", "since": "2026-01-01", "order": "0"},
    }  # fmt: skip
    return {**common, **each.get(kind, {})}


# A file has to come with a new one of these; that only their office adds them is shown in tests/files and tests/pictures.
BY_FILE = ("document", "picture")


@pytest.fixture(scope="module")
def ready(world):
    """The world with the passes and links that deeds carry."""
    extra = on_site_extra(world)
    world.embargo, world.bundles = extra["embargo"], extra["bundles"]
    world.passes, world.links, world.programme, world.new = extra["passes"], {tuple(one[:2]): one[2] for one in extra["links"]}, extra["programme"], 0
    return world


def on_site_extra(world) -> dict:
    class Site(str):
        var = world.var

    kinds = {kind: [number for office in world.offices(kind) for number in world.numbers[kind][office]["draft"]] for kind in (*OF_OFFICES, *SHARED)}
    return on_site(Site(), "passes_and_links", kinds, module="tests.isolation.world")


def deeds(world) -> list[tuple[str, str, str, str]]:
    """Every actor's every deed: actor, kind, address, office."""
    return [
        (actor, kind, address, office) for (kind, address) in DONE_BY for office in world.offices(kind) for actor in ACTORS
        if not (address == "add" and kind in BY_FILE)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def tried(ready, searched) -> list[str]:
    """What was wrong when everybody tried what they may not do."""
    world = ready
    forbidden = [one for one in deeds(world) if not may(one[0], DONE_BY[one[1], one[2]], one[3])]
    assert len(forbidden) > 1000

    def deed(one):
        actor, kind, address, office = one
        return sent(world, kind, address, office, world.any_of(kind, office, CONDITION.get(address, "draft")), actor)

    def attempt(one):
        return world.ask(one[0], *prepared[one])

    # Forms are fetched first: an administrator's look at an enquiry is written down.
    prepared = {one: deed(one) for one in forbidden}
    before = world.contents()
    with ThreadPoolExecutor(4) as several:
        answers = list(several.map(attempt, forbidden))
    wrong = [f"{one}: shows {given_away(one[0], answer)}" for one, answer in zip(forbidden, answers, strict=True) if given_away(one[0], answer)]
    wrong += [f"{one}: {answer.status}" for one, answer in zip(forbidden, answers, strict=True) if answer.status >= 500]
    if not wrong and world.contents() != before:
        wrong = culprits(world, forbidden, attempt)
    return wrong


def culprits(world, forbidden: list, attempt) -> list[str]:
    """Which of these deeds change the database, each tried again by itself."""
    found = []
    for one in forbidden:
        before = world.contents()
        answer = attempt(one)
        if world.contents() != before:
            found.append(f"{one} changed the database and was answered {answer.status}")
    return found or ["the database changed, and not by any one deed alone"]


def test_what_the_table_forbids_changes_nothing(tried):
    assert not tried, listed(tried)


def test_what_the_table_allows_is_done(ready, tried):
    """Last of all: what it publishes is no secret any more."""
    world = ready
    wrong = []
    for actor, kind, address, office in deeds(world):
        if not may(actor, DONE_BY[kind, address], office):
            continue
        condition = CONDITION.get(address, "draft")
        number = world.fresh(kind, office, condition) if address != "add" else None
        where, what = sent(world, kind, address, office, number, actor)
        before = world.commits()
        answer = world.ask(actor, where, what)
        if world.commits() == before or answer.status >= 400:
            errors = re.findall(r'errornote.*?</ul>|class="errorlist".*?</ul>', answer.body, re.S)
            wrong.append(f"{actor}: {kind} {address} ({office} {number}) answered {answer.status} and changed nothing: {re.sub('<[^>]+>', ' ', ' '.join(errors))[:200]}")
    assert not wrong, listed(wrong)
