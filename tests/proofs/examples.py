"""For every check: texts in which it finds a fault, and texts like them in which it finds none.

A text is the body of a page of the Derbyshire office; where a check is about something else, `Try` says of
what kind the thing is and which fields differ from a thing without fault.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Try:
    """A thing without fault, but for these fields and choices."""

    kind: str = "page"
    fields: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)


def page(**fields) -> Try:
    return Try("page", fields)


def body(html: str) -> Try:
    return page(body=html)


def release(choices: dict | None = None, **fields) -> Try:
    return Try("release", fields, choices or {})


def press(choices: dict) -> Try:
    """A release with these pictures or documents for the press."""
    return release({"media_contacts": ["press"], **choices})


TABLE = "<table><caption>Staff</caption><thead><tr><th scope='col'>Force</th><th scope='col'>Officers</th></tr></thead><tbody><tr><td>Derbyshire</td><td>3</td></tr></tbody></table>"
FORTY_ONE = "We " + "very " * 39 + "agree."
FORTY = "We " + "quite truly " * 19 + "agree."

# Code: what it finds a fault in, what it lets pass.
EXAMPLES: dict[str, tuple[list[Try], list[Try]]] = {
    "no-title": (
        [page(title=""), page(title="  "), release(headline="")],
        [page(title="What we do")],
    ),
    "no-summary": (
        [page(summary=""), page(summary=" \n"), release(summary="")],
        [page(summary="What the office does.")],
    ),
    "left-empty": (
        [release(body=""), release(body="<p> </p>"), Try("fact", {"value": ""}), Try("milestone", {}, {"sources": []})],
        [release(body="<p>A text.</p>"), page(body=""), Try("fact"), Try("milestone")],
    ),
    "long-summary": (
        [page(summary="Word " * 50 + "end.")],
        [page(summary="Word " * 49 + "end.")],
    ),
    "summary-no-sentence": (
        [page(summary="what the office does."), page(summary="What the office does"), page(summary="News.")],
        [page(summary="What the office does."), page(summary="Who asked “why?”"), page(summary="20 forces took part.")],
    ),
    "long-headline": (
        [release(headline="A" * 121)],
        [release(headline="A" * 120), page(title="A" * 121)],
    ),
    "no-media-contact": (
        [release({"media_contacts": []})],
        [release(), release({"media_contacts": []}, record_note="<p>A record of 2012.</p>"), Try("summary", {}, {"media_contacts": []})],
    ),
    "old-media-contact": (
        [release({"media_contacts": ["old"]}), release({"media_contacts": ["unreachable"]})],
        [release(), release({"media_contacts": ["old"]}, record_note="<p>A record of 2012.</p>")],
    ),
    "date-to-come": (
        [page(last_checked_on="tomorrow"), Try("fact", {"as_at": "2199"}), Try("unit", {"status_as_at": "2199-04"})],
        [page(last_checked_on="today"), page(last_checked_on=None), Try("fact", {"as_at": "2013-11"}), Try("fact", {"as_at": "no date"})],
    ),
    "heading-order": (
        [body("<h3>First</h3><p>Text.</p>"), body("<h2>One</h2><p>Text.</p><h4>Two</h4><p>Text.</p>"), page(aside="<h3>Beside</h3>")],
        [body("<h2>One</h2><h3>Two</h3><h4>Three</h4><h2>Four</h2><h3>Five</h3>"), page(body="<h2>One</h2><h3>Two</h3>", aside="<h2>Beside</h2>")],
    ),
    "empty-heading": (
        [body("<h2></h2><p>Text.</p>"), body("<h2><strong> </strong></h2>")],
        [body("<h2>Words</h2>"), body("<h2>[[force derbyshire]]</h2>")],
    ),
    "bold-heading": (
        [body("<p><strong>Our history</strong></p><p>It began early.</p>"), body("<p> <strong>Our</strong> <strong>history</strong></p>")],
        [body("<p><strong>Our history</strong> began early.</p>"), body("<p><strong>Call 999 now.</strong></p>"), body("<h2>Our history</h2>")],
    ),
    "table-caption": (
        [body(TABLE.replace("<caption>Staff</caption>", "")), body(TABLE.replace("Staff", " "))],
        [body(TABLE)],
    ),
    "table-headings": (
        [body("<table><caption>Staff</caption><tbody><tr><td>Derbyshire</td><td>3</td></tr></tbody></table>")],
        [body(TABLE), body("<table><caption>Staff</caption><tbody><tr><th scope='row'>Derbyshire</th><td>3</td></tr></tbody></table>")],
    ),
    "table-scope": (
        [body(TABLE.replace(" scope='col'", "", 1)), body(TABLE.replace("'col'", "'across'", 1))],
        [body(TABLE)],
    ),
    "quotation-source": (
        [body("<blockquote><p>It works.</p></blockquote>"), body("<blockquote><p>It works.</p><cite> </cite></blockquote>")],
        [body("<blockquote><p>It works.</p><cite>Ann Example, chair of the board</cite></blockquote>"), body("<p>She said that “it works”.</p>")],
    ),
    "link-words": (
        [body(f'<p>See <a href="site:/news/">{words}</a>.</p>') for words in ("here", "Click here", "read more…", "More »", "THIS PAGE", "<strong>link</strong>")],
        [body('<p><a href="site:/news/">All our news</a>.</p>'), body('<p><a href="site:/news/">Read more about forensics</a></p>')],
    ),
    "address-as-words": (
        [body(f'<p><a href="https://www.example.org/a/b">{words}</a></p>') for words in ("https://www.example.org/a/b", "https://www.example.org/a", "www.example.org/a/b", "example.org/a/b")],
        [body('<p><a href="https://www.example.org/a">The example’s page</a></p>'), body('<p><a href="https://www.example.org/">www.example.org</a></p>')],
    ),
    "empty-link": (
        [body('<p>See <a href="site:/news/"></a>.</p>'), body('<p>See <a href="site:/news/"> <br></a>.</p>'), body("<p>See <a>the news</a>.</p>"), body('<p><a href="javascript:x">News</a></p>')],
        [body('<p>See <a href="site:/news/">the news</a>.</p>'), body('<p>See <a href="site:/units/emsou/">[[unit emsou]]</a>.</p>')],
    ),
    "same-words-other-page": (
        [body('<p><a href="site:/news/">Our news</a>, <a href="site:/units/">our news</a></p>')],
        [body('<p><a href="site:/news/">Our news</a>, <a href="site:/news/">our news</a>, <a href="site:/units/">our units</a></p>')],
    ),
    "broken-link": (
        [
            body(f'<p><a href="{address}">A page of ours</a></p>')
            for address in (
                "site:/no-such-page/", "site:/news/no-such-release/", "site:nowhere/news/", "site:/units/no-such-unit/", "site:/agreements/documents/none/",
                "site:/facts/", "site:/admin/", "site:programme/admin/", "site:/health/live", "site:/news/archive/1901/", "site:/contact/sent/abc/",
                "site:derbyshire-police/no-such-page/", "/no-such-page/", "http://testserver/no-such-page/", "site:/agreements/no-such-agreement/", "site:/%00/", "site:/preview/token/", "site:/news/no-such-release/history/", "site:/no-such-page/history/", "site:/pictures/no-such/", "site:/text-size/",
            )
        ],
        [
            body(f'<p><a href="{address}">A page of ours</a></p>')
            for address in (
                "site:/", "site:/news/", "site:/news", "site:/contact/#form", "site:/news/?page=2", "site:programme/facts/", "site:/units/emsou/", "site:programme/units/npas/",
                "site:derbyshire-police/", "site:leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/",
                "site:leicestershire-opcc/news/archive/2016/", "site:programme/news/archive/2016/", "site:/sitemap.xml", "https://www.example.org/no-such-page/", "site:/about-us/history/", "site:/units/emsou/history/", "site:/pictures/a-picture/", "site:/old-page/",
            )
        ],
    ),
    "malformed-link": (
        [body(f'<p><a href="{address}">The example</a></p>') for address in ("http://example", "https://example..org/", "mailto:nobody", "mailto:", "tel:ring")],
        [body(f'<p><a href="{address}">The example</a></p>') for address in ("https://example.org/a?b=c#d", "mailto:office@example.org?subject=A", "tel:+441158441000", "site:/news/")],
    ),
    "broken-anchor": (
        [body('<p><a href="#last-part">The last part</a></p><h2>First part</h2>')],
        [body('<p><a href="#first-part">The first part</a></p><h2>First part</h2>')],
    ),
    "link-not-public": (
        [body('<p><a href="site:/a-draft/">What comes next</a></p>'), body('<p><a href="site:/news/embargoed/">Tomorrow’s news</a></p>')],
        [body('<p><a href="site:/about-us/">About us</a></p>')],
    ),
    "document-not-public": (
        [body('<p><a href="site:/agreements/documents/embargoed-report/">The report</a></p>')],
        [body('<p><a href="site:/agreements/documents/published-report/">The report</a></p>')],
    ),
    "link-withdrawn": (
        [body('<p><a href="site:/news/withdrawn/">Old news</a></p>')],
        [body('<p><a href="site:/news/">The news</a></p>')],
    ),
    "link-moved": (
        [body('<p><a href="site:/old-page/">About us</a></p>'), body('<p><a href="site:derbyshire-opcc/old-page">About us</a></p>')],
        [body('<p><a href="site:/about-us/">About us</a></p>'), body('<p><a href="site:derbyshire-police/old-page/">About us</a></p>')],
    ),
    "own-address": (
        [body(f'<p><a href="{address}">Our news</a></p>') for address in ("/news/", "http://testserver/derbyshire-opcc/news/", "https://testserver/news/", "http://localhost:8000/news/")],
        [body('<p><a href="site:/news/">Our news</a></p>'), body('<p><a href="https://www.derbyshire-pcc.gov.uk/news/">The real office’s news</a></p>')],
    ),
    "unknown-name": (
        [body(f"<p>They are {name}.</p>") for name in ("[[facts population-served]]", "[[fact]]", "[[force derbyshire weather]]", "[[Fact Population]]", "[[fact population-served", "a ]] b", "[[fact a b]]")],
        [body("<p>They are [[fact population-served]], [[force derbyshire population]].</p><p>[[our-units]]</p><p>[[office-holders]]</p>")],
    ),
    "name-without-record": (
        [body(f"<p>They are {name}.</p>") for name in ("[[fact no-such-fact]]", "[[fact embargoed-fact]]", "[[unit no-such-unit]]", "[[force rutland]]", "[[agreement no-such]]", "[[sources source-003 nothing]]", "[[agreement without-extension extended]]", "[[picture of-another-office]]", "[[picture a-draft]]")],
        [body("<p>They are [[fact population-served]] in [[unit emsou participants]].</p><p>[[sources source-003]]</p><p>[[picture a-picture]]</p>")],
    ),
    "acronym": (
        [body("<p>The HMIC reported.</p>"), page(summary="The HMIC reported."), body("<p>PCCs agreed.</p>"), body("<p>HMIC is Her Majesty’s Inspectorate (HMIC).</p>")],
        [
            body("<p>Her Majesty’s Inspectorate of Constabulary (HMIC) reported. HMIC was content.</p>"),
            body("<p>HMIC (Her Majesty’s Inspectorate of Constabulary) reported.</p>"),
            body('<p><abbr title="Her Majesty’s Inspectorate of Constabulary">HMIC</abbr> reported. HMIC was content.</p>'),
            body("<p>[[unit emsou]] began early. EMSOU grew.</p>"),
            body("<p>In the UK, a PDF of form PR-31-13 went to NG15 8AY by the A46.</p>"),
            page(summary="Her Majesty’s Inspectorate (HMIC) reported.", body="<p>HMIC was content.</p>"),
        ],
    ),
    "capitals": (
        [body("<p>THIS IS VERY BAD</p>"), body("<p>You must NOT do it.</p>"), page(title="OPEN DAY ON SUNDAY AFTERNOON")],
        [body("<p>Home Office and BBC (British Broadcasting Corporation) agree.</p>"), body("<p>You must <strong>not</strong> do it.</p>")],
    ),
    "mobile-number": (
        [
            body(f"<p>Call {number} now.</p>")
            for number in (
                "07700 900123", "07700900123", "07700-900-123", "077 00 90 01 23", "+44 7700 900123", "+447700900123", "0044 7700 900123", "+44 (0)7700 900123", "(07700) 900123",
                "07700.900.123", "07700–900–123", "07700\u00a0900\u00a0123", "07700\u200b900123", "<strong>07700</strong> 900123", "０７７００ ９００１２３", "07700/900123", "(+44) 7700 900 123",
            )
        ]
        + [page(summary="Call 07700 900123."), body('<p><a href="tel:+447700900123">Call the desk</a></p>'), page(aside="<ul><li>07700 900123</li></ul>")],
        [
            body(f"<p>Call {number} now.</p>")
            for number in ("0115 844 1000", "101", "999", "+44 115 844 1000", "0300 123 2040", "0800 555 111", "20077009001234", "2007 1234 5678", "£0.7 million of 7,700,900,123", "18001 101", "+1 7700 900123")
        ],
    ),
    "personal-email": (
        [body(f"<p>Write to {address}.</p>") for address in ("ann.example@derbyshire.police.uk", "a.example@example.org", "Ann_Example2@example.org", "12345@example.org")]
        + [body('<p><a href="mailto:ann.example@example.org">Ann Example</a></p>')],
        [body(f"<p>Write to {address}.</p>") for address in ("enquiries@example.org", "press.office@example.org", "data-protection@example.org", "pcc.office@example.org", "media@example.org")],
    ),
    "long-sentence": (
        [body(f"<p>{FORTY_ONE}</p>"), page(summary=FORTY_ONE)],
        [body(f"<p>{FORTY}</p>"), body(f"<p>{FORTY} {FORTY}</p>"), body("<ul>" + "<li>ten words of a list that has no stop yet</li>" * 6 + "</ul>")],
    ),
    "date-in-figures": (
        [body("<p>It began on 3/4/2026.</p>"), body("<p>It began on 25.12.26.</p>"), body("<p>It began on 03-04-2026.</p>")],
        [body("<p>It began on 3 April 2026.</p>"), body("<p>Circular 014/2011, section 1.2.3, version 1.2.2026.4 and 1/2.</p>")],
    ),
    "american-date": (
        [body("<p>It began on April 25, 2026.</p>"), body("<p>It began on November 12th.</p>"), body("<p>On Nov 12 2013 it began.</p>")],
        [body("<p>It began on 25 April 2026, in November 2013 and in May 1990.</p>"), body("<p>In March 300 officers moved.</p>")],
    ),
    "word-twice": (
        [body("<p>It is the the end.</p>"), page(title="The The End"), body("<p>of<br>of it</p>")],
        [body("<p>He had had enough; they say that that is so.</p>"), body("<p>It is the end. The end.</p>"), body("<p>for</p><p>for all</p>")],
    ),
    "unfinished": (
        [body("<p>The chair is TBC.</p>"), body("<p>Lorem ipsum dolor.</p>"), body("<p>Call [insert number].</p>"), body("<p>On XX May.</p>"), page(title="Untitled ???")],
        [body("<p>The chair is Ann Example [sic].</p>"), body("<p>Super Bowl 50 (formerly XL).</p>")],
    ),
    "picture-without-words": (
        [Try("picture", {"alt_text": ""}), Try("picture", {"alt_text": "  "})],
        [Try("picture"), Try("picture", {"alt_text": "", "is_decorative": True})],
    ),
    "poor-alternative": (
        [Try("picture", {"alt_text": text}) for text in ("Picture of a van", "An image of a van", "IMG_0042", "van.jpg", "photograph")],
        [Try("picture", {"alt_text": text}) for text in ("A police van in front of the headquarters", "Imagery experts at work", "The logo’s colours beside each other")],
    ),
    "attached-not-public": (
        [press({"pictures": [one]}) for one in ("a-draft", "withdrawn")] + [press({"documents": ["embargoed-report"]})],
        [press({"pictures": ["credited"], "documents": ["published-report"]}), Try("page")],
    ),
    "picture-for-press": (
        [press({"pictures": ["a-picture"]}), press({"pictures": ["credited", "a-picture"]})],
        [press({"pictures": ["credited"]}), press({"documents": ["published-report"]}), Try("picture")],
    ),
    "file-gives-away": (
        [Try("document", {"file_findings": "tracked-changes"}), Try("document", {"file_findings": "pdf-no-title hidden-cells"}), Try("document", {"file_findings": "comments"})],
        [Try("document"), Try("document", {"file_findings": "pdf-no-title"})],
    ),
    "file-fault": (
        [Try("document", {"file_findings": "pdf-untagged"}), Try("document", {"file_findings": "pdf-no-text"})],
        [Try("document"), Try("document", {"file_findings": "no-longer-known"})],
    ),
}
