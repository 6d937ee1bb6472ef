"""Pictures: shown in texts with their words, in every width, and public neither before nor after their time."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from collaboration.editorial.drafting import working
from collaboration.pictures.models import Picture
from tests.desk import administrator, member, signed_in
from tests.files import pdfs, pictures
from tests.making import hours, page, picture, publisher

pytestmark = pytest.mark.django_db
OFFICE = "/derbyshire-opcc"
WIDE = f"{OFFICE}/pictures/a-picture/960.webp"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def ask(client, address: str, **headers):
    """The answer, with all that was sent in `whole`; a file that is not read to its end would stay open."""
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def text_with(client, token: str, of: str = "derbyshire-opcc") -> str:
    """A page of that site whose text has the token, as it is shown."""
    page("with-a-picture/", of, body=f"<p>Before.</p><p>{token}</p><p>After.</p>")
    shown = client.get(f"/{of}/with-a-picture/").content.decode()
    return shown.partition("<p>Before.</p>")[2].partition("<p>After.</p>")[0]


# In a text


def test_a_text_shows_a_picture_in_all_its_widths_with_its_words(client):
    picture(caption="The tree in May.", credit="R. Writer")
    shown = text_with(client, "[[picture a-picture]]")
    assert 'alt="A walnut tree by the river Trent"' in shown
    assert 'width="1000" height="700"' in shown
    assert 'loading="lazy"' in shown
    assert "The tree in May." in shown
    assert "Credit: R. Writer" in shown
    assert not re.search(r"<p>\s*<figure", shown)
    addresses = set(re.findall(r"/derbyshire-opcc/pictures/[^ \"]+", shown))
    assert {address.rpartition("/")[2] for address in addresses} == {f"{width}.{form}" for width in (480, 960, 1000) for form in ("webp", "jpg")}
    for address in addresses:
        answer = ask(client, address)
        with Image.open(io.BytesIO(answer.whole)) as sent:
            assert f"{sent.width}." in address
            assert answer["Content-Type"] == Image.MIME[sent.format]


def test_decoration_is_passed_over_by_screen_readers(client):
    picture(alt_text="", is_decorative=True)
    shown = text_with(client, "[[picture a-picture]]")
    assert 'alt=""' in shown
    assert "<figcaption" not in shown


@pytest.mark.parametrize("token", ["[[picture nothing]]", "[[picture theirs]]", "[[picture later]]", "[[picture gone]]"])
def test_a_picture_that_is_not_there_not_ours_or_not_public_leaves_nothing(client, token):
    picture("theirs", of="leicestershire-opcc")
    picture("later", publish_at=timezone.now() + hours(1))
    picture("gone", withdrawn_at=timezone.now(), withdrawal_reason="Consent was withdrawn.")
    assert text_with(client, token).strip() == ""


def test_a_picture_of_the_programme_is_everybodys_and_comes_from_the_site_that_shows_it(client):
    picture(of="programme")
    shown = text_with(client, "[[picture a-picture]]")
    assert f'src="{OFFICE}/pictures/a-picture/960.jpg"' in shown
    assert ask(client, WIDE).status_code == 200


def test_of_two_pictures_of_one_name_a_site_shows_its_own(client):
    picture(of="programme", alt_text="The programme’s", content=pictures.written(pictures.scene(600, 300), "JPEG"))
    picture(alt_text="The office’s")
    assert "The office’s" in text_with(client, "[[picture a-picture]]")
    with Image.open(io.BytesIO(ask(client, f"{OFFICE}/pictures/a-picture/480.webp").whole)) as sent:
        assert sent.height == round(700 * 480 / 1000)


def test_pictures_of_one_text_are_one_question_to_the_database(client, visited, django_assert_max_num_queries):
    for number in range(4):
        picture(f"p-{number}")
    page("many/", body="".join(f"<p>[[picture p-{number}]]</p>" for number in range(4)))
    page("one/", body="<p>[[picture p-0]]</p>")
    counts = {}
    for path in ("one", "many"):
        with django_assert_max_num_queries(40) as asked:
            client.get(f"{OFFICE}/{path}/")
        counts[path] = len(asked)
    assert counts["one"] == counts["many"]


# Its address


def test_a_picture_is_sent_as_what_it_is_and_can_run_nothing(client):
    picture()
    answer = ask(client, WIDE)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Disposition"] == 'inline; filename="a-picture-960.webp"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "no-cache"
    assert ask(client, WIDE, if_none_match=answer["ETag"]).status_code == 304


@pytest.mark.parametrize("file", ["481.webp", "960.png", "960.gif", "1600.webp", "0.webp", "walnut.jpg", "whole.jpg", "../960.webp"])
def test_there_are_no_other_forms_of_a_picture(client, file):
    picture()
    assert client.get(f"{OFFICE}/pictures/a-picture/{file}", follow=True).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"publish_at": None},
        {"publish_at": timezone.now() + hours(9)},
        {"withdrawn_at": timezone.now() - hours(0.1), "withdrawal_reason": "Consent was withdrawn."},
    ],
    ids=["draft", "embargo", "withdrawn"],
)
def test_a_picture_that_is_not_public_answers_as_one_that_never_was(client, fields):
    picture()
    known = ask(client, WIDE)["ETag"]
    Picture.objects.update(**fields)
    never = client.get(WIDE.replace("a-picture", "a-pictura"))
    hidden = ask(client, WIDE, if_none_match=known)
    assert hidden.status_code == never.status_code == 404
    assert hidden.whole.replace(b"a-picture", b"a-pictura") == never.content


def test_another_offices_picture_is_not_found(client):
    picture()
    assert client.get(WIDE.replace("derbyshire", "leicestershire")).status_code == 404
    assert client.get(WIDE.removeprefix(OFFICE)).status_code == 404


def test_a_picture_has_a_page_with_its_words_and_rights(client):
    picture(caption="The tree in May.", rights="Our own.")
    shown = client.get(f"{OFFICE}/pictures/a-picture/").content.decode()
    for words in ("Title of a-picture", "The tree in May.", "Our own.", 'alt="A walnut tree by the river Trent"'):
        assert words in shown


def test_a_picture_is_no_result_of_a_search(client):
    picture(title="Walnut on the Trent")
    assert "Walnut on the Trent" not in client.get(f"{OFFICE}/search/?q=walnut").content.decode()


# Rules


@pytest.mark.parametrize(("alt_text", "is_decorative"), [("", False), ("words", True)])
def test_a_picture_has_words_or_needs_none(alt_text, is_decorative):
    one = picture()
    one.alt_text, one.is_decorative = alt_text, is_decorative
    with pytest.raises(ValidationError) as wrong:
        one.full_clean()
    assert "alt_text" in wrong.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


# At the desk


@pytest.fixture
def writer(client):
    return signed_in(client, member("writer", "derbyshire-opcc"))


def form(**fields) -> dict:
    return {"publisher": publisher().pk, "title": "A tree", "slug": "a-tree", "alt_text": "A tree", "caption": "", "credit": "", "rights": "", "why": "", **fields}


def upload(content: bytes | None = None, name: str = "Tree.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pictures.with_place())


def test_a_writer_uploads_a_picture_and_sees_it_small_while_nobody_else_does(writer, client):
    assert writer.post(reverse("admin:collaboration_picture_add"), form(file=upload())).status_code == 302
    made = Picture.objects.get(slug="a-tree")
    assert (made.width, made.height, made.offered_widths, made.publish_at) == (1000, 700, [480, 960, 1000], None)
    for shown in (writer.get(reverse("admin:collaboration_picture_changelist")), writer.get(reverse("admin:collaboration_picture_change", args=[made.pk]))):
        (address,) = re.findall(r'<img class="thumbnail" src="([^"]+)"', shown.content.decode())
        answer = ask(writer, address)
        assert answer["Content-Type"] == "image/webp"
        assert pictures.SECRET not in answer.whole
        other = signed_in(type(client)(), member("publisher", "leicestershire-opcc"))
        assert other.get(address).status_code == 404
    assert client.get(f"{OFFICE}/pictures/a-tree/480.webp").status_code == 404


def test_a_preview_shows_a_draft_with_its_picture_from_the_staff_door(writer, client):
    writer.post(reverse("admin:collaboration_picture_add"), form(file=upload()))
    made = Picture.objects.get(slug="a-tree")
    shown = writer.get(reverse("admin:collaboration_picture_preview_page", args=[made.pk])).content.decode()
    (address,) = set(re.findall(r'src="([^"]+\.jpg)"', shown))
    assert address.startswith("/admin/")
    assert ask(writer, address)["Content-Type"] == "image/jpeg"


def test_a_new_file_of_a_public_picture_waits_until_it_is_published(writer, client):
    one = picture()
    before = ask(client, WIDE).whole
    address = reverse("admin:collaboration_picture_change", args=[one.pk])
    larger = pictures.written(pictures.scene(2000, 1000), "PNG")
    assert writer.post(address, form(slug="a-picture", file=upload(larger, "b.png"), _base=0)).status_code == 302
    assert ask(client, WIDE).whole == before
    draft = working(one).fields
    assert (draft["width"], draft["height"], draft["form"], draft["widths"]) == (2000, 1000, "png", "480 960 1600")
    seen = writer.get(address).content.decode()
    assert draft["file"].split("/")[-2] in seen


def test_a_narrower_file_in_the_draft_of_a_public_picture_is_seen_at_the_desk(writer):
    one = picture()
    address = reverse("admin:collaboration_picture_change", args=[one.pk])
    narrow = pictures.written(pictures.scene(300, 200), "PNG")
    assert writer.post(address, form(slug="a-picture", file=upload(narrow, "b.png"), _base=0)).status_code == 302
    (shown,) = re.findall(r'<img class="thumbnail" src="([^"]+)"', writer.get(address).content.decode())
    assert ask(writer, shown)["Content-Type"] == "image/webp"


@pytest.mark.parametrize(("content", "name", "words"), [(pdfs.plain(), "a.pdf", "A PDF file cannot be used here"), (b"<svg/>", "a.svg", "This is an SVG drawing"), (pictures.moving("PNG"), "a.png", "The picture moves")])
def test_what_is_no_picture_is_refused_at_its_field(writer, content, name, words):
    answer = writer.post(reverse("admin:collaboration_picture_add"), form(file=upload(content, name)))
    assert words in answer.context["errors"][0][0]
    assert not Picture.objects.exists()


def test_a_list_of_pictures_asks_the_database_no_more_for_many_than_for_one(client, django_assert_max_num_queries):
    signed_in(client, administrator())
    counts = []
    for number in (1, 8):
        for each in range(number):
            picture(f"p-{number}-{each}")
        with django_assert_max_num_queries(40) as asked:
            client.get(reverse("admin:collaboration_picture_changelist"))
        counts.append(len(asked))
    assert counts[1] <= counts[0]
