"""`manage.py proofread`: the checks over what is published."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import making

pytestmark = pytest.mark.django_db


def proofread(*arguments, **options) -> tuple[str, int]:
    """What the command prints, and its exit status."""
    out = StringIO()
    try:
        call_command("proofread", *arguments, stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_what_ships_with_the_site_passes():
    printed, status = proofread()
    assert "0 findings stop publication." in printed
    assert "STOPS" not in printed
    assert status == 0


def test_what_stops_is_named_with_kind_address_field_and_words_and_ends_in_failure():
    making.page("faulty/", body='<p><a href="site:/no-such-page/">A page of ours</a></p>')
    printed, status = proofread()
    (line,) = [line for line in printed.splitlines() if "faulty" in line]
    mark, kind, address, field, finding = line.split("\t")
    assert (mark, kind, address, field) == ("STOPS", "page", "/derbyshire-opcc/faulty/", "body")
    assert "site:/no-such-page/" in finding
    assert status == 1


def test_one_office_alone_can_be_read():
    making.page("faulty/", body="<h2></h2>")
    assert proofread("--office", "derbyshire-opcc")[1] == 1
    assert proofread("--office", "leicestershire-opcc")[1] == 0


def test_drafts_are_not_read():
    making.page("faulty/", body="<h2></h2>", publish_at=None)
    assert proofread()[1] == 0


def test_what_needs_a_reason_can_be_left_out():
    making.page("faulty/", body="<p>The the end.</p>")
    assert "word-twice" in proofread()[0]
    assert "word-twice" not in proofread("--stops-only")[0]


def test_an_office_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(CommandError, match="There is no publisher “nowhere”.*derbyshire-opcc"):
        proofread("--office", "nowhere")
