"""A folder and a bucket keep files alike, for the public, at the desk and on paper; and what happens where a storage is away."""

import errno
import io
import secrets
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from collaboration.agreements.models import Document
from collaboration.files import bucket
from collaboration.files.places import Folder, StorageAway
from collaboration.pictures.models import Picture
from empcp_site.uploads import storage
from tests import making as make
from tests.desk import member, signed_in
from tests.making import hours

from . import pdfs, pictures
from .places import client_of, nobody, s3_server, silent_server, use_bucket

pytestmark = pytest.mark.django_db
CONTENT = pdfs.tagged()
ADDRESS = "/agreements/documents/a-copy/"


@pytest.fixture(scope="module")
def server():
    with s3_server() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def place(request, settings, tmp_path):
    """Each kind of place in turn, empty."""
    settings.MEDIA_ROOT = tmp_path
    if request.param == "bucket":
        endpoint, name = request.getfixturevalue("server"), f"uploads-{secrets.token_hex(4)}"
        client_of(endpoint).create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        use_bucket(settings, endpoint, name)
    return request.param


def document(**fields) -> Document:
    known = {"title": "A copy of the agreement", "kind": "agreement", "dated": date(2020, 5, 1), "publish_at": timezone.now() - hours(1)}
    one = Document(slug="a-copy", **{"publisher": make.publisher("programme"), **known, **fields})
    one.file.save("a-copy.pdf", ContentFile(CONTENT), save=True)
    return one


def ask(client, address: str = ADDRESS, **headers):
    """The answer, with all that was sent in `whole`."""
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


# What a place answers


def test_a_place_gives_back_what_it_was_given_and_knows_its_state(place):
    name = default_storage.save("documents/2026/11/a/b.bin", ContentFile(b"0123456789"))
    with default_storage.open(name) as file:
        assert file.read() == b"0123456789"
    size, changed = default_storage.state(name)
    assert (size, default_storage.size(name), default_storage.exists(name)) == (10, 10, True)
    assert abs((timezone.now() - changed).total_seconds()) < 60
    part = default_storage.part(name, 3, 4)
    assert (part.read(3), part.read(3), part.read()) == (b"345", b"6", b"")
    part.close()


def test_a_place_never_writes_over_a_file(place):
    first, second = (default_storage.save("documents/a.bin", ContentFile(content)) for content in (b"first", b"second"))
    assert first != second
    assert sorted((name, size) for name, size, _changed in default_storage.everything()) == sorted([(first, 5), (second, 6)])


class CutOff(ContentFile):
    """Content whose second half does not fit on the disk."""

    def chunks(self, chunk_size=None):
        yield self.read(4)
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_half_file_and_harms_no_other(tmp_path):
    folder = Folder(location=tmp_path)
    folder.save("documents/whole.csv", ContentFile(b"a,b\n1,2\n"))
    for name in ("whole.csv", "half.csv"):
        with pytest.raises(StorageAway, match="No space left"):
            folder.save(f"documents/{name}", CutOff(b"a,b\n1,2\n"))
    assert [name for name, _size, _changed in folder.everything()] == ["documents/whole.csv"]


def test_a_place_says_in_one_way_that_a_file_is_not_there(place):
    name = default_storage.save("a.bin", ContentFile(b"x"))
    assert default_storage.size(name) == 1
    default_storage.delete(name)
    assert not default_storage.exists(name)
    for question in (default_storage.state, default_storage.size, default_storage.open, lambda name: default_storage.part(name, 0, 1)):
        with pytest.raises(FileNotFoundError):
            question(name)
    assert list(default_storage.everything()) == []


def test_no_place_has_addresses(place):
    name = default_storage.save("a.bin", ContentFile(b"x"))
    with pytest.raises(NotImplementedError):
        default_storage.url(name)


def test_objects_of_a_bucket_are_nobodys_but_ours(server, settings):
    name = f"uploads-{secrets.token_hex(4)}"
    client = client_of(server)
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    use_bucket(settings, server, name)
    key = default_storage.save("a.bin", ContentFile(b"x"))
    grants = client.get_object_acl(Bucket=name, Key=key)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


# What the public gets


def test_a_document_is_sent_whole_in_part_and_not_at_all(place, client):
    document()
    whole = ask(client)
    assert (whole.status_code, whole.whole, whole["Content-Length"]) == (200, CONTENT, str(len(CONTENT)))
    part = ask(client, range="bytes=100-199")
    assert (part.status_code, part.whole, part["Content-Range"]) == (206, CONTENT[100:200], f"bytes 100-199/{len(CONTENT)}")
    assert ask(client, range="bytes=-20").whole == CONTENT[-20:]
    assert ask(client, range="bytes=9999999-").status_code == 416
    head = client.head(ADDRESS)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(CONTENT)))
    for headers in ({"if-none-match": whole["ETag"]}, {"if-modified-since": whole["Last-Modified"]}):
        assert (ask(client, **headers).status_code, ask(client, **headers).whole) == (304, b"")


@pytest.mark.parametrize("fields", [{"publish_at": None}, {"publish_at": "later"}, {"withdrawn_at": "earlier", "withdrawal_reason": "A mistake."}], ids=["draft", "embargo", "withdrawn"])
def test_a_file_follows_the_rule_of_its_page(place, client, fields):
    moments = {"later": timezone.now() + hours(1), "earlier": timezone.now() - hours(0.5)}
    one = document(**{name: moments.get(value, value) for name, value in fields.items()})
    never = client.get("/agreements/documents/a-none/")
    for headers in ({}, {"range": "bytes=0-9"}):
        answer = ask(client, **headers)
        assert answer.status_code == (410 if one.withdrawn_at else 404)
        assert CONTENT[:20] not in answer.whole
        assert one.withdrawn_at or len(answer.whole) == len(never.content)
    Document.objects.update(publish_at=timezone.now() - hours(1), withdrawn_at=None)
    assert ask(client).whole == CONTENT


def test_a_file_that_is_lost_answers_as_one_that_never_was(place, client):
    default_storage.delete(document().file.name)
    assert ask(client).status_code == 404


def test_a_picture_is_had_in_every_width_and_the_size_of_its_files_is_told(place, client):
    one = make.picture()
    for width in one.offered_widths:
        for ending in ("webp", "jpg"):
            answer = ask(client, f"/derbyshire-opcc/pictures/a-picture/{width}.{ending}")
            assert answer.status_code == 200
            assert Image.open(io.BytesIO(answer.whole)).width == width
    assert all(download.size == default_storage.state(one.stored(download.width, one.form))[0] for download in one.downloads)
    Picture.objects.update(publish_at=timezone.now() + hours(1))
    assert ask(client, "/derbyshire-opcc/pictures/a-picture/480.webp").status_code == 404


def test_an_editor_uploads_a_file_and_sees_it_before_anybody_else(place, client):
    writer = signed_in(client, member("writer"))
    answer = writer.post(reverse("admin:collaboration_picture_add"), {"publisher": make.publisher().pk, "slug": "new", "title": "New", "alt_text": "A tree", "file": SimpleUploadedFile("a.jpg", pictures.photograph())})
    assert answer.status_code == 302
    one = Picture.objects.get(slug="new")
    stored = next(name for name, _size, _changed in default_storage.everything() if name.endswith("a.jpg"))
    shown = ask(writer, reverse("admin:collaboration_picture_kept_file", args=[one.pk, stored.split("/")[-2], "480.webp"]))
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store, private")
    assert ask(client.__class__(), "/derbyshire-opcc/pictures/new/480.webp").status_code == 404


def test_a_print_has_the_picture_that_a_place_keeps(place, client):
    make.picture("in-the-text", of="lincolnshire-opcc")
    # Prints are kept under what is in them: another headline, another print.
    make.release(of="lincolnshire-opcc", headline=f"From a {place}", body="<p>Before.</p><p>[[picture in-the-text]]</p>")
    with pikepdf.open(io.BytesIO(client.get("/lincolnshire-opcc/news/a-release/pdf/").getvalue())) as pdf:
        assert [image for page in pdf.pages for image in page.get_images()]


# A storage that is away


@pytest.fixture(params=["silent", "nobody"])
def away(request, settings, tmp_path, monkeypatch):
    """A document whose storage then goes away: it says nothing, or is not there."""
    settings.MEDIA_ROOT = tmp_path
    document()
    monkeypatch.setattr(bucket, "TO_ANSWER", 0.5)
    with silent_server() as address:
        use_bucket(settings, address if request.param == "silent" else nobody(), "uploads")
        yield


def test_a_file_whose_storage_is_away_is_a_plain_503(away, client):
    answer = ask(client, range="bytes=0-9")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert "try again" in answer.whole.decode()


def test_nobody_waits_five_seconds_for_a_storage(server, settings):
    use_bucket(settings, server, "uploads")
    config = default_storage.client.meta.config
    assert max(config.connect_timeout, config.read_timeout) < 5
    assert config.retries["total_max_attempts"] == 1


def test_a_page_with_pictures_shows_while_their_storage_is_away(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    release = make.release()
    release.pictures.add(make.picture())
    use_bucket(settings, nobody(), "uploads")
    assert client.get("/derbyshire-opcc/news/a-release/").status_code == 200


def test_an_upload_that_cannot_be_stored_is_told_at_its_field_and_nothing_is_saved(client, settings):
    use_bucket(settings, nobody(), "uploads")
    writer = signed_in(client, member("writer"))
    answer = writer.post(reverse("admin:collaboration_picture_add"), {"publisher": make.publisher().pk, "slug": "new", "title": "New", "alt_text": "A tree", "file": SimpleUploadedFile("a.jpg", pictures.photograph())})
    assert answer.status_code == 200
    assert "does not answer just now, so the file could not be stored" in answer.content.decode()
    assert not Picture.objects.exists()


def test_a_folder_that_takes_nothing_is_away_too(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "documents").write_text("a file where a folder should be")
    with pytest.raises(StorageAway):
        default_storage.save("documents/a.bin", ContentFile(b"x"))


# Settings


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("uploads", "s3.example.org", "", "", ""), "EMPCP_S3_ENDPOINT is “s3.example.org”"),
        (("uploads", "", "", "a-key", ""), "EMPCP_S3_KEY and EMPCP_S3_SECRET belong together"),
        (("uploads", "", "", "", "a-secret"), "EMPCP_S3_KEY and EMPCP_S3_SECRET belong together"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_sentence(told, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        storage(*told)


def test_a_bucket_without_what_speaks_to_it_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setattr("empcp_site.uploads.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install \.\[s3\]"):
        storage("uploads", "", "", "", "")
