"""Rich text: cleaned on every path to the database, and answered by the records."""

import pytest
from django.core.management import call_command

from collaboration.embeds import render_prose
from collaboration.facts.models import Fact
from collaboration.pages.models import Page
from collaboration.prose import clean, plain, render
from collaboration.publishers.models import Publisher
from tests.making import page, publisher

HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick='x()'>words</p>",
    '<a href="javascript:alert(1)">words</a>',
    '<img src=x onerror="alert(1)">',
    '<p style="color:red">words</p>',
    "<iframe src='https://example.org'></iframe>",
    "<svg><script>alert(1)</script></svg>",
    '<a href="data:text/html,x">words</a>',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_acts_survives_cleaning(html):
    cleaned = clean(html)
    for word in ("script", "onclick", "onerror", "style", "iframe", "data:", "<img"):
        assert word not in cleaned


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["create", "save", "bulk", "update", "load_content", "loaddata"])
def test_no_path_to_the_database_goes_round_the_cleaning(how, tmp_path):
    body = "<p>Good</p><script>alert(1)</script>"
    if how == "create":
        page("x/", body=body)
    elif how == "save":
        one = page("x/")
        one.body = body
        one.save()
    elif how == "bulk":
        Page.objects.bulk_create([Page(publisher=publisher(), path="x/", title="T", summary="S", body=body)])
    elif how == "update":
        page("x/")
        Page.objects.filter(path="x/").update(body=body)
    else:
        entry = "- model: collaboration.page\n  fields: {publisher: [derbyshire-opcc], path: x/, title: T, summary: S, body: '" + body + "'}\n"
        (tmp_path / "pages.yaml").write_text(entry)
        if how == "loaddata":
            call_command("loaddata", tmp_path / "pages.yaml", verbosity=0)
        else:
            call_command("load_content", folder=tmp_path, verbosity=0)
    assert Page.objects.get(path="x/").body == "<p>Good</p>"


def test_links_within_the_house_survive_cleaning():
    assert clean('<a href="site:/contact/">words</a>') == '<a href="site:/contact/">words</a>'


def test_plain_words_leave_out_marks_and_names():
    assert plain("<h2>One</h2><p>two &amp; <strong>three</strong> [[fact x]] four</p>") == "One two & three four"


def test_headings_get_ids_and_none_twice():
    text = render("<h2>A &amp; B</h2><h3>A &amp; B</h3><h2>!!!</h2>", str, str)
    assert [(one.level, one.words, one.id) for one in text.headings] == [(2, "A & B", "a-b"), (3, "A & B", "a-b-2"), (2, "!!!", "section")]


def test_a_table_can_be_scrolled_by_keyboard_and_is_named():
    html = render("<table><caption>Teams &amp; “work”</caption><tbody><tr><td>x</td></tr></tbody></table>", str, str).html
    assert 'tabindex="0" aria-label="Teams &amp; “work”"' in html


@pytest.mark.django_db
class TestNames:
    """What stands in double brackets."""

    def shown(self, html: str, slug: str = "derbyshire-opcc") -> str:
        return render_prose(html, publisher(slug), list(Publisher.objects.select_related("force"))).html

    def test_a_figure_comes_from_its_record(self):
        assert self.shown("<p>[[fact population-served]]</p>") == Fact.objects.get(key="population-served").value or "4.5 million" in self.shown("<p>x [[fact population-served]]</p>")

    def test_a_changed_record_changes_every_text_that_names_it(self):
        Fact.objects.filter(key="population-served").update(value="6 million")
        assert "6 million" in self.shown("<p>It is [[fact population-served]].</p>")

    def test_a_fact_that_is_not_public_shows_nowhere(self):
        Fact.objects.filter(key="population-served").update(publish_at=None)
        assert self.shown("<p>It is [[fact population-served]].</p>") == "<p>It is not published here.</p>"

    def test_an_unknown_name_is_shown_as_typed_and_harmless(self):
        assert self.shown("<p>[[nonsense of-some-kind]] here</p>") == "<p>[[nonsense of-some-kind]] here</p>"

    @pytest.mark.parametrize("name", ["fact", "unit", "force", "agreement", "force-figures", "our-units too-much", "fact a b c", "disagreement", "units-table"])
    def test_a_name_with_too_few_or_too_many_arguments_does_no_harm(self, name):
        assert self.shown(f"<p>It is [[{name}]].</p>").startswith("<p>It is ")

    def test_links_lead_to_this_site_or_to_the_one_named(self):
        shown = self.shown('<p><a href="site:/news/">a</a><a href="site:leicestershire-opcc/news/">b</a><a href="site:nobody/x/">c</a></p>')
        assert 'href="/news/"' in shown
        assert 'href="/leicestershire-opcc/news/"' in shown
        assert 'href="#"' in shown

    def test_participants_are_said_in_words(self):
        assert "all five forces" in self.shown("<p>By [[unit emsou participants]].</p>")


@pytest.mark.parametrize("empty", ["<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p><br></p>", "<p lang='cy'>\u00a0</p>", "<p></p>\n<p></p>"])
def test_an_empty_paragraph_is_not_kept(empty):
    assert clean(f"<p>One</p>{empty}<p>Two</p>") == "<p>One</p><p>Two</p>"


def test_what_only_looks_like_an_empty_paragraph_is_kept():
    for html in ("<p>[[our-units]]</p>", "<p><strong>a</strong></p>", "<ul><li></li></ul>", "<p>a</p>\n<p>b</p>"):
        assert clean(html) == html
