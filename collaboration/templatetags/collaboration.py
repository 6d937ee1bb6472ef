"""The tag library, loaded for every template: how templates speak of sites, records and rich text."""

import re
from datetime import date
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from collaboration import structured
from collaboration.caching.holding import held
from collaboration.editorial.changes import band
from collaboration.embeds import forces_in_words, render_prose
from collaboration.front.desk_views import home_of_desk
from collaboration.plain_text import plain_text
from collaboration.printing.making import is_possible
from collaboration.prose import Text
from collaboration.publishers.context import is_above, is_current
from collaboration.publishers.models import Force, MenuItem, Publisher

register = template.Library()

# An end of a line, with the empty lines and the indentation behind it.
GAP = re.compile(r"\s*\n\s*")
NUMBER = re.compile(r"£?\d[\d.,]*%?")


@register.simple_tag(takes_context=True)
def prose(context, html: str) -> Text:
    """Rich text made ready for this site: `{% prose page.body as text %}`, then `text.html` and `text.headings`."""
    return render_prose(html or "", context["publisher"], context["publishers"], context.get("known_facts", ()), context.get("as_at"), context.get("files_at", ""))


@register.inclusion_tag("components/corrections.html")
def corrections(thing) -> dict:
    """The band that tells what changed in a thing since it came out: `{% corrections release %}`, above its text."""
    return band(thing)


@register.simple_tag
def release_card(release, publisher: Publisher, level: int) -> SafeString:
    """A release in a list of a publisher's site, its headline on this level: `{% release_card release publisher 2 %}`."""
    if release.publisher.is_programme:
        who = gettext("Summary")
    else:
        who = gettext("Press release") if release.publisher == publisher else release.publisher.name
    return card(level, release.get_absolute_url(), release.headline, timezone.localdate(release.publish_at), who, release.summary)


@lru_cache(maxsize=1024)
def card(level: int, address: str, headline: str, day: date, who: str, summary: str) -> SafeString:
    """It follows from these words alone, so the last ones are kept."""
    return render_to_string("components/release_card.html", {"level": level, "address": address, "headline": headline, "day": day, "who": who, "summary": summary})


@register.simple_tag
def can_make_pdfs() -> bool:
    """Whether this installation can make PDFs of its pages: `{% can_make_pdfs as possible %}`."""
    return is_possible()


@register.simple_tag
def site_url(publisher: Publisher, name: str, **kwargs) -> str:
    """The address of a named page on any publisher's site."""
    return publisher.reverse(name, **kwargs)


@register.simple_tag(takes_context=True)
def absolute(context, address: str) -> str:
    """The whole address, with scheme and host, for canonical links and for sharing."""
    return context["request"].build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def prose_text(context, html: str) -> str:
    """Rich text as plain text, for a page that is no HTML: `{% prose_text release.body %}`."""
    return plain_text(prose(context, html).html, context["request"].build_absolute_uri("/")) if html else ""


@register.filter
def leads_to(item: MenuItem) -> str:
    """Where a menu entry leads, from the site it is part of."""
    return item.address or get_script_prefix() + item.path.removeprefix("/")


register.filter("is_current", is_current)
register.filter("is_above", is_above)


@register.filter
def in_words(slugs: str | None, forces: list) -> str:
    """The forces that take part, in words: `{{ unit.force_slugs|in_words:forces }}`."""
    return forces_in_words(slugs, forces)


@register.filter
def takes_part(force, slugs: str | None) -> bool:
    """Whether a force is among those that take part: `{% if force|takes_part:unit.force_slugs %}`."""
    return force.slug in (slugs or "").split(",")


@register.simple_tag
def party_cells(forces: list, slugs: str | None, label: str = "") -> SafeString:
    """A cell for each force, with its letters where it takes part, and what the cells say; without that they are a picture beside words."""
    return party_cells_of(slugs or "", tuple((force.slug, force.code) for force in forces), label)


@lru_cache(maxsize=256)
def party_cells_of(slugs: str, forces: tuple[tuple[str, str], ...], label: str) -> SafeString:
    """The same, made once: a page of the register has fifty rows of them, and there are few different ones."""
    taking_part = slugs.split(",")
    cells = format_html_join("", '<span class="parties__cell{}">{}</span>', ((" parties__cell--in", code) if slug in taking_part else ("", "–") for slug, code in forces))
    said = format_html('role="img" aria-label="{}" title="{}"', label, label) if label else mark_safe('aria-hidden="true"')
    return format_html('<span class="parties" {}>{}</span>', said, cells)


@register.simple_tag
def parties(forces: list, slugs: str) -> SafeString:
    """The cells of the forces that are party to an agreement, saying so."""
    return party_cells(forces, slugs, gettext("Parties: %(names)s") % {"names": forces_in_words(slugs, forces)})


@register.filter(expects_localtime=True)
def as_day(when: date | None) -> str:
    """A day, or that of a moment by our clocks, for readers and machines: `{{ page.last_checked_on|as_day }}`, “3 May 2019”; empty for none. In long lists Django's own filter takes as long as finding what is listed."""
    return mark_safe(f'<time datetime="{when:%Y-%m-%d}">{when.day} {MONTHS[when.month]} {when.year}</time>') if when else ""


@register.filter
def state_tag(state) -> SafeString:
    """The state of an agreement, marked as such: `{{ agreement.state|state_tag }}`."""
    return format_html('<span class="state state--{}">{}</span>', state.value, state.label)


@register.simple_tag
def matrix_cells(forces: list, slugs: str, own) -> SafeString:
    """A cell of the matrix for each force, with a mark where it takes part; that of the site's own force stands out."""
    return matrix_cells_of(slugs, tuple((force.slug, force == own) for force in forces), gettext("party"), gettext("no"))


@lru_cache(maxsize=256)
def matrix_cells_of(slugs: str, forces: tuple[tuple[str, bool], ...], party: str, no: str) -> SafeString:
    taking_part = slugs.split(",")
    cell = '<td class="matrix__cell{}"><span class="matrix__mark{}"></span><span class="visually-hidden">{}</span></td>'
    marks = ((" matrix__mark--in", party) if slug in taking_part else ("", no) for slug, _is_own in forces)
    return format_html_join("", cell, ((" matrix__own" if is_own else "", *mark) for (_slug, is_own), mark in zip(forces, marks, strict=True)))


@register.filter
def thousands(number: int) -> str:
    """A whole number as British readers write it: 2,284."""
    return f"{number:,}"


@register.filter
def largest(records: list, field: str) -> int:
    """The largest of a number that the records keep, 0 if none does: the scale that bars are drawn to."""
    return max((getattr(record, field) or 0 for record in records), default=0)


@register.filter
def figure_parts(value: str) -> dict[str, str]:
    """A value as it stands in a sentence, taken apart around its number: “more than”, “6,000”, “square miles”."""
    found = NUMBER.search(value)
    if not found:
        return {"before": "", "number": value, "after": ""}
    return {"before": value[: found.start()].strip(), "number": found.group(), "after": value[found.end() :].strip()}


@register.inclusion_tag("admin/awaiting.html", takes_context=True)
def what_awaits_me(context: dict) -> dict:
    """The first part of the home of the desk: `{% what_awaits_me %}`."""
    return home_of_desk(context["request"])


@register.simple_tag(takes_context=True)
def described_site(context) -> str:
    """The site as machines read it: `{% described_site %}`, in the head of its home page."""
    return structured.block(structured.site_of(context["request"], context["publisher"]))


@register.simple_tag(takes_context=True)
def described_release(context, release) -> str:
    """A press release as machines read it: `{% described_release release %}`."""
    return structured.block(structured.release_of(context["request"], release))


@register.simple_tag(takes_context=True)
def described_table(context, name: str, description: str, *files: str) -> str:
    """A table as machines read it: `{% described_table name description "text/csv" csv "application/json" json %}`."""
    return structured.block(structured.table_of(context["request"], name, description, list(zip(files[::2], files[1::2], strict=True))))


@register.simple_tag
def described_answers(text: Text) -> str:
    """The questions that a text answers, as machines read them; nothing for any other text."""
    found = structured.answers_of(text.html)
    return structured.block(found) if found else ""


@register.simple_tag(takes_context=True)
def described_way(context, trail=None, up: str = "", up_title: str = "", here: str = "") -> str:
    """The way to a page as machines read it; takes what the breadcrumbs take."""
    home = reverse("front:home")
    above = [(page.short_title, home + page.path) for page in trail or ()] + ([(up_title, up)] if up else [])
    request = context.request
    return structured.block(structured.crumbs(request, [(gettext("Home"), home), *above, (here, request.path)]))


@register.tag
def shared(parser, token):
    """`{% shared %}…{% endshared %}` around title, description and canonical address adds how a link to the page is shown elsewhere."""
    inner = parser.parse(("endshared",))
    parser.delete_first_token()
    return SharedHead(inner)


class SharedHead(template.Node):
    """The head of a page, with the lines for sharing it."""

    def __init__(self, nodelist: template.NodeList):
        self.nodelist = nodelist

    def render(self, context) -> str:
        head = self.nodelist.render(context)
        # Only the page of one release has a release in its context.
        kind = "article" if context.get("release") else "website"
        return head + structured.shared_as(head, context["request"], context["publisher"], kind)


@register.tag
def kept(parser, token):
    """`{% kept "menu" menus.marks %}…{% endkept %}`: a part of every page of a site, kept in memory until publishers or menus change.

    Within it stands nothing but what follows from the site, its menus and the values that are named behind the name.
    """
    name, *values = (parser.compile_filter(one) for one in token.split_contents()[1:])
    inner = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptPart(name, values, inner)


class KeptPart(template.Node):
    """A part of a page that is made once for each site."""

    def __init__(self, name, values: list, nodelist: template.NodeList):
        self.name, self.values, self.nodelist = name, values, nodelist

    def render(self, context) -> str:
        publisher = getattr(getattr(context, "request", None), "publisher", None)
        if publisher is None:
            return self.nodelist.render(context)
        # Addresses depend on where the site is mounted, and on two settings.
        whose = (publisher.pk, get_script_prefix(), settings.ADDRESS, settings.HTTPS)
        key = ("part", self.name.resolve(context), whose, *(one.resolve(context) for one in self.values))
        return held(key, (Publisher, Force, MenuItem), lambda: mark_safe(GAP.sub("\n", self.nodelist.render(context))))
