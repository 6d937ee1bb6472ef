"""What machines read of a page: JSON-LD in the words of schema.org, and the lines that a shared link is shown by.

It says what the page says, no more: a thing that is not public is on no page, and so in none of this.
The bodies are what a page is *about* or who spoke; this site, which they do not run, is its own publisher.
"""

import json
import re
from functools import lru_cache
from html import unescape

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from collaboration.editorial.changes import corrections_of
from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher

CARD = (1200, 630)
# What could end the element that it stands in, or be a line end to a script.
NEVER_RAW = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
QUESTION = re.compile(r"<h([23])[^>]*>(?P<question>[^?<]*(?:<(?!/h)[^?<]*)*\?)\s*</h\1>(?P<answer>.*?)(?=<h[23]|\Z)", re.S)
FEWEST_QUESTIONS = 3


def block(found: dict) -> SafeString:
    """A description as an element of a page. It is a block of values, which no browser runs and no policy has to allow."""
    words = json.dumps({"@context": "https://schema.org", **found}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{words.translate(NEVER_RAW)}</script>')


def without_gaps(found: dict) -> dict:
    """The same without what is not known."""
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def body_of(publisher: Publisher) -> dict:
    """A force or an office, with its own website; the programme is no body of government but joint work of five."""
    kind = "Organization" if publisher.is_programme else "GovernmentOrganization"
    area = publisher.force.short_name if publisher.force_id else "East Midlands"
    return without_gaps({"@type": kind, "name": publisher.name, "url": publisher.website, "areaServed": area, "telephone": publisher.phone, "email": publisher.email, "address": ", ".join(publisher.postal_lines)})


def site_of(request: HttpRequest, publisher: Publisher) -> dict:
    """The site: what it is about, and how it is searched."""
    home, search = publisher.root, publisher.reverse("search:results")
    return {
        "@type": "WebSite",
        "name": publisher.short_name,
        "url": request.build_absolute_uri(home),
        "inLanguage": "en-GB",
        "about": body_of(publisher),
        "publisher": this_site(request),
        "potentialAction": {"@type": "SearchAction", "target": f"{request.build_absolute_uri(search)}?q={{words}}", "query-input": "required name=words"},
    }


def this_site(request: HttpRequest) -> dict:
    """Whoever runs the eleven sites: not the police."""
    programme = next(one for one in request.publishers if one.is_programme)
    return {"@type": "Organization", "name": _("East Midlands police collaboration, an independent site"), "url": request.build_absolute_uri(programme.root)}


def release_of(request: HttpRequest, release: PressRelease) -> dict:
    """A press release; what was corrected in it, as its page tells."""
    changes = corrections_of(release)
    by_programme = release.publisher.is_programme
    # A summary of the programme's is our own writing, from the sources named with it.
    author = this_site(request) if by_programme else body_of(release.publisher)
    return without_gaps({
        "@type": "NewsArticle",
        "headline": release.headline,
        "description": release.summary,
        "url": request.build_absolute_uri(release.get_absolute_url()),
        "identifier": release.reference,
        "inLanguage": "en-GB",
        "datePublished": release.publish_at.isoformat(timespec="seconds"),
        "dateModified": max([release.publish_at, *(one.at for one in changes)]).isoformat(timespec="seconds"),
        "temporalCoverage": release.events_on.isoformat() if release.events_on else "",
        "author": author,
        "publisher": this_site(request),
        "image": request.build_absolute_uri(card_of(release.publisher)),
        "isAccessibleForFree": True,
        "isBasedOn": [source.address for source in release.sources.all() if source.address],
        "correction": [
            {"@type": "CorrectionComment", "text": one.note, "datePublished": one.at.isoformat(timespec="seconds")}
            for one in changes if one.kind == "correction"
        ],
    })  # fmt: skip


def crumbs(request: HttpRequest, steps: list[tuple[str, str]]) -> dict:
    """The way from the home page to this one: (words, address) of each step."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(words), "item": request.build_absolute_uri(address)}
            for place, (words, address) in enumerate(steps, start=1)
        ],
    }


def table_of(request: HttpRequest, name: str, description: str, files: list[tuple[str, str]]) -> dict:
    """A table that can be taken away: (type, address) of each file."""
    return {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": request.build_absolute_uri(request.path),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "creator": this_site(request),
        "spatialCoverage": "East Midlands, England",
        "distribution": [{"@type": "DataDownload", "encodingFormat": kind, "contentUrl": request.build_absolute_uri(address)} for kind, address in files],
    }


def questions_in(html: str) -> list[tuple[str, str]]:
    """The headings of a rendered text that ask something, each with the words below it."""
    found = [(words_of(one["question"]), words_of(one["answer"])) for one in QUESTION.finditer(html)]
    return [(question, answer) for question, answer in found if answer]


def words_of(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


@lru_cache(maxsize=256)
def answers_of(html: str) -> dict | None:
    """Questions and their answers, if that is what a text is; None for any other text."""
    found = questions_in(html)
    if len(found) < FEWEST_QUESTIONS:
        return None
    return {
        "@type": "FAQPage",
        "mainEntity": [{"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}} for question, answer in found],
    }


def card_of(publisher: Publisher) -> str:
    """The picture that stands for a site where its pages are shared; `make cards` draws it."""
    return static(f"img/cards/{publisher.theme}.png")


TITLE = re.compile(r"<title>(.*?)</title>", re.S)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


def shared_as(head: str, request: HttpRequest, publisher: Publisher, kind: str) -> SafeString:
    """The lines by which a shared link is shown, from the title, description and canonical address in the head of its page."""
    title, description, canonical = (" ".join(found[1].split()) if (found := pattern.search(head)) else "" for pattern in (TITLE, DESCRIPTION, CANONICAL))
    lines = {
        "og:type": kind,
        "og:site_name": escape(publisher.name),
        "og:locale": "en_GB",
        "og:title": title.rsplit(" – ", 1)[0],
        "og:description": description,
        "og:url": canonical,
        "og:image": request.build_absolute_uri(card_of(publisher)),
        "og:image:width": CARD[0],
        "og:image:height": CARD[1],
        "og:image:alt": escape(_("The name of the site: %(name)s") % {"name": publisher.name}),
    }
    # Title, description and address stand escaped in the page already.
    tags = [f'<meta property="{name}" content="{value}">' for name, value in lines.items()]
    return mark_safe("\n".join([*tags, '<meta name="twitter:card" content="summary_large_image">']))
