"""The register from a table: shown row by row first, written as drafts, all or nothing, and exactly what was shown."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from collaboration.agreements.models import Agreement
from collaboration.editorial.drafting import save_draft, working
from collaboration.editorial.revisions import Revision
from collaboration.publishers.models import Force
from collaboration.units.models import Unit
from tests.desk import administrator, join, member, signed_in
from tests.making import agreement

from .hostile import FILES, HEAD, ROWS

pytestmark = pytest.mark.django_db
REGISTER = "/admin/collaboration/agreement/"


def choose(client, who, raw: bytes, at: str = REGISTER):
    """Choose a file; the page of its changes, or the page that says why not."""
    file = io.BytesIO(raw)
    file.name = "table.csv"
    answer = signed_in(client, who).post(f"{at}import/", {"file": file})
    return client.get(answer["Location"]) if answer.status_code == 302 else answer


def go_on(client, plan):
    """Press the button under the changes."""
    shown = re.search(r'name="shown" value="([^"]+)"', plan.content.decode())
    return client.post(plan.request["PATH_INFO"], {"shown": shown[1] if shown else ""}, follow=True)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def taken_away(client, who) -> bytes:
    return b"".join(signed_in(client, who).get(f"{REGISTER}csv/").streaming_content)


def editor():
    return member("writer", "programme")


def test_a_file_that_was_taken_away_and_brought_back_changes_nothing(client):
    strange = agreement("strange", title="=HYPERLINK(“x”)", function="'=1", summary="-1\r\nline; two", statutory_basis="@x", signed_on="2001 or 2002", parties_words=" “a”, b ")
    strange.parties.set(Force.objects.all()[:2])
    strange.units.set(Unit.objects.all()[:3])
    who = administrator()
    for raw in (taken_away(client, who), taken_away(client, who).replace(b"\xef\xbb\xbf", b"")):
        plan = choose(client, who, raw)
        assert [len(lines) for lines in (plan.context["plan"].wrong, plan.context["plan"].to_write)] == [0, 0]
        assert len(plan.context["plan"].same) == Agreement.objects.count()
    assert "These columns are only there to be read and change nothing: Last day" in text_of(plan)


def test_a_draft_is_taken_away_and_brought_back_as_it_was_written_last(client):
    who = administrator()
    thing = agreement("a-slug")
    save_draft(thing, {"function": "As drafted"}, who)
    raw = taken_away(client, who)
    assert b"As drafted" in raw
    assert choose(client, who, raw).context["plan"].to_write == []


def test_every_change_is_shown_and_nothing_written(client):
    thing = agreement("a-slug", title="The old title")
    before = Revision.objects.count()
    plan = choose(client, editor(), HEAD + b"a-slug,The new title,Regional,Testing,A summary.\r\nnew-one,Another,National,Testing,A summary.\r\n")
    text = text_of(plan)
    assert "a-slug Changed Title as published The old title The new title" in text
    assert "new-one New Slug – new-one" in text
    assert Revision.objects.count() == before
    assert working(thing) is None
    assert not Agreement.objects.filter(slug="new-one").exists()


def test_changes_become_drafts_and_new_rows_stay_unseen(client):
    thing = agreement("a-slug", title="The old title")
    who = editor()
    done = go_on(client, choose(client, who, HEAD + b"a-slug,The new title,Regional,Testing,A summary.\r\nnew-one,Another,National,Testing,A summary.\r\n"))
    assert "2 drafts are saved. Nothing has changed in public." in text_of(done)
    thing.refresh_from_db()
    assert thing.title == "The old title"
    assert working(thing).fields["title"] == "The new title"
    assert (working(thing).author, working(thing).is_open) == (who, True)
    new = Agreement.objects.get(slug="new-one")
    assert (new.publish_at, new.scope, new.publisher.slug) == (None, "national", "programme")
    assert working(new).author == who
    client.cookies.clear()
    assert client.get("/agreements/new-one/").status_code == 404


def test_choices_dates_and_yes_or_no_are_read_as_people_write_them(client):
    derbyshire, leicestershire = Force.objects.all()[:2]
    unit = Unit.objects.live().first()
    head = "slug;title;scope;function;summary;parties;units;starts_on;ends_on;signed_on;parties_not_stated;lead_force;order;body"
    row = f'x;X;REGIONAL;Y;Z;"{derbyshire.name}; {leicestershire.name}";{unit.slug};12/11/2026;2027-01-31;13/11/2026;Yes;{derbyshire.name};7;"<p onclick=""x()"">Hi<script>alert(1)</script></p>"'
    plan = choose(client, editor(), f"{head}\n{row}\n".encode())
    assert plan.context["plan"].wrong == []
    go_on(client, plan)
    made = Agreement.objects.get(slug="x")
    assert set(made.parties.all()) == {derbyshire, leicestershire}
    assert list(made.units.all()) == [unit]
    assert (str(made.starts_on), str(made.ends_on), made.signed_on) == ("2026-11-12", "2027-01-31", "2026-11-13")
    assert (made.parties_not_stated, made.lead_force, made.order, made.body) == (True, derbyshire, 7, "<p>Hi</p>")


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("starts_on", "31/02/2026", "“31/02/2026” is not a date"), ("starts_on", "11/12/26", "is not a date"), ("starts_on", "soon", "is not a date"),
        ("parties", "Nobody", "There is no “Nobody” to choose here."), ("lead_force", "Derbyshire Constabulary; Leicestershire Police", "Only one can be named here."),
        ("order", "-1", "is not a whole number"), ("order", "", "is not a whole number"), ("order", "9" * 40, "is not a whole number"), ("parties_not_stated", "perhaps", "is neither yes nor no"),
        ("signed_on", "Sep-11", "is not a date"), ("units", "not-a-unit", "There is no “not-a-unit” to choose here."), ("successor", "a-slug", "There is no “a-slug”"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_at_its_row_and_column(client, column, cell, message):
    plan = choose(client, editor(), f'slug,title,scope,function,summary,{column}\na-slug,A,regional,T,S.,"{cell}"\n'.encode())
    assert message in text_of(plan)
    assert plan.context["plan"].wrong[0].number == 2
    assert "Nothing can be written while a row is wrong" in text_of(plan)
    go_on(client, plan)
    assert not Agreement.objects.filter(slug="a-slug").exists()


def test_the_model_has_its_say(client):
    plan = choose(client, editor(), b"slug,title,scope,function,summary,starts_on,ends_on\na-slug,A,regional,T,S.,2026-02-01,2026-01-01\n")
    assert "The agreement ends before it starts." in text_of(plan)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_plain_words(client, name):
    raw, message = FILES[name]
    before = Revision.objects.count()
    answer = choose(client, editor(), raw)
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert "Choose" in text_of(answer) or "choose" in text_of(answer) or "Table" in text_of(answer)
    assert "<script>alert" not in answer.content.decode()
    assert Revision.objects.count() == before


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_is_wrong_is_said_with_its_number_and_stops_all(client, name):
    rows, number, column, message = ROWS[name]
    plan = choose(client, editor(), HEAD + rows + b"good-one,A title,Regional,Testing,A summary.\r\n")
    assert plan.status_code == 200
    fault = next(line for line in plan.context["plan"].wrong if line.number == number).faults[0]
    assert (fault.column or "–", message in fault.message) == (column, True)
    go_on(client, plan)
    assert not Agreement.objects.filter(slug="good-one").exists()


def test_excel_in_western_letters_is_understood(client):
    plan = choose(client, editor(), HEAD.replace(b",", b";") + "a-slug;Café – “x”;Regional;Testing;A £5 summary.\r\n".encode("cp1252"))
    go_on(client, plan)
    assert Agreement.objects.get(slug="a-slug").title == "Café – “x”"


def test_cells_may_have_line_ends_and_separators(client):
    go_on(client, choose(client, editor(), HEAD + b'a-slug,"A, b; c ""d""",Regional,Testing,"One.\r\nTwo."\r\n'))
    made = Agreement.objects.get(slug="a-slug")
    assert (made.title, made.summary) == ('A, b; c "d"', "One.\nTwo.")


def test_a_formula_is_stored_as_written_and_leaves_harmless(client):
    go_on(client, choose(client, editor(), HEAD + b"a-slug,\"'=1+1\",Regional,Testing,A summary.\r\n"))
    assert Agreement.objects.get(slug="a-slug").title == "=1+1"
    assert b"'=1+1" in taken_away(client, administrator())


def test_a_column_that_is_left_out_stays_as_it_is(client):
    thing = agreement("a-slug", title="Kept", function="Old")
    go_on(client, choose(client, editor(), b"Slug,Function\r\na-slug,New\r\n"))
    assert working(thing).fields["title"] == "Kept"
    assert working(thing).fields["function"] == "New"


def test_records_that_changed_meanwhile_are_shown_anew(client):
    who = editor()
    thing = agreement("a-slug", title="The old title")
    plan = choose(client, who, HEAD + b"a-slug,The new title,Regional,Testing,A summary.\r\n")
    save_draft(thing, {"title": "Written in between"}, administrator())
    answer = go_on(client, plan)
    assert answer.status_code == 409
    assert "the records have changed since this page was shown" in text_of(answer)
    assert "Written in between" in text_of(answer)
    assert working(thing).fields["title"] == "Written in between"
    go_on(client, answer)
    assert working(thing).fields["title"] == "The new title"


def test_pressing_twice_writes_once(client):
    plan = choose(client, editor(), HEAD + b"a-slug,A,Regional,Testing,A summary.\r\n")
    go_on(client, plan)
    before = Revision.objects.count()
    assert "That table is not kept any more." in text_of(go_on(client, plan))
    assert Revision.objects.count() == before


@pytest.mark.parametrize("shown", ["", "x", "WzEsICJ4Il0:1aaaaa:forged"])
def test_only_what_was_shown_is_written(client, shown):
    plan = choose(client, editor(), HEAD + b"a-slug,A,Regional,Testing,A summary.\r\n")
    answer = client.post(plan.request["PATH_INFO"], {"shown": shown})
    assert answer.status_code == 409
    assert not Agreement.objects.filter(slug="a-slug").exists()


def test_what_was_shown_of_another_file_is_not_enough(client):
    who = editor()
    one = choose(client, who, HEAD + b"a-slug,A,Regional,Testing,A summary.\r\n")
    other = choose(client, who, HEAD + b"b-slug,B,Regional,Testing,A summary.\r\n")
    shown = re.search(r'name="shown" value="([^"]+)"', one.content.decode())[1]
    assert client.post(other.request["PATH_INFO"], {"shown": shown}).status_code == 409
    assert not Agreement.objects.filter(slug__in=["a-slug", "b-slug"]).exists()


def test_a_table_is_its_choosers_alone(client):
    plan = choose(client, editor(), HEAD + b"a-slug,Canary title,Regional,Testing,A summary.\r\n")
    answer = signed_in(client, administrator()).get(plan.request["PATH_INFO"], follow=True)
    assert "That table is not kept any more." in text_of(answer)
    assert "Canary" not in text_of(answer)


def test_a_table_is_kept_for_an_hour(client):
    choose(client, editor(), HEAD + b"a-slug,A,Regional,Testing,A summary.\r\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT expires FROM remembered WHERE cache_key LIKE %s", ["%import:agreement:%"])
        expires = cursor.fetchone()[0]
    ends = datetime.fromisoformat(str(expires)).replace(tzinfo=UTC)
    assert timedelta(minutes=58) < ends - timezone.now() <= timedelta(minutes=61)


def test_all_or_nothing(client, monkeypatch):
    from collaboration.editorial import tables
    from collaboration.editorial.drafting import Refused

    plan = choose(client, editor(), HEAD + b"a-slug,A,Regional,Testing,A summary.\r\nb-slug,B,Regional,Testing,A summary.\r\n")
    written = []

    def second_fails(thing, *arguments, **more):
        written.append(thing)
        if len(written) == 2:
            raise Refused("The second one was refused.")
        return save_draft(thing, *arguments, **more)

    monkeypatch.setattr(tables, "save_draft", second_fails)
    assert "The second one was refused." in text_of(go_on(client, plan))
    assert not Agreement.objects.filter(slug__in=["a-slug", "b-slug"]).exists()


def test_more_changes_than_can_be_made_at_once_are_said(client):
    rows = b"".join(b"slug-%d,A,Regional,T,S.\r\n" % number for number in range(503))
    plan = choose(client, editor(), HEAD + rows)
    assert [line.number for line in plan.context["plan"].wrong] == [502, 503, 504]
    assert "More than 500 changes in one table: split it." in text_of(plan)


@pytest.mark.parametrize(("role", "of"), [("writer", "derbyshire-opcc"), ("publisher", "derbyshire-opcc"), ("manager", "derbyshire-opcc"), ("manager", "programme")])
def test_the_register_is_changed_by_the_programmes_writers_alone(client, role, of):
    who = member(role, of)
    signed_in(client, who)
    for address in ("import/", "import/template/", "import/abc/"):
        assert client.get(f"{REGISTER}{address}").status_code == 403
        assert client.post(f"{REGISTER}{address}", {}).status_code in (403, 405)
    assert "import/" not in client.get(REGISTER).content.decode()


def test_a_role_lost_between_looking_and_writing_writes_nothing(client):
    who = editor()
    plan = choose(client, who, HEAD + b"a-slug,A,Regional,Testing,A summary.\r\n")
    who.memberships.all().delete()
    join(who, "writer", "derbyshire-opcc")
    signed_in(client, who)
    assert go_on(client, plan).status_code == 403
    assert not Agreement.objects.filter(slug="a-slug").exists()


def test_the_empty_table_names_every_column_and_is_taken(client):
    raw = b"".join(signed_in(client, editor()).get(f"{REGISTER}import/template/").streaming_content)
    assert "Title as published" in raw.decode()
    assert "The table has no rows." in text_of(choose(client, editor(), raw))


def test_a_register_of_thousands_is_read_in_few_queries(client, django_assert_max_num_queries):
    from collaboration.agreements.importing import AgreementTable
    from collaboration.editorial.importing import plan_of
    from tests.making import publisher

    who = administrator()
    Agreement.objects.bulk_create([Agreement(publisher=publisher("programme"), slug=f"a-{number}", title="T", scope="regional", function="F", summary="S.") for number in range(3000)])
    raw = HEAD + b"".join(b"a-%d,T,Regional,F,S.\r\n" % number for number in range(3000))
    with django_assert_max_num_queries(25):
        plan = plan_of(AgreementTable(who, publisher("programme"), lambda model: model.objects.all()), raw, set())
    assert len(plan.same) == 3000
