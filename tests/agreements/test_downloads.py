"""The register as a file: opened again by programs that others wrote, with the rows and the order of the page."""

import csv
import io
import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from collaboration.agreements.columns import columns
from collaboration.agreements.models import Agreement, State
from collaboration.publishers.models import Force
from collaboration.sheets.cells import as_meant
from tests import making
from tests.html import read

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "json", "ods")
QUERIES = ("", "?scope=national", "?force=derbyshire&force=lincolnshire&match=all&sort=-end", "?sort=title", "?state=date-passed")


def fetched(client, ending: str, query: str = "", site: str = "") -> bytes:
    answer = client.get(f"{site}/agreements/agreements.{ending}{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(client, ending: str, query: str = "", site: str = "") -> list[dict]:
    """What another program finds in the file: a row for each agreement, by column."""
    raw = fetched(client, ending, query, site)
    if ending == "json":
        return json.loads(raw)["agreements"]
    if ending == "csv":
        return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    head, *found = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name("Agreements").to_python()
    return [dict(zip(head, row, strict=True)) for row in found]


def as_text(value) -> str:
    """A cell as CSV has it, so that the three kinds of file can be compared."""
    if isinstance(value, list):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_file_has_the_rows_of_the_page_in_its_order(client, ending, query):
    shown = [(one.slug, one.state.value) for one in client.get(f"/agreements/{query}").context["found"]]
    assert shown
    assert [(row["agreement"], row["state_code"]) for row in rows(client, ending, query)] == shown


def test_the_three_files_say_the_same_in_every_cell(client):
    moments = ("as_at",)
    plain = [{name: as_meant(cell) for name, cell in row.items() if name not in moments} for row in rows(client, "csv")]
    for ending in ("json", "ods"):
        assert [{name: as_text(cell) for name, cell in row.items() if name not in moments} for row in rows(client, ending)] == plain


def test_a_site_has_what_concerns_it(client):
    assert "multi-force-shared-services" in {row["agreement"] for row in rows(client, "csv")}
    assert "multi-force-shared-services" not in {row["agreement"] for row in rows(client, "csv", site="/derbyshire-opcc")}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_moment_stands_in_the_name_and_in_every_row(client, ending):
    begun = timezone.now() - timedelta(seconds=1)
    named = client.get(f"/derbyshire-opcc/agreements/agreements.{ending}")["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="derbyshire-opcc-agreements-\d{{4}}-\d\d-\d\d-\d{{4}}\.{ending}"', named)
    found = {row["as_at"] for row in rows(client, ending)}
    assert len(found) == 1
    assert begun <= datetime.fromisoformat(found.pop()) <= timezone.now()


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_list_is_a_file_that_opens(client, ending):
    assert rows(client, ending, "?year=1900") == []
    if ending == "csv":
        assert fetched(client, "csv", "?year=1900").decode("utf-8-sig").startswith("agreement,title,")
    if ending == "json":
        assert json.loads(fetched(client, "json", "?year=1900"))["filters"] == [{"name": "year", "value": "1900"}]
    if ending == "ods":
        about = dict(CalamineWorkbook.from_filelike(io.BytesIO(fetched(client, "ods", "?year=1900"))).get_sheet_by_name("About this file").to_python())
        assert (about["Agreements"], about["Narrowed by"]) == (0, "Signed or started in: 1900")
        assert about["As at"][:10] == timezone.localdate().isoformat()


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@SUM(A1)", "  =1", "\t=1", "Heddlu Gŵyr a’r Fenni: ŵŷâ", "two  spaces", "a <b> & \"c\"", "x" * 250])
def test_words_come_through_whole_and_run_as_no_formula(client, text):
    making.agreement("odd", title=text, function=text[:80], ends_on=date(2090, 1, 2))
    for ending in ENDINGS:
        row = next(row for row in rows(client, ending) if row["agreement"] == "odd")
        assert as_meant(row["title"]) == text if text != "\t=1" else as_meant(row["title"]).strip() == "=1"
        assert as_text(row["ends"]) == "2090-01-02"
    line = next(row for row in rows(client, "csv") if row["agreement"] == "odd")
    assert not re.match(r"\s*[=+\-@]", line["title"])


def test_the_csv_file_opens_in_excel_with_its_accents(client):
    assert fetched(client, "csv").startswith(b"\xef\xbb\xbf")


def test_letters_that_no_xml_can_carry_leave_the_spreadsheet_whole(client):
    making.agreement("odd", title="bell\x07 and \ufffe end", parties_words="two\nlines")
    row = next(row for row in rows(client, "ods") if row["agreement"] == "odd")
    assert (row["title"], row["parties_as_published"]) == ("bell and  end", "two\nlines")


def test_days_are_days_in_the_spreadsheet_and_nothing_in_it_is_a_formula(client):
    raw = fetched(client, "ods")
    row = next(row for row in rows(client, "ods") if row["agreement"] == "criminal-justice-service-custody")
    assert row["extended_until"] == date(2020, 9, 17)
    import zipfile

    parcel = zipfile.ZipFile(io.BytesIO(raw))
    assert b"table:formula" not in parcel.read("content.xml")
    first = parcel.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_every_column_is_explained_on_its_page_and_on_the_second_sheet(client):
    known = columns(list(Force.objects.all()))
    assert [column.name for column in known] == list(rows(client, "csv")[0]) == list(rows(client, "json")[0])
    page = read(client.get("/agreements/columns/").content.decode())
    assert "/agreements/columns/" in read(client.get("/agreements/").content.decode()).links
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(fetched(client, "ods")))
    assert workbook.sheet_names[1] == "What the columns mean"
    explained = {row[0]: row[1] for row in workbook.get_sheet_by_index(1).to_python()[1:]}
    for column in known:
        assert explained[column.name] == column.meaning
        assert f"{column.name} {column.meaning}" in page.text
    assert set(State.values) <= set(re.findall(r"[\w-]+", explained["state_code"]))


def test_a_force_that_is_not_known_to_be_party_is_neither_in_nor_out(client):
    row = next(row for row in rows(client, "json") if row["agreement"] == "criminal-justice-service")
    assert (row["parties"], row["derbyshire"]) == ([], "not published")
    row = next(row for row in rows(client, "json") if row["agreement"] == "gateway-shared-service")
    assert (row["parties"], row["derbyshire"], row["lincolnshire"]) == (["Derbyshire", "Leicestershire"], "yes", "no")


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_under_embargo_is_in_a_file(client, ending):
    later = timezone.now() + making.hours(1)
    hidden = making.agreement("hidden", title="Wombat", publish_at=later)
    standing = making.agreement("standing", starts_on=date(2020, 1, 1), successor=hidden)
    unit = standing.units.create(publisher=making.publisher("programme"), slug="unseen", name="Wombatry", kind="unit", summary="-", publish_at=later)
    found = rows(client, ending)
    assert b"ombat" not in fetched(client, ending) if ending != "ods" else not any("ombat" in str(row) for row in found)
    row = next(row for row in found if row["agreement"] == "standing")
    assert (row["state_code"], as_text(row["superseded_by"]), as_text(row["units"])) == ("in-force", "", "")
    Agreement.objects.filter(pk=hidden.pk).update(publish_at=timezone.now())
    type(unit).objects.filter(pk=unit.pk).update(publish_at=timezone.now())
    row = next(row for row in rows(client, ending) if row["agreement"] == "standing")
    assert (row["state_code"], as_text(row["superseded_by"]), as_text(row["units"])) == ("superseded", "Wombat", "Wombatry")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_many_rows_asks_the_database_no_more_often(client, visited, ending, django_assert_max_num_queries):
    programme = making.publisher("programme")
    Agreement.objects.bulk_create(Agreement(publisher=programme, slug=f"many-{number}", title=f"Many {number}", scope="regional", function="Testing", summary="-", publish_at=timezone.now()) for number in range(300))
    with django_assert_max_num_queries(8):
        assert len(rows(client, ending)) > 300


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_can_be_asked_for_with_head_and_takes_no_form(client, ending):
    assert client.head(f"/agreements/agreements.{ending}").status_code == 200
    assert client.post(f"/agreements/agreements.{ending}").status_code == 405
