"""Where the secret words have to be once they are out: every address that shows some, with the words that it shows."""

from urllib.parse import urlencode

from .addresses import FORMATS
from .asking import Question
from .world import HOST, OFFICE, OTHER, word

RELEASE = f"/{OFFICE}/news/{word('release', 'slug')}/"
HEADLINE, SUMMARY = word("release", "headline"), word("release", "summary")


def of(kind: str, *fields: str) -> list[str]:
    return [word(kind, one) for one in fields]


IN_TEXT = of("release", "headline", "summary", "body", "heading", "notes", "record", "number") + of("contact", "name", "post", "hours", "nights")
IN_FILES = [*of("picture", "caption", "credit", "rights", "alt"), *of("document", "title"), *of("table", "title")]
SHOWN = {
    RELEASE: [*IN_TEXT, *IN_FILES, *of("unit", "name"), *of("agreement", "title")],
    f"{RELEASE}text/": IN_TEXT,
    f"/{OFFICE}/": [HEADLINE, *of("notice")], "/": [HEADLINE], f"/{OTHER}/": [HEADLINE],
    **{f"{site}news/{form}": [HEADLINE, SUMMARY] for site in ("/", f"/{OFFICE}/") for form in ("", *FORMATS)},
    f"/{OTHER}/news/": [HEADLINE],
    "/news/?topic=canary-topic": [HEADLINE], f"/news/feed/?unit={word('unit', 'slug')}": [HEADLINE], f"/news/?force=derbyshire&publisher={OFFICE}": [HEADLINE],
    f"/{OFFICE}/{word('page', 'slug')}/": of("page", "title", "summary", "heading", "body", "aside", "record", "chapters"),
    f"/{OFFICE}/pictures/{word('picture', 'slug')}/": of("picture", "caption", "credit", "rights", "alt"),
    f"/{OFFICE}/agreements/documents/{word('document', 'slug')}/": of("pdf", "body", "ownname"),
    f"/{OFFICE}/agreements/documents/{word('table', 'slug')}/": of("csv", "head", "body"),
    f"/units/{word('unit', 'slug')}/": of("unit", "name", "short", "function", "summary", "body", "note") + of("agreement", "title") + [HEADLINE],
    f"/{OTHER}/units/{word('unit', 'slug')}/": of("unit", "name"), "/units/": of("unit", "name"), "/units/canary-unit/": of("unit", "name"),
    f"/agreements/{word('agreement', 'slug')}/": of("agreement", "title", "function", "summary", "body", "parties", "basis"),
    "/agreements/canary-agreement/": of("agreement", "title"),
    **{f"/agreements/{view}": of("agreement", "title") for view in ("", "matrix/", "timeline/", "agreements.csv", "agreements.json", "agreements.ods", "shares/derbyshire/", f"?{urlencode({'function': word('agreement', 'function')})}")},
    "/facts/": of("fact", "value", "statement"), "/history/": of("milestone", "title", "text"), "/office-holders/": of("holder", "name", "role", "note"),
    f"/{OFFICE}/news/canary-live/": [*of("change", "headline", "summary", "body", "note"), HEADLINE], f"/{OFFICE}/news/canary-live/history/": of("change", "headline", "note"),
    f"/{OFFICE}/canary-bundled/": of("bundled", "title", "body"),
    "/api/v1/releases/": [HEADLINE], f"/api/v1/releases/{OFFICE}/{word('release', 'slug')}/": [HEADLINE, SUMMARY], "/api/v1/agreements/?per_page=100": of("agreement", "title"), "/api/v1/units/?per_page=100": of("unit", "name"),
    f"/{OFFICE}/sitemaps/news-1.xml": of("release", "slug"), f"/{OFFICE}/sitemaps/pages-1.xml": of("page", "slug"), f"/{OFFICE}/news-sitemap.xml": [HEADLINE], "/sitemaps/units-1.xml": of("unit", "slug"), "/sitemaps/agreements-1.xml": of("agreement", "slug"),
    **{f"/search/?q={asked}&site=all": [shown] for asked, shown in ((HEADLINE, SUMMARY), (word("release", "notes"), HEADLINE), (word("unit", "short"), word("unit", "name")), (word("fact", "statement"), word("fact", "value")), (word("agreement", "body"), word("agreement", "title")), (word("page", "heading"), word("page", "title")))},
    f"/search/suggest/?q={HEADLINE[:9]}": [HEADLINE], f"/{OFFICE}/search/feed/?q={SUMMARY}": [HEADLINE], f"/search/?q={HEADLINE[:-1]}x": [HEADLINE],
    f"/{OFFICE}/old-canary/": of("release", "slug"),
}  # fmt: skip
# Not pages: the bytes of a picture.
FILES = [f"/{OFFICE}/pictures/{word('picture', 'slug')}/{name}" for name in ("1300.png", "480.webp")]
ON_ITS_HOST = Question("/", HOST)


def watched() -> list[Question]:
    return [Question(path) for path in (*SHOWN, *FILES)]


def wanting(path: str, body_and_head: bytes) -> list[str]:
    """The words that should be in an answer and are not."""
    return [one for one in SHOWN.get(path, []) if one.encode() not in body_and_head.lower()]
