"""Forms at the desk that keep what is typed: autosave, the warning before leaving, double clicks, counting words, choosing by typing."""

import json
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from ..desk import browser_sign_in, cast, on_site

HERE = "tests.browser.test_desk_forms"
ADD = "/admin/collaboration/pressrelease/add/"
NINE = datetime(2026, 11, 22, 9)
KEEP = "**/admin/collaboration/pressrelease/keep/"


@pytest.fixture(scope="session")
def writer(running_site):
    return cast(running_site, ("writer", "derbyshire-opcc"))[0]


@pytest.fixture
def form(open_page, running_site, writer):
    """The form for a new release, with a clock that the test moves."""
    on_site(running_site, "forget_all", writer.pk, module=HERE)
    page = open_page("/health/live", own=True)
    browser_sign_in(page, running_site, writer)
    page.clock.install(time=NINE)
    page.goto(running_site + ADD)
    page.clock.pause_at(NINE + timedelta(minutes=5))
    return page


def forget_all(person: int) -> None:
    """Run on the site: throw away whatever is kept for somebody."""
    from collaboration.editorial.revisions import Kept

    Kept.objects.filter(user=person).delete()


def kept_headlines(person: int) -> list[str]:
    """Run on the site: the headlines kept for somebody."""
    from collaboration.editorial.revisions import Kept

    return [one.typed["headline"][0] for one in Kept.objects.filter(user=person)]


def write(page, words: str) -> None:
    page.get_by_label("Headline").fill(words)


def wait_for_keeping(page) -> None:
    with page.expect_response(KEEP):
        page.clock.run_for(5100)


def said(page, words: str) -> None:
    page.locator(".desk-kept").filter(has_text=words).wait_for()


def test_what_is_typed_is_kept_every_five_seconds(form, running_site, writer):
    write(form, "Typed and not saved")
    said(form, "Changed, not saved yet")
    form.clock.run_for(4000)
    assert on_site(running_site, "kept_headlines", writer.pk, module=HERE) == []
    wait_for_keeping(form)
    said(form, "kept for you at")
    assert on_site(running_site, "kept_headlines", writer.pk, module=HERE) == ["Typed and not saved"]


def test_nothing_is_sent_while_nothing_changes(form):
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    form.clock.run_for(20_000)
    write(form, "Once")
    wait_for_keeping(form)
    form.clock.run_for(20_000)
    assert len([one for one in asked if "keep" in one]) == 1


def test_a_writer_without_a_connection_is_told_and_kept_later(form, running_site, writer):
    form.context.set_offline(True)
    write(form, "Written in a tunnel")
    form.clock.run_for(5100)
    said(form, "no connection")
    form.context.set_offline(False)
    wait_for_keeping(form)
    said(form, "kept for you at")
    assert on_site(running_site, "kept_headlines", writer.pk, module=HERE) == ["Written in a tunnel"]


def test_a_writer_whose_session_has_ended_is_told_and_kept_all_the_same(form, running_site, writer):
    write(form, "Written after the session")
    form.context.clear_cookies(name="sessionid")
    wait_for_keeping(form)
    said(form, "you are signed out")
    assert "desk-kept--lost" in form.locator(".desk-kept").get_attribute("class")
    assert on_site(running_site, "kept_headlines", writer.pk, module=HERE) == ["Written after the session"]


def test_a_writer_hears_that_somebody_saved_meanwhile(form):
    form.route(KEEP, lambda route: route.fulfill(status=409, content_type="application/json", body=json.dumps({"latest": "Rita saved a newer draft at 14:02."})))
    write(form, "Two at once")
    form.clock.run_for(5100)
    said(form, "Rita saved a newer draft at 14:02.")


@pytest.mark.parametrize(("status", "words"), [(500, "no connection"), (403, "signed out"), (413, "too long")])
def test_whatever_goes_wrong_is_said_and_the_text_stays(form, status, words):
    form.route(KEEP, lambda route: route.fulfill(status=status, body=""))
    write(form, "Still here")
    form.clock.run_for(5100)
    said(form, words)
    assert form.get_by_label("Headline").input_value() == "Still here"


def test_leaving_with_unsaved_text_is_asked_about_and_keeps_it(form, running_site, writer):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(form, "Left behind")
    form.goto(running_site + "/admin/")
    assert asked == ["beforeunload"]
    # What was sent on the way out may still be on its way.
    for _attempt in range(10):
        if on_site(running_site, "kept_headlines", writer.pk, module=HERE):
            break
    form.reload()
    form.get_by_role("heading", name="Typed, and not saved").wait_for()
    assert on_site(running_site, "kept_headlines", writer.pk, module=HERE) == ["Left behind"]


def test_leaving_an_untouched_form_is_not_asked_about(form, running_site):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.get_by_label("Headline").click()
    form.goto(running_site + "/admin/")
    assert asked == []


def test_a_double_click_saves_once(form, running_site):
    sent = []
    form.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    write(form, "Saved once")
    form.get_by_label("Summary").fill("A summary.")
    form.locator(".field-body [contenteditable]").fill("A text.")
    form.get_by_label("Address on the site").fill("saved-once")
    form.get_by_role("button", name="Save draft").dblclick()
    form.locator(".messagelist").wait_for()
    assert sent == [running_site + ADD]
    assert "/change/" in form.url


def test_a_form_that_comes_back_with_errors_is_still_unsaved(form, running_site):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(form, "No summary")
    form.get_by_role("button", name="Save draft").click()
    form.get_by_role("alert").wait_for()
    assert asked == []
    expect(form.locator(".errornote")).to_be_focused()
    assert form.get_by_label("Headline").input_value() == "No summary"
    form.locator(".errornote a").first.click()
    form.goto(running_site + "/admin/")
    assert asked == ["beforeunload"]


def test_words_are_counted_as_they_are_typed(form):
    summary = form.get_by_label("Summary")
    summary.fill("Three small words")
    count = form.locator(".field-summary .desk-count")
    assert count.inner_text() == "3 words, 383 characters left"
    form.clock.run_for(1300)
    assert form.locator(".field-summary [role=status]").inner_text() == "3 words, 383 characters left"


def test_a_unit_is_chosen_by_typing_and_taken_away_again(form):
    field = form.get_by_role("combobox", name="Related units")
    field.fill("major crime")
    form.clock.run_for(300)
    options = form.locator(".field-units .chooser__option")
    assert options.count() >= 1
    field.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    name = options.first.inner_text()
    field.press("Enter")
    assert form.url.endswith(ADD)
    assert form.locator(".field-units .chooser__one").inner_text().startswith(name)
    assert form.locator("select[name=units]").evaluate("one => one.selectedOptions.length") == 1
    said(form, "Changed, not saved yet")
    form.get_by_role("button", name=f"Remove: {name}").click()
    assert form.locator("select[name=units]").evaluate("one => one.selectedOptions.length") == 0


def test_a_list_to_choose_from_closes_with_escape_and_says_when_it_is_empty(form):
    field = form.get_by_role("combobox", name="Related units")
    field.fill("a")
    form.clock.run_for(300)
    assert form.get_by_role("listbox").is_visible()
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.fill("zzzz")
    form.clock.run_for(300)
    assert form.locator(".field-units [role=status]").inner_text() == "Nothing found"


def test_a_long_list_is_searched_at_the_desk(form):
    """As if there were more than a page should carry."""
    form.route("**/admin/autocomplete/**", lambda route: route.fulfill(json={"results": [{"id": "7", "text": "Found far away"}], "pagination": {"more": False}}))
    form.evaluate("() => { document.querySelector('select[name=units]').dataset.search = '/admin/autocomplete/?app_label=collaboration' }")
    field = form.get_by_role("combobox", name="Related units")
    field.fill("far")
    form.clock.run_for(300)
    form.get_by_role("option", name="Found far away").click()
    assert form.locator("select[name=units]").evaluate("one => one.value") == "7"


def test_the_script_of_the_desk_is_silent(form):
    write(form, "Silence")
    wait_for_keeping(form)
    assert form.troubles == []
