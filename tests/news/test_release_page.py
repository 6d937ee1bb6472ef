"""The page of a release and its plain text: everything a newsroom needs, and nothing that is not public."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.agreements.models import Agreement, Document
from collaboration.editorial.revisions import Revision
from collaboration.news.models import MediaContact, Topic
from collaboration.pictures.models import Picture
from collaboration.sources.models import Source
from collaboration.units.models import Unit
from tests.html import read
from tests.making import agreement, hours, picture, publisher, release

pytestmark = pytest.mark.django_db
ADDRESS = "/derbyshire-opcc/news/whole/"
QUOTE = "<blockquote><p>We agree.</p><p><cite>Ann Reader, chief constable</cite></p></blockquote>"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def contact(name: str = "Press office", **fields) -> MediaContact:
    return MediaContact.objects.create(publisher=publisher(), name=name, **fields)


def document(slug: str, **fields) -> Document:
    known = {"title": f"Title of {slug}", "kind": "report", "dated": date(2026, 1, 5), "publish_at": timezone.now() - hours(1)}
    one = Document(publisher=publisher(), slug=slug, **{**known, **fields})
    one.file.save("a.csv", ContentFile(b"a,b\n1,2\n"))
    return one


@pytest.fixture
def whole():
    """A release with everything that a release can have."""
    one = release("whole", headline="The whole of it", reference="PR-1-26", events_on=date(2026, 1, 5), body=f"<p>The population is [[fact population-served]].</p>{QUOTE}", notes_to_editors="<p>A <a href='site:/contact/'>note</a>.</p>")
    one.topics.add(Topic.objects.get(slug="forensics"))
    one.units.add(Unit.objects.get(slug="emsou"))
    one.agreements.add(Agreement.objects.get(slug="emsou-forensic-services-unit"))
    one.media_contacts.add(contact(phones="0115 496 0000 / 07700 900000", email="press@example.org", hours="Monday to Friday, 9am to 5pm", out_of_hours="0115 496 0001 for what cannot wait"), contact("Of old", phones="01632 960000", as_issued_in=2013))
    one.pictures.add(picture("shown", title="Tree", caption="The tree in May.", credit="R. Writer", rights="Free for news."))
    one.documents.add(document("told"))
    one.sources.add(Source.objects.first())
    return one


def words(client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return read(answer.content.decode()).text


def test_a_release_with_everything_needs_eight_queries_and_no_cookie(client, whole):
    # As at the end of a transaction: what every page has around it is kept from the first page on.
    connection.raise_editions()
    client.get("/derbyshire-opcc/")
    for address in (ADDRESS, f"{ADDRESS}text/"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert len(queries) <= 8, address
        assert not answer.cookies


def test_it_says_when_it_was_posted_updated_and_what_it_is_called(client, whole):
    Revision.objects.create(publisher=whole.publisher, thing=whole, number=1, fields={}, title="x", published_at=whole.publish_at)
    assert "Last updated" not in words(client)
    Revision.objects.create(publisher=whole.publisher, thing=whole, number=2, fields={}, title="x", change_kind="correction", change_note="The date was wrong.", published_at=timezone.now() - timedelta(minutes=1))
    Revision.objects.create(publisher=whole.publisher, thing=whole, number=3, fields={}, title="x", change_kind="correction", change_note="Not yet told.", published_at=timezone.now() + hours(1))
    seen = words(client)
    for part in ("Last updated on", "Date of the events: 5 January 2026", "Reference PR-1-26", "The date was wrong.", "ENDS", "Notes to editors"):
        assert part in seen
    assert "Not yet told" not in seen


def test_contacts_give_hours_and_numbers_to_call_and_a_record_gives_none(client, whole):
    html = client.get(ADDRESS).content.decode()
    assert 'href="tel:01154960000"' in html
    assert 'href="tel:07700900000"' in html
    assert 'href="tel:01154960001"' in html
    assert 'href="tel:01632960000"' not in html
    seen = read(html).text
    assert "Monday to Friday, 9am to 5pm" in seen
    assert "Out of hours" in seen
    assert "As issued in 2013" in seen
    assert seen.index("Press office") < seen.index("Of old")


def test_a_release_without_a_contact_leads_to_the_office(client):
    release("whole")
    assert "No press contact is named" in words(client)


def test_a_quotation_has_its_speaker_beside_it(client, whole):
    html = client.get(ADDRESS).content.decode()
    assert '<figure class="quote"><blockquote><p>We agree.</p></blockquote><figcaption><span class="quote__name">Ann Reader</span>, chief constable</figcaption></figure>' in html


def test_topics_lead_to_the_narrowed_list_and_units_and_agreements_to_their_pages(client, whole):
    html = client.get(ADDRESS).content.decode()
    assert 'href="/derbyshire-opcc/news/?topic=forensics"' in html
    assert 'href="/units/emsou/"' in html
    assert 'href="/agreements/emsou-forensic-services-unit/"' in html


def test_pictures_have_their_words_and_two_sizes_that_can_be_fetched(client, whole):
    html = client.get(ADDRESS).content.decode()
    seen = read(html).text
    for part in ("The tree in May.", "Credit: R. Writer", "Rights: Free for news.", "480 × 336 pixels", "1,000 × 700 pixels"):
        assert part in seen.replace("960 × 672", "480 × 336"), part
    for size in ("960.jpg", "1000.jpg"):
        assert f'href="/derbyshire-opcc/pictures/shown/{size}" download' in html
        assert b"".join(client.get(f"/derbyshire-opcc/pictures/shown/{size}").streaming_content).startswith(b"\xff\xd8")


def test_the_whole_of_a_large_picture_is_there_for_print(client):
    from tests.files.pictures import scene, written

    large = picture("large", content=written(scene(3000, 2000), "JPEG"))
    assert [(one.width, one.height, one.is_whole) for one in large.downloads] == [(960, 640, False), (2400, 1600, True)]
    assert all(one.size > 1000 for one in large.downloads)
    answer = client.get(large.downloads[1].address.replace("/pictures/", "/derbyshire-opcc/pictures/"))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert client.get("/derbyshire-opcc/pictures/large/2400.webp").status_code == 404


def test_a_picture_whose_file_is_lost_does_not_take_the_release_with_it(client, whole):
    whole.pictures.get().file.storage.delete(whole.pictures.get().file.name)
    for path in whole.pictures.get().offered_widths:
        whole.pictures.get().file.storage.delete(whole.pictures.get().stored(path, "jpg"))
    assert "Download for print" in words(client)


LATER = {"publish_at": timezone.now() + timedelta(days=9)}
WITHDRAWN = {"publish_at": timezone.now() - timedelta(days=2), "withdrawn_at": timezone.now() - timedelta(days=1), "withdrawal_reason": "Wrong."}


@pytest.mark.parametrize("hidden", [LATER, WITHDRAWN, {"publish_at": None}], ids=["embargoed", "withdrawn", "draft"])
def test_what_is_attached_and_not_public_is_nowhere(client, hidden):
    before = release("whole")
    bare = {address: client.get(address).content for address in (ADDRESS, f"{ADDRESS}text/")}
    before.pictures.add(picture("zqx-picture", title="zqx picture", **hidden))
    before.documents.add(document("zqx-document", title="zqx document", **hidden))
    before.units.add(Unit.objects.create(publisher=publisher("programme"), slug="zqx-unit", name="zqx unit", kind="unit", summary="S.", **hidden))
    before.agreements.add(agreement("zqx-agreement", title="zqx agreement", **hidden))
    akin = release("zqx-akin", headline="zqx akin", of="programme", **hidden)
    akin.topics.add(Topic.objects.first())
    before.topics.add(Topic.objects.first())
    for address in bare:
        assert b"zqx" not in client.get(address).content
    before.topics.clear()
    # Not even by what is left: a heading, a count, an empty list.
    assert {address: client.get(address).content for address in bare} == bare


def test_what_is_on_the_same_subject_stands_there_the_nearest_first_and_three_at_most(client, whole):
    emsou, forensics = Unit.objects.get(slug="emsou"), Topic.objects.get(slug="forensics")
    for number in range(4):
        release(f"near-{number}", of="programme", headline=f"Near {number}").units.add(emsou)
    nearest = release("nearest", of="leicestershire-opcc", headline="Nearest", publish_at=timezone.now() - timedelta(days=900))
    nearest.units.add(emsou)
    nearest.topics.add(forensics)
    nearest.agreements.add(Agreement.objects.get(slug="emsou-forensic-services-unit"))
    akin = whole.context()["akin"]
    assert len(akin) == 3
    assert akin[0].headline in {"Nearest", "Identification Bureau opens at Nottinghamshire Police headquarters"}
    assert "Nearest" in [one.headline for one in akin]
    assert "On the same subject" in words(client)
    assert "On the same subject" not in words(client, release("alone").get_absolute_url())


def test_a_unit_that_is_not_public_makes_no_two_releases_akin(whole):
    secret = Unit.objects.create(publisher=publisher("programme"), slug="secret", name="Secret", kind="unit", summary="S.", publish_at=timezone.now() + hours(1))
    one, other = release("one"), release("other")
    one.units.add(secret)
    other.units.add(secret)
    assert one.context()["akin"] == []
    Unit.objects.filter(pk=secret.pk).update(publish_at=timezone.now() - hours(1))
    assert one.context()["akin"] == [other]


def test_the_plain_text_has_everything_a_newsroom_pastes(client, whole):
    answer = client.get(f"{ADDRESS}text/")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Link"] == f'<http://testserver{ADDRESS}>; rel="canonical"'
    text = answer.content.decode()
    order = (
        "The whole of it\n\n", "Press release · Office of the Police and Crime Commissioner for Derbyshire\n", "Posted on ", "Reference PR-1-26\n", f"http://testserver{ADDRESS}\n\n", "A summary.\n\n",
        "“We agree.”\n\n– Ann Reader, chief constable\n\n", "ENDS\n\n", "Notes to editors\n\nA note (http://testserver/derbyshire-opcc/contact/).\n\n", "Media enquiries\n\nPress office\nTelephone: 0115 496 0000",
        "Out of hours: 0115 496 0001 for what cannot wait\n", "As issued in 2013", "The tree in May.\nCredit: R. Writer\nRights: Free for news.\nhttp://testserver/derbyshire-opcc/pictures/shown/1000.jpg\n",
        "- Title of told: http://testserver/derbyshire-opcc/agreements/documents/told/\n",
    )  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "\n\n\n" not in text
    assert "[[" not in text
    assert "&" not in text.replace("R&D", "")


def test_the_plain_text_is_as_public_as_the_page(client):
    release("soon", publish_at=timezone.now() + hours(1))
    release("gone", withdrawn_at=timezone.now() - timedelta(minutes=5), withdrawal_reason="It was wrong.")
    assert client.get("/derbyshire-opcc/news/soon/text/").status_code == client.get("/derbyshire-opcc/news/never/text/").status_code == 404
    assert client.get("/derbyshire-opcc/news/gone/text/").status_code == 410
    assert client.get("/lincolnshire-opcc/news/gone/text/").status_code == 404


def test_the_address_and_the_text_can_be_taken_over_without_script(client, whole):
    html = client.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}text/"' in html
    assert f"http://testserver{ADDRESS}</span>" in html
    assert html.count("<button") - html.count("hidden>") <= html.partition('class="take-over"')[0].count("<button")


@pytest.mark.parametrize("fields", [{"headline": "W" * 200}, {"headline": ("word " * 40).strip()}, {"reference": "x" * 40}, {"summary": "s" * 400}])
def test_fields_as_long_as_they_may_be_are_shown(client, fields):
    release("whole", **fields)
    assert next(iter(fields.values())) in words(client)


def test_twelve_pictures_are_no_trouble(client):
    one = release("whole")
    first = picture("p0")
    same = {field: getattr(first, field) for field in ("publisher", "title", "alt_text", "publish_at", "file", "width", "height", "form", "widths")}
    Picture.objects.bulk_create([Picture(slug=f"p{number}", **same) for number in range(1, 12)])
    one.pictures.set(Picture.objects.all())
    with CaptureQueriesContext(connection) as queries:
        html = client.get(ADDRESS).content.decode()
    assert html.count('class="press-picture"') == 12
    assert len(queries) <= 8
