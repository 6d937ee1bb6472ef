"""Enquiries at the staff door: read by the office they went to, every reading written down, and kept no longer than said."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from collaboration.contact.keeping import erase_old
from collaboration.contact.models import Enquiry, EnquiryReading
from collaboration.post.models import Letter
from tests.desk import administrator, member, signed_in

LIST = "/admin/collaboration/enquiry/"
OWN, OTHER = "derbyshire-opcc", "nottinghamshire-opcc"


@pytest.fixture
def received(visitor):
    """One enquiry to each of two offices, by slug."""
    for slug in (OWN, OTHER):
        visitor.send(f"/{slug}/contact/", subject=f"A question for {slug}", name=f"Ada of {slug}")
    return {enquiry.publisher.slug: enquiry for enquiry in Enquiry.objects.select_related("publisher")}


def reader(role: str = "publisher", of: str = OWN) -> Client:
    return signed_in(Client(), member(role, of))


def address(enquiry: Enquiry, end: str = "change") -> str:
    return f"{LIST}{enquiry.pk}/{end}/"


@pytest.mark.parametrize("role", ["publisher", "manager"])
def test_an_office_reads_its_own_enquiries_and_no_other(received, role):
    desk = reader(role)
    listed = desk.get(LIST).content.decode()
    assert received[OWN].reference in listed
    assert received[OTHER].reference not in listed
    assert "Who pays for the dogs?" in desk.get(address(received[OWN])).content.decode()
    for end in ("change", "history", "delete"):
        assert received[OTHER].reference not in desk.get(address(received[OTHER], end), follow=True).content.decode()


def test_a_writer_reads_no_enquiry(received):
    desk = reader("writer")
    assert desk.get(LIST).status_code == 403
    assert desk.get(address(received[OWN])).status_code in (302, 403)
    assert not EnquiryReading.objects.exists()


def test_an_administrator_reads_all_and_changes_deletes_and_adds_none(received):
    desk = signed_in(Client(), administrator())
    listed = desk.get(LIST).content.decode()
    for enquiry in received.values():
        assert enquiry.reference in listed
        assert "Who pays for the dogs?" in desk.get(address(enquiry)).content.decode()
        assert desk.get(address(enquiry, "delete")).status_code == 403
        assert desk.post(address(enquiry), {"message": "changed"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403


def test_the_public_is_asked_to_sign_in(client, received):
    assert client.get(LIST).status_code == 302


def test_the_list_shows_nothing_of_a_message_or_of_who_wrote_it(received):
    listed = reader().get(LIST).content.decode()
    assert "A question for derbyshire-opcc" in listed
    assert not [word for word in ("dogs", "Ada of", "ada@example.org") if word in listed]


def test_opening_one_is_written_down_each_time_and_shown(received):
    ann, ben = member("publisher", OWN, name="Ann Reader"), member("manager", OWN, name="Ben Reader")
    enquiry = received[OWN]
    signed_in(Client(), ann).get(address(enquiry))
    first = Enquiry.objects.get(pk=enquiry.pk).read_at
    shown = signed_in(Client(), ben).get(address(enquiry)).content.decode()
    assert "Ann Reader, " in shown
    assert "Ben Reader, " in shown
    assert [reading.reader for reading in enquiry.readings.all()] == [ben, ann]
    assert Enquiry.objects.get(pk=enquiry.pk).read_at == first
    assert first is not None


def test_what_one_may_not_open_is_not_written_down_as_read(received):
    reader().get(address(received[OTHER]))
    assert not EnquiryReading.objects.exists()
    assert Enquiry.objects.unread().count() == 2


def test_the_filters_show_exactly_what_they_say(received, visitor):
    visitor.send(f"/{OWN}/contact/", subject="Another question")
    desk = reader()
    desk.get(address(received[OWN]))
    desk.post(address(received[OWN], "answered"), {"answered": "yes"})
    for state, shows in [("unread", [False, True]), ("to-answer", [False, True]), ("answered", [True, False])]:
        listed = desk.get(f"{LIST}?state={state}").content.decode().partition("result_list")[2]
        assert ["A question for" in listed, "Another question" in listed] == shows, state


@pytest.mark.parametrize(("words", "found"), [("question for derby", True), ("Ada of derby", True), ("dogs", False), ("nottinghamshire", False)])
def test_the_search_looks_at_reference_subject_and_name_alone(received, words, found):
    listed = reader().get(LIST, {"q": words}).content.decode()
    assert (received[OWN].reference in listed) == found
    assert received[OTHER].reference not in listed


def test_the_reference_finds_its_enquiry(received):
    assert received[OWN].reference in reader().get(LIST, {"q": received[OWN].reference}).content.decode().partition("result_list")[2]


def test_answered_is_marked_with_who_and_when_and_taken_back(received):
    ann = member("publisher", OWN, name="Ann Reader")
    desk, enquiry = signed_in(Client(), ann), received[OWN]
    assert desk.post(address(enquiry, "answered"), {"answered": "yes"}).status_code == 302
    assert "Marked as answered by Ann Reader on" in desk.get(address(enquiry)).content.decode()
    desk.post(address(enquiry, "answered"), {"answered": "no"})
    assert "Marked as answered by" not in desk.get(address(enquiry)).content.decode()
    assert desk.get(address(enquiry, "history")).content.decode().count("nswered") >= 2


def test_pressing_answered_twice_keeps_who_was_first(received):
    ann, ben = member("publisher", OWN), member("manager", OWN)
    for user in (ann, ben):
        signed_in(Client(), user).post(address(received[OWN], "answered"), {"answered": "yes"})
    assert Enquiry.objects.get(pk=received[OWN].pk).answered_by == ann


def test_nobody_marks_another_office_s_enquiry_or_marks_by_a_link(received):
    desk = reader()
    assert desk.post(address(received[OTHER], "answered"), {"answered": "yes"}).status_code == 404
    assert desk.get(address(received[OWN], "answered")).status_code == 405
    assert reader("writer").post(address(received[OWN], "answered"), {"answered": "yes"}).status_code in (403, 404)
    assert not Enquiry.objects.answered().exists()


def test_marking_several_asks_first_and_leaves_other_offices_alone(received):
    desk = reader()
    chosen = {"action": "mark_as_answered", "_selected_action": [received[OWN].pk, received[OTHER].pk]}
    asked = desk.post(LIST, chosen).content.decode()
    assert "Have all of these been answered?" in asked
    assert received[OWN].reference in asked
    assert received[OTHER].reference not in asked
    assert not Enquiry.objects.answered().exists()
    desk.post(LIST, {**chosen, "confirmed": "yes"})
    assert list(Enquiry.objects.answered()) == [received[OWN]]


def test_enquiries_go_after_their_days_and_complaints_after_theirs(received, visitor, settings):
    visitor.send("/derbyshire-opcc/complaints/form/?about=chief-constable")
    complaint = Enquiry.objects.get(kind="complaint")
    reader().get(address(received[OWN]))
    now = timezone.now()
    assert erase_old(now + timedelta(days=settings.KEEP_ENQUIRIES_DAYS - 1)) == 0
    assert erase_old(now + timedelta(days=settings.KEEP_ENQUIRIES_DAYS + 1)) == 2
    assert list(Enquiry.objects.all()) == [complaint]
    assert not EnquiryReading.objects.exists()
    assert [letter.key for letter in Letter.objects.all()] == [complaint.letter_key]
    assert erase_old(now + timedelta(days=settings.KEEP_COMPLAINTS_DAYS + 1)) == 1
    assert not Enquiry.objects.exists()


def test_the_log_of_an_erasure_has_the_reference_alone(received, settings, caplog):
    erase_old_logger = "collaboration.contact.keeping"
    with caplog.at_level("INFO", logger=erase_old_logger):
        erase_old(timezone.now() + timedelta(days=settings.KEEP_ENQUIRIES_DAYS + 1))
    assert received[OWN].reference in caplog.text
    assert not [word for word in ("Ada", "question", "dogs") if word in caplog.text]


def test_no_list_of_enquiries_leaves_the_site_in_a_file(received):
    for desk in (reader(), signed_in(Client(), administrator())):
        assert desk.get(f"{LIST}csv/").status_code == 403
        assert f"{LIST}csv/" not in desk.get(LIST).content.decode()
