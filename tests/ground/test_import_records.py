"""`manage.py import_records`: all the records of a file or none, checked like any others, found by the search, and public only with a date."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from collaboration.agreements.models import Document
from collaboration.management import importing
from collaboration.news.models import PressRelease, Topic
from collaboration.search.models import SearchRecord
from collaboration.units.models import Unit
from tests.ground.processes import manage
from tests.making import hours, release

pytestmark = pytest.mark.django_db
LONG_AGO = "2016-01-05T09:00:00Z"


def entry(slug: str, **fields) -> dict:
    known = {"publisher": ["derbyshire-opcc"], "slug": slug, "headline": f"Headline of {slug}", "summary": "A summary.", "body": "<p>Words about zircon.</p>", "publish_at": LONG_AGO}
    return {"model": "collaboration.pressrelease", "fields": known | fields}


@pytest.fixture
def take_in(tmp_path, capsys):
    """Imports entries from a file; what was said on standard output and error."""

    def import_records(*entries, **options) -> tuple[str, str]:
        path = tmp_path / "records.jsonl"
        path.write_text("".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in entries))
        call_command("import_records", str(path), **options)
        return tuple(capsys.readouterr())

    return import_records


@pytest.fixture
def in_small_batches(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 3)


def test_records_come_in_with_what_they_are_about(take_in, client, in_small_batches):
    topics = list(Topic.objects.values_list("slug", flat=True)[:2])
    said, _progress = take_in(*(entry(f"in-{number}", topics=[[topic] for topic in topics[: number % 3]], forces=[["derbyshire"], ["derbyshire"]]) for number in range(8)))
    assert said == "Imported 8 records.\n"
    assert {one.slug: one.topics.count() for one in PressRelease.objects.filter(slug__startswith="in-")} == {f"in-{number}": number % 3 for number in range(8)}
    assert PressRelease.objects.get(slug="in-7").forces.get().slug == "derbyshire"
    shown = client.get("/derbyshire-opcc/news/in-7/")
    assert shown.status_code == 200
    assert "Words about zircon" in shown.content.decode()


@pytest.mark.parametrize("few", [500, 2], ids=["each by itself", "all anew"])
def test_the_search_finds_what_came_in_and_nothing_that_has_no_date(take_in, client, monkeypatch, few):
    monkeypatch.setattr(importing, "FEW", few)
    later = (timezone.now() + hours(48)).isoformat()
    before = SearchRecord.objects.count()
    take_in(*(entry(f"in-{number}") for number in range(3)), entry("a-draft", publish_at=None), entry("under-embargo", publish_at=later))
    assert SearchRecord.objects.count() == before + 4
    found = client.get("/derbyshire-opcc/search/?q=zircon").content.decode()
    assert all(f"/news/in-{number}/" in found for number in range(3))
    assert "a-draft" not in found
    assert "under-embargo" not in found
    for slug in ("a-draft", "under-embargo"):
        assert client.get(f"/derbyshire-opcc/news/{slug}/").status_code == 404


def test_rich_text_is_cleaned_as_everywhere(take_in):
    take_in(entry("unclean", body="<p onclick='x()'>Words<script>alert(1)</script></p>"))
    assert PressRelease.objects.get(slug="unclean").body == "<p>Words</p>"


def test_what_django_writes_comes_in_again_the_same(take_in, tmp_path):
    one = release("to-and-fro")
    one.topics.set(Topic.objects.all()[:2])
    # Its moments are written to the thousandth of a second.
    one.publish_at, one.withdrawn_at, one.withdrawal_reason = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 2, 5, 9, 30, 1, 250_000, tzinfo=UTC), "It was wrong."
    one.save()
    written = tmp_path / "written.jsonl"
    call_command("dumpdata", "collaboration.pressrelease", format="jsonl", use_natural_foreign_keys=True, use_natural_primary_keys=True, output=str(written), verbosity=0)
    mine = next(line for line in written.read_text().splitlines() if '"to-and-fro"' in line)
    fields = {field.name: field.value_from_object(one) for field in PressRelease._meta.concrete_fields if field.name not in ("id", "changed_at")}
    topics = set(one.topics.values_list("slug", flat=True))
    PressRelease.objects.filter(pk=one.pk).update(slug="moved-away")
    take_in(mine)
    again = PressRelease.objects.get(slug="to-and-fro")
    assert {name: PressRelease._meta.get_field(name).value_from_object(again) for name in fields} == fields
    assert set(again.topics.values_list("slug", flat=True)) == topics


def test_a_record_may_refer_to_one_further_up(take_in):
    unit = {"model": "collaboration.unit", "fields": {"publisher": ["programme"], "slug": "new-unit", "name": "A new unit", "kind": Unit.objects.first().kind, "summary": "A summary.", "publish_at": LONG_AGO}}
    take_in(unit, entry("of-the-unit", units=[["new-unit"]]))
    assert PressRelease.objects.get(slug="of-the-unit").units.get().slug == "new-unit"


def test_other_kinds_come_in_too(take_in):
    take_in({"model": "collaboration.topic", "fields": {"slug": "a-topic", "name": "A topic"}})
    assert Topic.objects.get(slug="a-topic").name == "A topic"


# All or nothing


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (entry("bad", headline=""), "line 4 (collaboration.pressrelease: bad): headline: This field cannot be blank."),
        (entry("bad", headline="x" * 201), "line 4 (collaboration.pressrelease: bad): headline: Ensure this value has at most 200 characters (it has 201)."),
        (entry("Bad slug!"), "line 4 (collaboration.pressrelease: Bad slug!): slug: Enter a valid “slug”"),
        (entry("feed"), "line 4 (collaboration.pressrelease: feed): slug: This word stands for a page of the newsroom itself."),
        (entry("bad", publisher=["nobody"]), "line 4 (collaboration.pressrelease: bad): publisher: there is no publisher “nobody”."),
        (entry("bad", publisher=None), "line 4 (collaboration.pressrelease: bad): publisher: This field cannot be null."),
        (entry("bad", topics=[["no-such"]]), "line 4 (collaboration.pressrelease: bad): topics: there is no topic “no-such”."),
        (entry("bad", topics="all"), "line 4 (collaboration.pressrelease: bad): topics: give a list."),
        (entry("bad", colour="red"), "line 4 (collaboration.pressrelease: bad): colour: there is no such field."),
        (entry("bad", publish_at="2026-01-05T09:00:00"), "publish_at: “2026-01-05T09:00:00” is no moment with its time zone, such as 2026-01-05T09:00:00Z."),
        (entry("bad", publish_at="soon"), "publish_at: “soon” is no moment with its time zone"),
        (entry("bad", publish_at=5), "publish_at: “5” is no moment with its time zone"),
        (entry("bad", changed_at="2126-01-05T09:00:00Z"), "changed_at: “2126-01-05T09:00:00Z” has not come yet."),
        (entry("bad", events_on="yesterday"), "events_on: “yesterday” value has an invalid date format"),
        (entry("bad", withdrawn_at="2015-01-05T09:00:00Z", withdrawal_reason="Wrong."), "line 4 (collaboration.pressrelease: bad): It is withdrawn before it is published."),
        (entry("good-1"), "line 4 (collaboration.pressrelease: good-1): This publisher has a release at that address already."),
        (entry("there"), "line 4 (collaboration.pressrelease: there): This publisher has a release at that address already."),
        ({"model": "collaboration.nothing", "fields": {}}, "line 4 (collaboration.nothing: without a name): there is no model “collaboration.nothing”."),
        ({"model": "collaboration.user", "fields": {}}, "“collaboration.user” is no content of the sites and cannot be imported."),
        ({"model": "collaboration.pressrelease"}, "line 4 (not an entry): an entry needs a “model” and its “fields”."),
        ("[1, 2]", "line 4 (not an entry): an entry needs a “model” and its “fields”."),
        ("{nothing", "line 4 (not an entry): this is no JSON: Expecting property name enclosed in double quotes"),
        ("\x00", "line 4 (not an entry): this is no JSON"),
    ],
)
def test_a_bad_line_is_named_by_number_and_field_and_nothing_stays(take_in, in_small_batches, bad, words):
    release("there")
    before, known = PressRelease.objects.count(), SearchRecord.objects.count()
    with pytest.raises(CommandError) as refused:
        take_in(*(entry(f"good-{number}") for number in range(3)), bad, entry("good-4"))
    assert str(refused.value).startswith("Nothing was imported. records.jsonl, line 4")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (PressRelease.objects.count(), SearchRecord.objects.count()) == (before, known)


def test_a_file_that_no_row_of_ours_has_stored_is_refused(take_in):
    document = {"model": "collaboration.document", "fields": {"publisher": ["programme"], "slug": "d", "title": "D", "kind": "other", "dated": "2020-01-01", "file": "documents/no-such.pdf"}}
    with pytest.raises(CommandError, match="file: “documents/no-such.pdf” is not in the storage"):
        take_in(document)
    assert not Document.objects.exists()


def test_a_record_that_its_field_may_not_name_is_refused(take_in):
    standing = {"model": "collaboration.standing", "fields": {"publisher": ["derbyshire-police"], "duty": ["anything"]}}
    with pytest.raises(CommandError, match="publisher: there is no publisher “derbyshire-police”"):
        take_in(standing)


def test_a_check_tries_everything_and_keeps_nothing(take_in):
    said, _progress = take_in(entry("tried"), check=True)
    assert said == "1 records are in order.\n"
    assert not PressRelease.objects.filter(slug="tried").exists()


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="none.jsonl cannot be read: no such file or directory."):
        call_command("import_records", str(tmp_path / "none.jsonl"))


# Numbers and progress


def test_numbers_that_came_along_are_kept_and_the_next_come_after_them(take_in):
    highest = PressRelease.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    take_in({**entry("with-a-number"), "pk": highest + 50})
    assert PressRelease.objects.get(slug="with-a-number").pk == highest + 50
    assert release("after-it").pk > highest + 50


def test_elsewhere_than_on_a_terminal_progress_is_a_line_for_each_tenth(take_in):
    _said, progress = take_in(*(entry(f"in-{number:02}") for number in range(40)))
    assert [line.partition(":")[0] for line in progress.splitlines()] == [f"{tenth} %" for tenth in range(10, 101, 10)]
    assert progress.splitlines()[-1] == "100 %: 40 records"
    assert take_in(entry("quiet"), verbosity=0) == ("", "")


def test_what_was_changed_before_says_when(take_in):
    take_in(entry("old", changed_at="2016-02-01T10:00:00+00:00"), entry("new"))
    assert PressRelease.objects.get(slug="old").changed_at == datetime(2016, 2, 1, 10, tzinfo=UTC)
    assert PressRelease.objects.get(slug="new").changed_at > timezone.now() - hours(1)


def test_it_is_a_command(tmp_path, furnished):
    furnished(tmp_path / "var")
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(entry("by-command")) + "\n\n")
    done = manage("import_records", str(path), var=tmp_path / "var")
    assert (done.returncode, done.stdout) == (0, "Imported 1 records.\n")
    assert manage("import_records", str(path), var=tmp_path / "var").returncode == 1
