"""Stored rich text as lines, and its differences."""

from collaboration.differences import plain_paragraphs, prose_differences


def changes(before, after, **more):
    return [(piece.kind, piece.words.strip()) for piece in prose_differences(before, after, **more) if piece.kind != "same"]


def test_marks_become_words_and_signs():
    html = (
        "<h2>A <em>heading</em></h2><p>Some <strong>bold</strong>\n words.</p><ul><li>One<ul><li>Below</li></ul></li></ul><h3>Less</h3>"
        '<ol start="3"><li>Third</li><li>Fourth</li></ol><blockquote><p>Quoted</p></blockquote><dl><dt>Word</dt><dd>Meaning</dd></dl><hr>'
    )
    assert plain_paragraphs(html) == [
        "Heading: A heading", "Some bold words.", "• One", "◦ Below", "Smaller heading: Less", "3. Third", "4. Fourth", "> Quoted", "Word", "– Meaning", "———",
    ]  # fmt: skip


def test_a_row_of_a_table_is_a_line_of_cells():
    html = '<table><caption>Costs</caption>\n<thead><tr><th scope="col">Year</th> <th scope="col">Sum</th></tr></thead><tbody><tr><td>2020</td><td></td><td>£1</td></tr></tbody></table>'
    assert plain_paragraphs(html) == ["Table: Costs", "Year | Sum", "2020 | | £1"]


def test_a_changed_address_is_seen_though_the_words_of_the_link_are_the_same():
    before, after = (f'<p>Ask <a href="{address}">us</a>.</p>' for address in ("site:/contact/", "https://example.org/?a=1&amp;b=2"))
    assert changes(before, after) == [("gone", "/contact/"), ("new", "https://example.org/?a=1&b=2")]


def test_an_address_that_is_written_out_is_not_written_twice():
    assert plain_paragraphs('<p><a href="mailto:a@example.org">a@example.org</a></p>') == ["a@example.org"]


def test_a_heading_made_smaller_is_a_difference():
    assert changes("<h2>Costs</h2>", "<h3>Costs</h3>") == [("gone", "Heading"), ("new", "Smaller heading")]


def test_a_paragraph_cut_in_two_shows_the_cut_and_no_lost_word():
    assert all(not words for _kind, words in changes("<p>One. Two.</p>", "<p>One.</p><p>Two.</p>"))


def test_names_in_brackets_stay_for_editors_and_become_what_the_caller_says():
    html = "<p>About [[fact population-served]] people.</p>"
    assert plain_paragraphs(html) == ["About [[fact population-served]] people."]
    assert plain_paragraphs(html, name_words=lambda kind: f"({kind})") == ["About (fact) people."]


def test_broken_marks_lose_no_word():
    assert " ".join(plain_paragraphs("Bare words<p>open <li>item</ul></p></blockquote> and &amp; more")) == "Bare words open • item and & more"
