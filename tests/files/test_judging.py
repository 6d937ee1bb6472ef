"""What the corpus cannot show: limits, names, what is left in a picture, and that no file takes us with it."""

import contextlib
import io
import random
import resource
import subprocess
import sys

import pytest
from PIL import Image

from collaboration.files import confining
from collaboration.files.judging import judge
from collaboration.files.kinds import KINDS, PICTURES
from collaboration.files.reasons import Refused

from . import packages, pdfs, pictures
from .corpus import GOOD, GOOD_PICTURES, squeezed

ALL = tuple(KINDS)


def reason(content: bytes, name: str, allowed=ALL) -> str:
    with pytest.raises(Refused) as refused:
        judge(io.BytesIO(content), name, allowed)
    return refused.value.code


def everything_in(judged) -> list[bytes]:
    judged.content.seek(0)
    return [judged.content.read(), *judged.made.values()]


# Limits


def test_a_file_above_the_limit_is_refused_and_the_limit_is_a_setting(settings):
    content = pdfs.plain()
    settings.LARGEST_FILE = len(content)
    judge(io.BytesIO(content), "a.pdf")
    settings.LARGEST_FILE = len(content) - 1
    assert reason(content, "a.pdf") == "too-large"


def test_a_picture_is_no_document_and_a_document_no_picture():
    assert reason(pictures.photograph(), "a.jpg", ("pdf", "csv")) == "not-here"
    assert reason(pdfs.plain(), "a.pdf", PICTURES) == "not-here"


def test_a_refusal_says_in_words_what_would_be_taken():
    with pytest.raises(Refused) as refused:
        judge(io.BytesIO(b"words"), "a.exe")
    assert refused.value.messages == ["We do not take files that end in “.exe”. We take PDF, DOCX, XLSX, ODT, ODS or CSV."]


# Names


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Agreement 2013 (final) – signed.PDF", "agreement-2013-final-signed.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\rita\\staff list.pdf", "staff-list.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdpexe.pdf"),
        ("report.exe.pdf", "reportexe.pdf"),
        ("\u0000.pdf", "file.pdf"),
        ("اتفاقية.pdf", "file.pdf"),
        (f"{'very long ' * 60}.pdf", "very-long-very-long-very-long-very-long-very-long-very-long.pdf"),
    ],
)
def test_the_name_a_file_is_kept_under_is_ours(sent, kept):
    assert judge(io.BytesIO(pdfs.plain()), sent).name == kept


def test_a_jpeg_is_kept_as_jpg():
    assert judge(io.BytesIO(pictures.photograph()), "Foto.JPEG", PICTURES).name == "foto.jpg"


# What is kept


@pytest.mark.parametrize("one", [one for one in GOOD if one.kind not in PICTURES and one.findings != ("csv-converted",)], ids=lambda one: one.case)
def test_a_document_is_kept_as_it_was_sent(one):
    content = one.make()
    assert everything_in(judge(io.BytesIO(content), one.name)) == [content]


def test_a_table_in_windows_1252_is_kept_in_utf_8():
    judged = judge(io.BytesIO("Item,Cost\nVan,£200\n".encode("cp1252")), "a.csv")
    assert everything_in(judged) == ["Item,Cost\nVan,£200\n".encode()]
    assert judged.size == len("Item,Cost\nVan,£200\n".encode())


@pytest.mark.parametrize("one", GOOD_PICTURES, ids=lambda one: one.case)
def test_a_picture_is_written_anew_in_every_width_and_never_enlarged(one):
    judged = judge(io.BytesIO(one.make()), one.name, PICTURES)
    widths = judged.facts["widths"]
    assert set(judged.made) == {f"{width}.{form}" for width in widths for form in ("webp", judged.facts["form"])}
    for name, content in judged.made.items():
        with Image.open(io.BytesIO(content)) as made:
            assert made.width == int(name.partition(".")[0]) <= judged.facts["width"]
            assert made.height == round(judged.facts["height"] * made.width / judged.facts["width"])
            assert made.format == {"webp": "WEBP", "jpg": "JPEG", "png": "PNG"}[name.partition(".")[2]]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (pictures.with_place, "a.jpg"),
        (pictures.with_words, "a.png"),
        (lambda: pictures.photograph() + pictures.SECRET + packages.packed({"secret.txt": "words"}), "a.jpg"),
        (lambda: pictures.written(pictures.scene(), "PNG") + b"<?php " + pictures.SECRET, "a.png"),
        (lambda: pictures.written(pictures.scene(), "WEBP", xmp=pictures.SECRET, exif=b"Exif\0\0" + pictures.SECRET), "a.webp"),
    ],
    ids=["place and remark", "words in a PNG", "an archive behind it", "a program behind it", "words in a WebP"],
)  # fmt: skip
def test_nothing_but_the_points_of_a_picture_is_kept(make, name):
    content = make()
    assert pictures.SECRET in content
    judged = judge(io.BytesIO(content), name, PICTURES)
    for made in everything_in(judged):
        assert pictures.SECRET not in made
        assert not any(mark in made for mark in (b"Exif", b"Camera", b"PK\x03\x04", b"<?php", b"ICC_PROFILE", b"<x:xmpmeta"))
        with Image.open(io.BytesIO(made)) as picture:
            assert not dict(picture.getexif())


def test_a_picture_taken_upright_is_turned_and_not_only_marked_as_turned():
    judged = judge(io.BytesIO(pictures.turned()), "a.jpg", PICTURES)
    with Image.open(io.BytesIO(judged.made["480.jpg"])) as picture:
        above, below = picture.getpixel((240, 20)), picture.getpixel((240, picture.height - 20))
    # As stored, red grows to one side; turned by a quarter, it grows upwards or downwards.
    assert picture.height > picture.width
    assert abs(above[0] - below[0]) > 150


def test_what_can_be_seen_through_stays_so():
    glass = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    judged = judge(io.BytesIO(pictures.written(glass, "PNG")), "a.png", PICTURES)
    with Image.open(io.BytesIO(judged.made["100.webp"])) as picture:
        assert picture.convert("RGBA").getpixel((50, 50))[3] == 0


# The limited process


def run_inside(program: str) -> subprocess.CompletedProcess:
    """A program run under the limits of the reading process."""
    script = f"from collaboration.files.inside import confine\nconfine(1000)\n{program}"
    return subprocess.run([sys.executable, "-c", script], cwd=confining.HOUSE, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("program", "wrong"),
    [
        ("x = bytearray(2 * 1024 ** 3)", "MemoryError"),
        ("files = [open('/dev/null') for _ in range(100)]", "Too many open files"),
        ("import tempfile; f = tempfile.TemporaryFile(); f.write(b'x' * 5000); f.flush()", "File too large"),
    ],
)
def test_the_limits_of_the_reading_process_bite(program, wrong):
    done = run_inside(program)
    assert done.returncode != 0
    assert wrong in done.stderr or (wrong == "File too large" and done.returncode == -25)


def test_the_reading_process_knows_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("EMPCP_SECRET_KEY", "secret")
    seen = {}

    def popen(command, **how):
        seen.update(how, command=command)
        return real(command, **how)

    real = subprocess.Popen
    monkeypatch.setattr(confining.subprocess, "Popen", popen)
    judge(io.BytesIO(pdfs.plain()), "a.pdf")
    assert seen["env"] == {"LC_ALL": "C.UTF-8"}
    modules = "import sys; import collaboration.files.inside, collaboration.files.readers.pdf; print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", modules], cwd=confining.HOUSE, capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_bomb_costs_the_site_no_memory():
    bomb = pdfs.packed(squeezed(2000), [pdfs.Name.FlateDecode])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert reason(bomb, "a.pdf") == "too-much"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_reader_that_never_ends_is_ended(settings, monkeypatch):
    settings.LONGEST_READING = 0.5
    monkeypatch.setattr(confining.sys, "executable", "/bin/cat")
    assert reason_of_silence(["/bin/sleep", "60"], monkeypatch) == "too-much"


def reason_of_silence(command, monkeypatch) -> str:
    """The reason given where the reading process is this program instead."""
    real = subprocess.Popen
    monkeypatch.setattr(confining.subprocess, "Popen", lambda _command, **how: real(command, **how))
    return reason(pdfs.plain(), "a.pdf")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["/bin/sh", "-c", "kill -SEGV $$"], "damaged"),
        (["/bin/sh", "-c", "kill -KILL $$"], "too-much"),
        (["/bin/echo", '{"facts": {}, "made": "not a list"}'], "damaged"),
        (["/bin/echo", '{"unfit": "no such reason"}'], "damaged"),
        (["/bin/echo", "[1, 2]"], "damaged"),
        (["/bin/true"], "damaged"),
    ],
)
def test_a_reader_that_dies_or_talks_nonsense_is_a_reason_to_refuse(command, code, monkeypatch):
    assert reason_of_silence(command, monkeypatch) == code


# Chance

SEEDS = {"pdf": pdfs.tagged, "docx": packages.office, "ods": lambda: packages.open_document("ods"), "csv": lambda: b"a,b\n1,2\n" * 30, "jpg": pictures.photograph, "png": lambda: pictures.written(pictures.scene(200, 100), "PNG"), "webp": lambda: pictures.written(pictures.scene(200, 100), "WEBP")}


@pytest.mark.parametrize("ending", SEEDS)
@pytest.mark.parametrize("how", ["cut", "changed", "mixed"])
def test_a_spoilt_file_is_taken_or_refused_and_nothing_else(ending, how):
    """No exception but a refusal comes out, whatever the file; the seed is fixed, so a failure can be repeated."""
    chance = random.Random(f"{ending} {how}")
    good = SEEDS[ending]()
    for _round in range(6):
        content = spoilt(good, how, chance)
        with contextlib.suppress(Refused):
            assert ending in judge(io.BytesIO(content), f"a.{ending}", ALL).kind.extensions


def spoilt(good: bytes, how: str, chance: random.Random) -> bytes:
    """The file cut off, with some of its bits turned, or with pieces of it in other places."""
    if how == "cut":
        return good[: chance.randrange(1, len(good))]
    content = bytearray(good)
    for _time in range(chance.randint(1, 12)):
        at = chance.randrange(len(content))
        if how == "changed":
            content[at] ^= 1 << chance.randrange(8)
        else:
            content[at : at + 8] = content[chance.randrange(len(content)) :][:8]
    return bytes(content)
