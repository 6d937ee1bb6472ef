"""Two people at one text, and what breaks off while somebody writes: nothing of it is lost. And a preview for somebody without an account."""

import pytest
from playwright.sync_api import expect

from ..desk import cast
from .journeys import Somebody

NOTHING_SAVED = "Text you did not save was kept"


@pytest.fixture(scope="module")
def writers(running_site):
    return cast(running_site, *[{"role": "writer", "of": "derbyshire-opcc", "name": name} for name in ("Wilma Dove", "Walter Erewash")])


@pytest.fixture
def at_the_desk(everybody, writers):
    """A writer who has signed in; another, for the second."""

    def one(number: int = 0) -> Somebody:
        somebody = everybody(writers[number].name)[0]
        somebody.becomes(writers[number])
        return somebody

    return one


def begins(writer: Somebody, headline: str) -> str:
    """A draft of a release; the address of its form."""
    writer.adds("Press releases")
    writer.types({"Headline": headline, "Summary": "The first summary."})
    writer.writes("Text", "The first text.")
    writer.presses("Save draft")
    writer.reads("Saved as a draft.")
    return writer.page.url


def finds_versions(writer: Somebody, form: str, number: int) -> None:
    """Looks how many versions the history of a thing has."""
    writer.goes_to(form)
    writer.follows("History")
    expect(writer.page.get_by_role("table", name="Versions, the newest first").get_by_role("row")).to_have_count(1 + number)


def test_of_two_who_write_at_once_neither_loses_a_word(at_the_desk):
    wilma, walter = at_the_desk(0), at_the_desk(1)
    form = begins(wilma, "Two writers at one release")
    walter.goes_to(form)
    wilma.types({"Summary": "A summary by Wilma."})
    wilma.presses("Save draft")
    wilma.reads("Saved as a draft.")
    walter.writes("Text", " And a sentence by Walter.")
    walter.presses("Save draft")
    walter.reads("Wilma Dove saved a newer version while you were writing.")
    merged = walter.page.get_by_role("region", name="What Wilma Dove saved on")
    expect(merged.get_by_role("insertion").filter(has_text="by Wilma")).to_have_count(1)
    walter.presses("Save draft")
    walter.reads("Saved as a draft.")
    wilma.goes_to(form)
    assert wilma.field("Summary").input_value() == "A summary by Wilma."
    wilma.reads_in("Text", "The first text. And a sentence by Walter.")


def test_two_who_change_the_same_words_are_shown_both(at_the_desk):
    wilma, walter = at_the_desk(0), at_the_desk(1)
    form = begins(wilma, "One headline and two minds")
    walter.goes_to(form)
    wilma.types({"Headline": "Wilma’s headline"})
    wilma.presses("Save draft")
    wilma.reads("Saved as a draft.")
    walter.types({"Headline": "Walter’s headline"})
    walter.presses("Save draft")
    walter.reads("You both changed the same words")
    shown = walter.page.get_by_role("region", name="What Wilma Dove saved on").inner_text()
    assert "Wilma’s" in shown
    assert "Walter’s" in shown
    assert walter.field("Headline").input_value() in ("Wilma’s headline", "Walter’s headline")


def test_a_session_that_ends_while_somebody_writes_loses_nothing(at_the_desk):
    """Signed in again, by password and code, the writer finds the text and puts it back."""
    writer = at_the_desk()
    form = begins(writer, "Written past the half hour")
    writer.writes("Text", " A sentence that took an hour.")
    writer.context.clear_cookies(name="sessionid")
    writer.presses("Save draft")
    writer.gives_password()
    writer.gives_code()
    writer.reads(NOTHING_SAVED)
    assert writer.page.url.startswith(form.partition("#")[0])
    writer.follows("Put it back into the form")
    writer.reads_in("Text", "A sentence that took an hour.")
    writer.presses("Save draft")
    writer.reads("Saved as a draft.")
    assert not writer.sees(NOTHING_SAVED)


def test_a_tab_that_crashes_loses_nothing(at_the_desk):
    writer = at_the_desk()
    form = begins(writer, "Written until the crash")
    writer.types({"Summary": "Typed before the crash."})
    writer.reads("kept for you at")
    writer.page.close(run_before_unload=False)
    writer.page = writer.tab()
    writer.goes_to("/admin/")
    writer.reads("Typed, and not saved")
    writer.follows("Press release, ")
    writer.reads(NOTHING_SAVED)
    assert writer.page.url.startswith(form)
    writer.follows("Put it back into the form")
    assert writer.field("Summary").input_value() == "Typed before the crash."


def test_a_double_click_and_the_back_button_make_one_version(at_the_desk):
    writer = at_the_desk()
    form = begins(writer, "Saved by nervous fingers")
    writer.types({"Summary": "A second summary."})
    writer.page.get_by_role("button", name="Save draft").dblclick()
    writer.reads("Saved as a draft.")
    writer.page.go_back()
    writer.field("Summary").wait_for()
    writer.types({"Summary": "A second summary."})
    writer.presses("Save draft")
    writer.reads("You had changed nothing, so there is no new version.")
    finds_versions(writer, form, 2)


def test_whoever_types_before_the_editor_is_there_goes_on_typing(at_the_desk):
    """On a slow telephone the plain field is there first."""
    writer = at_the_desk()
    held = []
    writer.page.route("**/js/writing*.js", lambda route: held.append(route))
    with writer.page.expect_request("**/js/writing*.js"):
        writer.page.goto("/admin/collaboration/pressrelease/add/", wait_until="commit")
    writer.page.get_by_role("textbox", name="Text").click()
    writer.keys("Begun early")
    while held:
        held.pop().continue_()
    writer.text("Text")
    writer.keys(" and gone on")
    writer.reads_in("Text", "Begun early and gone on")


def test_a_link_to_a_rich_text_leads_into_its_editor(at_the_desk):
    """From the summary of errors: the field that the link names is hidden behind the editor."""
    writer = at_the_desk()
    writer.adds("Press releases")
    writer.types({"Headline": "A release without a text"})
    writer.presses("Save draft")
    writer.reads("Nothing was saved yet.")
    writer.text("Text")
    writer.follows("Text: This field is required.")
    writer.keys("Typed where the link led")
    writer.reads_in("Text", "Typed where the link led")


def test_a_reporter_reads_a_preview_until_its_link_is_closed(at_the_desk, everybody):
    writer = at_the_desk()
    begins(writer, "For one reporter alone")
    writer.follows("Review and publish")
    writer.types({"For whom": "Tom Hart, Derby Evening Post"})
    writer.presses("Make a link")
    address = writer.field("Address").input_value()
    assert address.startswith(writer.site)
    reporter = everybody("Tom Hart")[0]
    assert reporter.goes_to(address) == 200
    reporter.page.get_by_role("heading", name="For one reporter alone").wait_for()
    reporter.reads("Tom Hart, Derby Evening Post")
    assert reporter.context.cookies() == []
    writer.page.reload()
    writer.reads("Opened 1 time.")
    writer.presses("Close the link of Tom Hart, Derby Evening Post")
    writer.reads("The link of Tom Hart, Derby Evening Post is closed.")
    assert reporter.goes_to(address) == 410
    assert not reporter.sees("For one reporter alone")
