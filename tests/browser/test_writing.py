"""The rich-text editor in a real browser: no text is changed by opening it, pastes are cleaned, and every mark can be made."""

import re
from collections import Counter

import html5lib
import pytest

from collaboration import prose

from ..desk import browser_sign_in, cast
from ..writing.pastes import pastes
from .axe import COLOURS, RULES, SOURCE, START
from .writing_desk import Written, open_form, stored_texts

# What the editor makes of each text; at the end it shows again what its field holds.
LOAD = """(root, texts) => {
    const load = ([name, html]) => [name, [root.writing.load(html), root.writing.unchanged]];
    const made = Object.fromEntries(Object.entries(texts).map(load));
    root.writing.open();
    return made;
}"""
OPEN_ALL = """(root, texts) => {
    const field = root.querySelector("textarea");
    const open = ([name, html]) => {
        field.value = html;
        field.dispatchEvent(new Event("change"));
        return [name, [field.value, field.hidden]];
    };
    return Object.fromEntries(Object.entries(texts).map(open));
}"""


@pytest.fixture(scope="session")
def editor_on_site(running_site):
    """An administrator of the running site."""
    return cast(running_site, ("administrator", "programme"))[0]


@pytest.fixture
def form(open_page, running_site, editor_on_site):
    """Opens the form of a new page, or another, and gives its first rich text; no complaint of the browser is let pass."""
    pages = []

    def open_one(path: str = "/admin/collaboration/page/add/", **options) -> Written:
        page = open_page("/health/live", own=True, **options)
        pages.append(page)
        return open_form(page, running_site, editor_on_site, path)

    yield open_one
    assert [one.troubles for one in pages if one.troubles] == []


@pytest.fixture(scope="module")
def one_form(chromium, running_site, editor_on_site):
    """One form of a page of the programme, for all tests that only write in it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    writing = open_form(page, running_site, editor_on_site)
    page.locator("select[name=publisher]").select_option(label="East Midlands Police Collaboration Programme")
    yield writing
    context.close()


@pytest.fixture
def writing(one_form):
    """An empty text to write in; no complaint of the browser is let pass."""
    one_form.page.troubles.clear()
    one_form.page.evaluate("document.querySelectorAll('dialog[open]').forEach(one => one.close())")
    one_form.holds("")
    if one_form.is_pressed("source"):
        one_form.do("source")
    one_form.at(one_form.text)
    yield one_form
    assert one_form.page.troubles == []


def substance(html: str) -> tuple:
    """What must not change: words, names of records, links in order, and how often each mark stands there, with its attributes."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    marks = Counter((one.tag, *sorted(one.attrib.items())) for one in tree.iter() if one.tag not in {"DOCUMENT_FRAGMENT", "br"})
    links = re.findall(r'<a href="([^"]*)"', html)
    return prose.plain(html), prose.tokens(html), links, marks


def lines(html: str) -> list[str]:
    return [line for line in html.splitlines() if line.strip()]


# Round trip


def test_every_text_we_have_comes_back_from_the_editor_as_it_was(writing, running_site):
    texts = stored_texts(running_site)
    assert len(texts) > 200
    came_back = writing.root.evaluate(LOAD, texts)
    assert [name for name, (same, _html) in came_back.items() if not same] == []
    different = {name: (text, came_back[name][1]) for name, text in texts.items() if substance(text) != substance(came_back[name][1])}
    assert different == {}
    assert [name for name, (_same, html) in came_back.items() if prose.clean(html) != html] == []


def test_a_text_that_was_only_opened_is_sent_back_to_the_letter(writing, running_site):
    texts = stored_texts(running_site)
    sent = writing.root.evaluate(OPEN_ALL, texts)
    assert {name: text for name, text in texts.items() if sent[name] != [text, True]} == {}


EVERY_MARK = """<p lang="fr">Un <strong>deux</strong> <em>trois</em> <a href="https://www.example.org/" hreflang="fr" lang="fr">quatre</a></p>
<ol start="3"><li>One<ul><li>Inner<p>and more</p></li></ul></li><li><p>Two</p><p>paragraphs</p></li></ol>
<blockquote><p>Words</p><p><cite>A work</cite></p></blockquote><blockquote>Bare words <cite>A work</cite></blockquote>
<p><abbr title="Police and Crime Commissioner">PCC</abbr> and <span lang="cy">Heddlu</span><br>[[fact population-served]]</p><hr>
<dl><dt>Term <em>one</em></dt><dt>Term two</dt><dd>Means <a href="site:/news/">this</a></dd><dd><p>and</p><ul><li>that</li></ul></dd></dl>
<table><caption>A <strong>caption</strong></caption><thead><tr><th scope="col" colspan="2">Both</th></tr><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">a</th><td>b</td></tr><tr><td><p>c</p><p>d</p></td></tr><tr><th>without</th><td></td></tr></tbody></table>
<h2>Two</h2><h3>Three</h3><h4>Four &amp; “more” – 5 &lt; 6&nbsp;km</h4>"""


def test_every_mark_a_text_can_have_comes_back(writing):
    same, html = writing.root.evaluate(LOAD, {"all": EVERY_MARK})["all"]
    assert same
    assert substance(html) == substance(EVERY_MARK)
    assert prose.clean(html) == html


@pytest.mark.parametrize(
    "text",
    [
        "<table><tbody><tr><td>One<table><tbody><tr><td>within</td></tr></tbody></table></td></tr></tbody></table>",
        "<table><tbody><tr><td>One</td></tr></tbody><tbody><tr><td>Two</td></tr></tbody></table>",
        "<table><tbody><tr><td><h2>Heading in a cell</h2></td></tr></tbody></table>",
        "<p>One</p><div class='box'>Two</div>",
        "<ul><p>No item</p></ul>",
    ],
)
def test_a_text_the_editor_cannot_give_back_opens_as_its_source(writing, text):
    writing.holds(text)
    assert writing.root.locator("textarea").is_visible()
    assert not writing.text.is_visible()
    assert writing.said == writing.sentence("unfaithful")
    assert writing.stored == text
    writing.do("source")
    assert writing.root.locator("textarea").is_visible()
    assert writing.stored == text


def test_undoing_every_change_gives_back_the_stored_letters(writing):
    stored = "<p>One\ntwo.</p>\n\n\n<p>Three.</p>"
    writing.holds(stored)
    writing.at(writing.text.locator("p").last)
    writing.type("<End>", " Four.")
    assert writing.stored == "<p>One two.</p>\n<p>Three. Four.</p>"
    writing.type("<Control+Z>")
    assert writing.stored == stored


def test_nobody_undoes_from_one_text_into_another(writing):
    writing.type("Of the old text")
    writing.holds("<p>The new text</p>")
    writing.at("p")
    writing.type("<Control+Z>", "<Control+Z>")
    assert writing.stored == "<p>The new text</p>"


def test_looking_around_in_a_text_changes_nothing_and_announces_nothing(writing):
    writing.holds("<p>One</p><ul><li>Two</li></ul><table><tbody><tr><td>Three</td></tr></tbody></table>")
    writing.root.evaluate("root => { window.heard = 0; root.addEventListener('input', () => { window.heard += 1 }) }")
    for place in ("p", "li", "td"):
        writing.at(place)
        writing.type("<ArrowDown>", "<ArrowRight>")
    assert writing.page.evaluate("window.heard") == 0


def test_what_is_written_is_in_the_field_at_every_letter_and_announced(writing):
    writing.root.evaluate("root => root.addEventListener('input', event => { if (event.target.localName === 'textarea') window.heard = event.target.value })")
    writing.type("A")
    assert writing.page.evaluate("window.heard") == writing.stored == "<p>A</p>"
    writing.type("B")
    assert writing.page.evaluate("window.heard") == "<p>AB</p>"


def test_a_draft_put_back_into_the_field_is_shown(writing):
    writing.type("Gone")
    writing.root.locator("textarea").evaluate("field => { field.value = '<p>Kept</p>'; field.dispatchEvent(new Event('input', {bubbles: true})) }")
    assert writing.text.inner_text().strip() == "Kept"
    assert writing.stored == "<p>Kept</p>"


def test_empty_paragraphs_are_nothing(writing):
    writing.type("One", "<Enter>", "<Enter>", "<Enter>", "Two")
    assert writing.stored == "<p>One</p>\n<p>Two</p>"
    writing.clear()
    assert writing.stored == ""


# Pastes


@pytest.mark.parametrize("paste", pastes(), ids=lambda paste: paste.name)
def test_a_paste_becomes_our_marks(writing, running_site, paste):
    writing.paste(paste.brought.replace("{site}", running_site))
    assert lines(writing.stored) == lines(paste.expected)
    assert writing.said == (writing.sentence(paste.said) if paste.said else "")
    assert prose.clean(writing.stored) == writing.stored


def test_there_are_enough_pastes():
    assert len(pastes()) >= 12


def test_plain_words_are_pasted_as_paragraphs(writing):
    writing.page.evaluate("window.brought = {'text/plain': 'One\\nTwo <b>'}")
    writing.type("<Control+C>", "<Control+V>")
    assert writing.stored == "<p>One</p>\n<p>Two &lt;b&gt;</p>"


def test_a_pasted_screenshot_is_refused_with_a_sentence(writing):
    writing.text.evaluate(
        """text => { const brought = new DataTransfer(); brought.items.add(new File(["x"], "screen.png", {type: "image/png"}));
        text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: brought, bubbles: true, cancelable: true})) }"""
    )
    assert writing.said == writing.sentence("only-words")
    assert writing.stored == ""


def test_what_is_copied_here_is_pasted_here_unchanged(writing):
    writing.holds(EVERY_MARK)
    before = writing.stored
    writing.text.focus()
    writing.type("<Control+A>", "<Control+X>")
    assert writing.stored == ""
    writing.type("<Control+V>")
    assert substance(writing.stored) == substance(before)


def test_ten_thousand_pasted_words_are_no_trouble(writing):
    writing.paste("<p class=MsoNormal>" + "</p><p class=MsoNormal>".join("A paragraph of ten words that somebody wrote in Word." for _ in range(1000)) + "</p>")
    assert writing.stored.count("<p>") == 1000


# Marks made with the toolbar


def test_lists_headings_and_quotations_are_made(writing):
    writing.type("Title", "<Enter>", "First", "<Enter>", "Second")
    writing.do("bullets")
    assert writing.is_pressed("bullets")
    assert writing.stored == "<p>Title</p>\n<p>First</p>\n<ul>\n<li>Second</li>\n</ul>"
    writing.type("<Enter>", "Inner")
    writing.do("indent")
    assert writing.stored.endswith("<ul>\n<li>Second\n<ul>\n<li>Inner</li>\n</ul>\n</li>\n</ul>")
    writing.do("outdent")
    writing.do("bullets")
    writing.do("quote")
    writing.page.get_by_role("dialog", name="Who said it").get_by_role("button", name="Cancel").click()
    writing.at("p")
    writing.root.locator("select[data-do=kind]").select_option("2")
    assert lines(writing.stored) == ["<h2>Title</h2>", "<p>First</p>", "<ul>", "<li>Second</li>", "</ul>", "<blockquote>", "<p>Inner</p>", "</blockquote>"]


def test_whoever_marks_a_quotation_is_asked_who_said_it(writing):
    writing.type("We agree.")
    writing.do("quote")
    dialog = writing.page.get_by_role("dialog", name="Who said it")
    dialog.get_by_role("button", name="Set below").click()
    assert dialog.get_by_role("alert").inner_text() == writing.sentence("no-speaker")
    dialog.get_by_label("Name").fill("Ann Reader")
    dialog.get_by_label("Role or office").fill("chief constable, retired")
    dialog.get_by_role("button", name="Set below").click()
    assert lines(writing.stored) == ["<blockquote>", "<p>We agree.</p>", "<p><cite>Ann Reader, chief constable, retired</cite></p>", "</blockquote>"]
    writing.do("speaker")
    assert dialog.get_by_label("Role or office").input_value() == "chief constable, retired"
    dialog.get_by_role("button", name="Remove").click()
    assert "cite" not in writing.stored
    assert "We agree." in writing.stored


def test_a_list_begins_with_a_hyphen_or_a_number(writing):
    writing.type("- One", "<Enter>", "Two", "<Enter>", "<Enter>", "1. Three")
    assert lines(writing.stored) == ["<ul>", "<li>One</li>", "<li>Two</li>", "</ul>", "<ol>", "<li>Three</li>", "</ol>"]


def test_names_of_records_stay_as_they_are_typed(writing):
    writing.type("Some [[fact population-served]] *people* _here_ **now**")
    assert writing.stored == "<p>Some [[fact population-served]] *people* _here_ **now**</p>"
    assert writing.text.locator(".writing__token").inner_text() == "[[fact population-served]]"


def test_a_table_is_made_with_caption_and_headings(writing):
    writing.do("table")
    dialog = writing.page.get_by_role("dialog")
    writing.type("<Enter>")
    assert dialog.get_by_role("alert").inner_text() == writing.sentence("caption")
    writing.type("Officers by force", "<Tab>", "2", "<Enter>")
    writing.type("Force", "<Tab>", "Officers", "<Tab>", "Derbyshire", "<Tab>", "2,000")
    assert lines(writing.stored) == [
        "<table>", "<caption>Officers by force</caption>", '<thead><tr><th scope="col">Force</th><th scope="col">Officers</th></tr></thead>',
        "<tbody>", "<tr><td>Derbyshire</td><td>2,000</td></tr>", "<tr><td></td><td></td></tr>", "</tbody>", "</table>",
    ]  # fmt: skip


def test_a_table_can_be_changed(writing):
    writing.holds('<table><caption>C</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>')
    writing.at("td")
    writing.do("heading-column")
    writing.do("row-after")
    writing.do("column-after")
    assert '<tr><th scope="row">a</th><td></td><td>b</td></tr>\n<tr><th scope="row"></th><td></td><td></td></tr>' in writing.stored
    assert '<th scope="col">A</th><th scope="col"></th><th scope="col">B</th>' in writing.stored
    writing.do("column-delete")
    writing.do("heading-row")
    assert "<thead>" not in writing.stored
    writing.do("heading-row")
    assert writing.is_pressed("heading-row")
    writing.do("row-delete")
    writing.at(writing.text.locator("td").last)
    writing.do("table-delete")
    assert writing.stored == ""
    assert not writing.page.get_by_role("toolbar", name="This table").is_visible()


def test_letters_and_foreign_words_are_marked(writing):
    writing.type("PCC", "<Home>", "<Shift+End>")
    writing.do("abbreviation")
    writing.type("Police and Crime Commissioner", "<Enter>")
    assert writing.stored == '<p><abbr title="Police and Crime Commissioner">PCC</abbr></p>'
    writing.type(" and Heddlu", "<Control+Shift+ArrowLeft>")
    writing.do("language")
    writing.page.get_by_role("dialog").get_by_label("Language", exact=True).select_option("cy")
    writing.page.get_by_role("dialog").get_by_role("button", name="Set").click()
    assert writing.stored.endswith('</abbr> and <span lang="cy">Heddlu</span></p>')


# Links


def link_dialog(writing: Written):
    writing.root.evaluate("root => root.writing.editor.view.domObserver.flush()")
    writing.type("<Control+K>")
    return writing.page.get_by_role("dialog", name="Link")


def test_a_page_of_ours_is_found_and_linked_by_keyboard_alone(writing):
    dialog = link_dialog(writing)
    writing.type("what regional units")
    dialog.get_by_role("status").get_by_text("found").wait_for()
    title = dialog.get_by_role("listitem").get_by_role("button").first.evaluate("button => button.firstChild.data")
    writing.type("<Tab>", "<Enter>", "<Enter>")
    assert not dialog.is_visible()
    assert re.fullmatch(rf'<p><a href="site:[a-z-]*/[^"]*">{re.escape(title)}</a></p>', writing.stored)
    writing.type(" and on")
    assert writing.stored.endswith("</a> and on</p>")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org/a", "https://www.example.org/a"),
        ("http://www.example.org", "http://www.example.org/"),
        ("someone@example.org", "mailto:someone@example.org"),
        ("0115 123 4567", "tel:01151234567"),
        ("{site}/derbyshire-opcc/news/", "site:derbyshire-opcc/news/"),
        ("{site}/units/?kind=shared#top", "site:/units/?kind=shared#top"),
        ("/lincolnshire-opcc/", "site:lincolnshire-opcc/"),
        ("site:/contact/", "site:/contact/"),
    ],
)
def test_an_address_is_kept_as_it_should_be(writing, running_site, typed, kept):
    writing.type("Words", "<Control+A>")
    dialog = link_dialog(writing)
    dialog.get_by_label("Or give an address").fill(typed.replace("{site}", running_site))
    writing.type("<Enter>")
    assert writing.stored == f'<p><a href="{kept}">Words</a></p>'


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "empty"), ("javascript:alert(1)", "unknown"), ("not an address", "unknown"), ("{site}/admin/collaboration/page/", "desk"), ("ftp://example.org/x", "unknown")],
)
def test_what_is_no_address_is_answered_with_a_sentence_and_kept(writing, running_site, typed, sentence):
    writing.type("Words", "<Control+A>")
    dialog = link_dialog(writing)
    field = dialog.get_by_label("Or give an address")
    field.fill(typed.replace("{site}", running_site))
    field.press("Enter")
    assert dialog.get_by_role("alert").inner_text() == writing.sentence(sentence)
    assert field.input_value() == typed.replace("{site}", running_site)
    assert writing.stored == "<p>Words</p>"
    writing.type("<Escape>")
    assert not dialog.is_visible()
    assert writing.page.evaluate("document.activeElement.classList.contains('writing__text')")


def test_a_text_that_many_sites_show_always_names_the_site_of_a_link(form, running_site):
    writing = form("/admin/collaboration/unit/add/")
    writing.text.click()
    dialog = link_dialog(writing)
    dialog.get_by_label("Or give an address").fill(f"{running_site}/facts/")
    dialog.get_by_label("Words that readers see").fill("Facts")
    writing.type("<Enter>")
    assert writing.stored == '<p><a href="site:programme/facts/">Facts</a></p>'


def test_a_link_is_changed_and_removed(writing):
    writing.holds('<p>See <a href="https://www.example.org/a">the old page</a> here.</p>')
    writing.at(writing.text.get_by_text("the old page"))
    assert writing.is_pressed("link")
    dialog = link_dialog(writing)
    assert dialog.get_by_label("Or give an address").input_value() == "https://www.example.org/a"
    assert dialog.get_by_label("Words that readers see").input_value() == "the old page"
    dialog.get_by_label("Words that readers see").fill("the new page")
    dialog.get_by_role("button", name="Set the link").click()
    assert writing.stored == '<p>See <a href="https://www.example.org/a">the new page</a> here.</p>'
    writing.at(writing.text.get_by_text("the new page"))
    link_dialog(writing).get_by_role("button", name="Remove the link").click()
    assert writing.stored == "<p>See the new page here.</p>"


def test_whoever_is_signed_out_is_told_and_loses_nothing(open_page, running_site, editor_on_site):
    page = open_page("/health/live", own=True)
    writing = open_form(page, running_site, editor_on_site)
    writing.text.click()
    writing.type("Words", "<Control+A>")
    page.context.clear_cookies()
    dialog = link_dialog(writing)
    writing.type("news")
    dialog.get_by_text(writing.sentence("signed-out")).wait_for()
    writing.type("<Escape>")
    assert writing.stored == "<p>Words</p>"


# With other means than a mouse, on other screens


def test_the_toolbar_is_worked_by_keyboard(writing):
    writing.type("<Alt+F10>")
    focused = "document.activeElement.dataset.do"
    assert writing.page.evaluate(focused) == "bold"
    writing.type("<ArrowRight>")
    assert writing.page.evaluate(focused) == "italic"
    writing.type("<End>")
    assert writing.page.evaluate(focused) == "source"
    writing.type("<ArrowRight>", "<Enter>", "<Escape>", "Strong")
    assert writing.stored == "<p><strong>Strong</strong></p>"
    writing.type("<Tab>")
    assert not writing.page.evaluate("document.activeElement.classList.contains('writing__text')")


def test_every_button_has_a_name_and_the_text_its_label(writing):
    toolbar = writing.root.get_by_role("toolbar").first
    assert all(toolbar.get_by_role("button").nth(number).evaluate("button => button.textContent.trim()") for number in range(17))
    assert writing.root.get_by_role("textbox", name="Text").is_visible()


def test_a_label_that_is_clicked_leads_to_its_text(writing):
    writing.page.locator("label[for=id_body]").click()
    writing.type("Here")
    assert writing.stored == "<p>Here</p>"


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_narrow_screen_nothing_goes_sideways_and_targets_are_large(form, width):
    writing = form(width=width)
    writing.holds(EVERY_MARK)
    assert writing.page.evaluate("document.documentElement.scrollWidth") <= width
    small = writing.root.evaluate("root => [...root.querySelectorAll('[role=toolbar] button, [role=toolbar] select')].map(one => one.getBoundingClientRect()).filter(box => box.width && (box.width < 44 || box.height < 44)).length")
    assert small == 0
    writing.at("p")
    link_dialog(writing)
    box = writing.page.get_by_role("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_in_the_editor_and_its_dialogs(form, width):
    # Whoever wants less motion gets colours at once, and so does axe.
    writing = form(width=width, reduced_motion="reduce")
    page = writing.page
    writing.holds(EVERY_MARK)
    page.evaluate(SOURCE)

    def faults(rules=RULES):
        page.evaluate(START, [rules, []])
        return page.evaluate("window.found")

    writing.at("td")
    assert faults() == []
    for opened in ("link", "table", "abbreviation", "language"):
        writing.text.locator("h2").first.dblclick()
        writing.root.evaluate("root => root.writing.editor.view.domObserver.flush()")
        writing.do(opened)
        if opened == "link":
            writing.type("complaints")
            page.get_by_role("dialog").get_by_role("status").get_by_text("found").wait_for()
        assert faults() == []
        page.emulate_media(color_scheme="dark")
        assert faults(COLOURS) == []
        page.emulate_media(color_scheme="light")
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    writing.at("blockquote")
    writing.do("speaker")
    assert faults() == []
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    writing.do("source")
    assert faults() == []


def test_the_source_can_be_edited_and_shown_again_by_keyboard(writing):
    writing.type("Words")
    writing.do("source")
    assert writing.is_pressed("source")
    writing.root.locator("textarea").fill("<h2>Heading</h2><p>Words</p>")
    writing.type("<Shift+Tab>", "<Enter>")
    assert writing.text.locator("h2").inner_text() == "Heading"
    assert writing.stored == "<h2>Heading</h2><p>Words</p>"


def test_without_script_the_source_is_there_to_be_edited(open_page, running_site, editor_on_site):
    page = open_page("/health/live", java_script_enabled=False)
    browser_sign_in(page, running_site, editor_on_site)
    page.goto(running_site + "/admin/collaboration/page/add/")
    assert page.locator("textarea[name=body]").is_visible()
    assert not page.get_by_role("toolbar", name="Marks for the text").count()


def test_a_form_that_comes_back_with_an_error_still_has_the_text(form):
    writing = form()
    writing.text.click()
    writing.type("Not to be lost")
    with writing.page.expect_navigation():
        writing.page.locator("[type=submit][name=_save], [type=submit][name=_continue]").first.click()
    writing.page.wait_for_selector(".writing--ready")
    assert writing.stored == "<p>Not to be lost</p>"
    assert writing.text.inner_text().strip() == "Not to be lost"


def test_the_back_button_brings_the_text_back(form, running_site):
    writing = form()
    writing.page.on("dialog", lambda asked: asked.accept())
    writing.text.click()
    writing.type("Not to be lost")
    writing.page.goto(running_site + "/health/live")
    writing.page.go_back()
    writing.page.wait_for_selector(".writing--ready")
    assert writing.stored == "<p>Not to be lost</p>"
    assert writing.text.inner_text().strip() == "Not to be lost"
