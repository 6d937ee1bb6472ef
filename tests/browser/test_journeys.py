"""From an invitation to a withdrawal: an administrator, a manager, a writer and a publisher in real browsers, with real letters."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from .journeys import PASSWORD, Somebody, made_by_command

OFFICE = "Office of the Police and Crime Commissioner for Derbyshire"
HOME = "/derbyshire-opcc/"
HEADLINE = "Seven villages get a rural crime team"
MOBILE = ". Or ring the sergeant on 07700 900123."
ADDRESS = "/derbyshire-opcc/news/seven-villages-get-a-rural-crime-team/"


def test_from_an_invitation_to_a_withdrawal(site_with_post, letter_box, everybody):
    administrator, manager, writer, publisher, reader = everybody("Ada Stour", "Mina Wye", "Wanda Amber", "Piet Noe", "Rosa Reader", site=site_with_post)
    administrator_comes_in(site_with_post, administrator)
    administrator.adds("People and their roles")
    invites(administrator, manager, "Office manager")
    manager_comes_in(letter_box, manager)
    for one, role in ((writer, "Writer"), (publisher, "Publisher")):
        manager.adds("People and their roles")
        invites(manager, one, role)
    manager_tends_the_site(manager, reader)
    manager_keeps_out_of_the_rest(manager)
    for one in (publisher, writer):
        comes_in_by_letter(letter_box, one)
    publisher_keeps_a_media_contact(publisher)
    writer_writes(writer)
    writer_previews(writer)
    writer_mends_what_the_checks_find(writer)
    nobody_outside_sees_it(reader)
    publisher_sends_it_back(letter_box, publisher)
    writer_does_what_was_asked(writer)
    publisher_schedules_and_thinks_again(publisher)
    nobody_outside_sees_it(reader)
    publisher_publishes(publisher, reader)
    writer_changes_what_is_public(writer, reader)
    publisher_corrects(publisher, reader)
    publisher_withdraws_with_a_reason(publisher, reader)
    writer_and_publisher_bring_it_back(writer, publisher, reader)
    publisher_withdraws_and_leads_elsewhere(publisher, reader)
    administrator_ends_a_role(administrator, writer)
    manager_clears_up(manager, reader)


# Coming in


def administrator_comes_in(site, administrator: Somebody) -> None:
    """One command makes the first administrator; the desk opens when an app is set up, and not before."""
    assert "administrator" in made_by_command(site, administrator)
    administrator.goes_to("/admin/")
    administrator.gives_password()
    administrator.goes_to("/admin/collaboration/pressrelease/")
    administrator.reads("Set up your second factor")
    assert len(administrator.sets_up_app()) == 10
    administrator.reads("What awaits me")
    administrator.signs_out()
    administrator.signs_in()


def invites(one: Somebody, other: Somebody, role: str) -> None:
    one.types({"E-mail address": other.email, "Name": other.name})
    if one.field("office").is_editable():
        one.chooses("office", OFFICE)
    one.chooses("role", role)
    one.presses("Save")
    one.reads(f"A letter is on its way to {other.email}.")


def comes_in_by_letter(box, one: Somebody) -> None:
    """From the invitation to the desk."""
    one.follows_letter(box, "Your place at the editors’ desk")
    one.types({"New password": PASSWORD, "The same again": PASSWORD})
    one.presses("Keep this password")
    one.follows("Sign in")
    one.gives_password()
    one.sets_up_app()


def manager_comes_in(box, manager: Somebody) -> None:
    """A weak password is refused in a sentence, and the link still works; a second time it does not."""
    manager.follows_letter(box, "Your place at the editors’ desk")
    manager.types({"New password": "Password123456", "The same again": "Password123456"})
    manager.presses("Keep this password")
    manager.reads("This is a common password with something added.")
    comes_in_by_letter(box, manager)
    assert manager.sees("Derbyshire OPCC – Office manager")
    manager.signs_out()
    manager.follows_letter(box, "Your place at the editors’ desk")
    manager.reads("This link no longer works")
    manager.signs_in()


# The manager's day


def manager_tends_the_site(manager: Somebody, reader: Somebody) -> None:
    """A notice and a menu entry are on the public site as soon as they are saved."""
    manager.opens_list("Publishers")
    manager.follows(OFFICE)
    manager.writes("Notice banner", "The counter at Ripley is closed on Friday.")
    saves(manager)
    manager.adds("Menu entries")
    manager.chooses("place", "Main menu")
    manager.types({"Label": "Ripley counter", "Path": "/contact/"})
    saves(manager)
    reader.goes_to(HOME)
    assert reader.sees("The counter at Ripley is closed on Friday.")
    reader.follows("Ripley counter")
    reader.comes_to("/derbyshire-opcc/contact/")


def saves(one: Somebody) -> None:
    """Presses Save and waits for the answer: whoever went elsewhere before it would take the form back."""
    one.presses("Save")
    one.page.locator(".messagelist").wait_for()


def manager_keeps_out_of_the_rest(manager: Somebody) -> None:
    """What writers write is there to be read; what other offices have is not there at all."""
    manager.opens_list("Press releases")
    assert not manager.page.get_by_role("link", name="Add press release").count()
    manager.page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    manager.reads("Success for")
    assert not manager.page.get_by_role("button", name=re.compile("^Save")).count()
    manager.opens_list("Publishers")
    expect(manager.page.get_by_role("main").get_by_role("table").get_by_role("row")).to_have_count(2)
    manager.goes_to("/admin/collaboration/publisher/1/change/")
    assert not manager.sees("Notice banner")


# The first draft


def publisher_keeps_a_media_contact(publisher: Somebody) -> None:
    publisher.adds("Media contacts")
    publisher.types({"Name or team": "Press office, Ripley", "Telephone numbers": "01632 960123"})
    publisher.presses("Save")
    publisher.reads("Press office, Ripley")


def writer_writes(writer: Somebody) -> None:
    """A release with bold words, a list, a link to one of our pages, and whom to ask."""
    writer.adds("Press releases")
    writer.types({"Headline": HEADLINE, "Summary": "Two constables and a van will visit seven villages each week."})
    writer.writes("Text", "The team starts on ", "{Bold}", "Monday", "{Bold}", ". It visits:", "<Enter>", "{List with bullets}", "Crich", "<Enter>", "Holloway", "<Enter>", "<Enter>")
    writer.writes("Text", "To know more, ", "{Link}")
    writer.links("click here", search="contact")
    writer.writes("Text", MOBILE)
    assert writer.picks("Media contacts", "ripley").startswith("Press office, Ripley")
    writer.presses("Save draft")
    writer.reads("Saved as a draft. Nothing has changed in public.")
    assert writer.field("Address on the site").input_value() == "seven-villages-get-a-rural-crime-team"


def writer_previews(writer: Somebody) -> None:
    """The page as it would be, at two widths, with what was chosen in it."""
    writer.follows("Preview")
    for width in ("a phone", "a desktop screen"):
        shown = writer.page.get_by_title(f"Preview at the width of {width}").content_frame
        shown.get_by_role("heading", name=HEADLINE).wait_for()
        expect(shown.get_by_role("listitem").filter(has_text="Holloway")).to_have_count(1)
        expect(shown.get_by_text("01632 960123")).not_to_have_count(0)


def writer_mends_what_the_checks_find(writer: Somebody) -> None:
    """Each finding leads to the field it is about."""
    writer.follows("Review and publish")
    found = writer.page.get_by_role("region", name="What the checks found")
    assert "click here" in found.inner_text()
    assert "07700 900123" in found.inner_text()
    found.get_by_role("link").first.click()
    writer.text("Text").get_by_role("textbox").get_by_text("click here").click()
    writer.text("Text").get_by_role("button", name="Link", exact=True).click()
    writer.links("how to reach the office")
    writer.writes("Text", *["<Backspace>"] * len(MOBILE))
    writer.presses("Save, then review or publish")
    writer.reads("Nothing. It can go out.")
    writer.presses("Send for review")
    writer.reads("Sent for review. The publishers of the office have been told.")


def nobody_outside_sees_it(reader: Somebody) -> None:
    assert reader.goes_to(ADDRESS) == 404
    reader.goes_to("/derbyshire-opcc/search/?q=villages")
    assert not reader.sees(HEADLINE)
    reader.goes_to("/derbyshire-opcc/news/")
    assert not reader.sees(HEADLINE)


# Review


def publisher_sends_it_back(box, publisher: Somebody) -> None:
    """A letter leads to the review by way of signing in; what it says is compared, and sent back with a reason."""
    publisher.signs_out()
    publisher.follows_letter(box, f"To review: {HEADLINE}")
    publisher.gives_password()
    publisher.gives_code()
    publisher.page.wait_for_url("**/publishing/")
    publisher.follows("History")
    publisher.presses("Compare the two")
    assert "Ask the office" not in publisher.page.get_by_role("region", name="From version").inner_text()
    publisher.follows("Review and publish")
    publisher.presses("Send back")
    publisher.reads("Say what has to change: the writer sees it.")
    publisher.types({"If you send it back: what has to change": "Say on which day they come to Crich."})
    publisher.presses("Send back")
    publisher.reads("Sent back to its writer.")


def writer_does_what_was_asked(writer: Somebody) -> None:
    writer.goes_to("/admin/")
    writer.follows("Sent back to me")
    writer.follows(HEADLINE)
    writer.reads("Say on which day they come to Crich.")
    writer.follows("Write")
    writer.reads("Sent back by Piet Noe: Say on which day they come to Crich.")
    writer.writes("Text", ". They come to Crich on Tuesdays.")
    writer.types({"What did you change?": "The day for Crich."})
    writer.presses("Save, then review or publish")
    writer.presses("Send for review")
    writer.reads("Sent for review.")


def publisher_schedules_and_thinks_again(publisher: Somebody) -> None:
    """From the home of the desk; approved, set for an hour from now, and taken off the schedule."""
    publisher.goes_to("/admin/")
    publisher.follows("To review")
    publisher.follows(HEADLINE)
    publisher.presses("Approve")
    publisher.reads("Approved. It can be published or scheduled now.")
    moment = datetime.now(ZoneInfo("Europe/London")) + timedelta(hours=1)
    publisher.types({"Day": moment.strftime("%Y-%m-%d"), "Time": moment.strftime("%H:%M")})
    publisher.page.keyboard.press("Enter")
    publisher.reads("You gave a date or a time. Press Schedule, or empty them to publish now.")
    publisher.presses("Schedule")
    publisher.reads("Nobody outside sees it before")
    publisher.goes_to("/admin/")
    publisher.page.get_by_role("region", name="Going out within 48 hours").get_by_role("link", name=HEADLINE).click()
    publisher.presses("Do not publish it then")
    publisher.reads("Taken off the schedule. It is a draft again.")


def publisher_publishes(publisher: Somebody, reader: Somebody) -> None:
    publisher.presses("Publish now")
    publisher.reads("Published. It is on the site now.")
    publisher.follows("View on the site")
    assert reader.goes_to(ADDRESS) == 200
    assert reader.page.title().startswith(HEADLINE)
    reader.reads("They come to Crich on Tuesdays.")
    reader.follows("how to reach the office")
    reader.comes_to("/contact/")


# Afterwards


def writer_changes_what_is_public(writer: Somebody, reader: Somebody) -> None:
    """A draft of live text: the public reads the old words until it is published."""
    writer.opens_list("Press releases")
    writer.types({"Search this list": "seven villages"})
    writer.presses("Search")
    writer.follows(HEADLINE)
    writer.writes("Text", *["<Backspace>"] * len("Tuesdays."), "Thursdays.")
    writer.presses("Save, then review or publish")
    writer.presses("Send for review")
    writer.reads("Sent for review.")
    reader.goes_to(ADDRESS)
    assert reader.sees("They come to Crich on Tuesdays.")


def publisher_corrects(publisher: Somebody, reader: Somebody) -> None:
    """A correction stands on the page with its date, in the history word by word, and in the feed."""
    publisher.goes_to("/admin/")
    publisher.follows("To review")
    publisher.follows(HEADLINE)
    publisher.presses("Publish now")
    publisher.reads("Say what kind of change it is")
    publisher.page.get_by_label("Correction").check()
    publisher.types({"What changed, for the public": "The day for Crich was wrong."})
    publisher.presses("Publish now")
    publisher.reads("Published. It is on the site now.")
    reader.goes_to(ADDRESS)
    told = reader.page.get_by_role("region", name="What changed since this came out")
    assert f"Correction, {british(datetime.now(ZoneInfo('Europe/London')))}" in told.inner_text()
    assert "The day for Crich was wrong." in told.inner_text()
    reader.follows("See what changed, word by word")
    expect(reader.page.get_by_role("insertion").filter(has_text="Thursdays")).to_have_count(1)
    expect(reader.page.get_by_role("deletion").filter(has_text="Tuesdays")).to_have_count(1)
    assert "The day for Crich was wrong." in reader.context.request.get("/derbyshire-opcc/news/feed/").text()


def publisher_withdraws_with_a_reason(publisher: Somebody, reader: Somebody) -> None:
    publisher.types({"Reason": "The team has been put off until spring."})
    publisher.presses("Withdraw")
    publisher.reads("Withdrawn. Its address says so, or leads where you said.")
    assert reader.goes_to(ADDRESS) == 410
    reader.reads("The team has been put off until spring.")


def writer_and_publisher_bring_it_back(writer: Somebody, publisher: Somebody, reader: Somebody) -> None:
    """Saved as it was, read by a second person, published again."""
    writer.follows("Write")
    writer.presses("Save, then review or publish")
    writer.reads("Saved as a draft. Nothing has changed in public.")
    writer.presses("Send for review")
    writer.reads("Sent for review.")
    publisher.goes_to("/admin/")
    publisher.follows("To review")
    publisher.follows(HEADLINE)
    publisher.presses("Publish now")
    publisher.reads("Published. It is on the site now.")
    assert reader.goes_to(ADDRESS) == 200


def publisher_withdraws_and_leads_elsewhere(publisher: Somebody, reader: Somebody) -> None:
    publisher.types({"Reason": "All teams stand on one page now.", "Where its old address leads instead": "site:/news/"})
    publisher.presses("Withdraw")
    publisher.reads("Withdrawn.")
    assert reader.goes_to(ADDRESS) == 200
    assert reader.page.url.endswith("/derbyshire-opcc/news/")


def british(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


# Going


def administrator_ends_a_role(administrator: Somebody, writer: Somebody) -> None:
    """The next thing the writer presses is answered by the sign-in page."""
    writer.goes_to("/admin/")
    administrator.opens_list("People and their roles")
    administrator.types({"Search this list": writer.email})
    administrator.presses("Search")
    administrator.follows(writer.name)
    administrator.follows("Delete")
    administrator.presses("Delete it")
    administrator.reads("deleted")
    writer.follows("Press releases")
    writer.reads("You have been signed out.")


def manager_clears_up(manager: Somebody, reader: Somebody) -> None:
    """The notice and the menu entry go as they came."""
    manager.opens_list("Menu entries")
    manager.follows("Ripley counter")
    manager.follows("Delete")
    manager.presses("Delete it")
    manager.reads("deleted")
    manager.opens_list("Publishers")
    manager.follows(OFFICE)
    manager.writes("Notice banner", "<Control+A>", "<Delete>")
    saves(manager)
    reader.goes_to(HOME)
    assert not reader.sees("Ripley")
