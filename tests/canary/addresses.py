"""Every address of the eleven sites, found without a list: from the table of addresses, and by following all that leads on.

Where an address has a part to fill in, it is filled with what somebody could guess who knew everything: secret
slugs, stored names, numbers, years, tokens that do not open.
"""

import re
from html import unescape
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from .asking import Question, each, links_of
from .world import HOST, OFFICE, OTHER, never, word

SLUGS = [word(kind, "slug") for kind in ("release", "unit", "agreement", "picture", "document", "table", "page", "fact")] + [never("release"), "canary-gone", "canary-live", "canary-unit", "canary-agreement"]
GUESSES = {
    "path": [word("page", "slug"), never("page"), f"about-us/{word('page', 'slug')}", "old-canary", "documents/zqndocument.pdf", "canary-live"],
    "names": ["derbyshire/leicestershire"], "force": ["derbyshire"], "publisher": [OFFICE], "year": ["1987", "2026", "2027"], "month": ["06", "12"], "width": ["480", "1300"], "ending": ["png", "webp"],
    "section": ["site", "news", "units", "agreements", "pages"], "number": ["1", "2"], "name": ["page"], "kind": ["review"], "token": [], "proof": ["1.AAAA.BBBB"], "reference": ["AAAA-BBBB"], "rest": ["releases", word("release", "slug")],
}  # fmt: skip
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
MOUNTS = (Question("/"), Question(f"/{OFFICE}/"), Question(f"/{OTHER}/"), Question("/", HOST))
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
CONTROL = re.compile(r"""<select\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>|<input\b([^>]*)>""", re.S)
VALUE = re.compile(r'<option\b[^>]*\bvalue="([^"]+)"')
# Read for itself by tests/news; takes a second each.
DEAR = re.compile(r"/pdf/$")
# The same bytes on both, collected before anything was written.
FIXED = re.compile(r"^/static/")
# Pages with forms that ask, on the sites that have something to hide, and on a third.
ASKED = re.compile(rf"^/(({OFFICE}|{OTHER})/)?(news|agreements|search|alerts)/[a-z]*/?$")
FORMATS = ("feed/", "feed/rss/", "feed/json/")


def routes(patterns=None, before: str = "") -> list[str]:
    """The path of every address in the table, the staff door aside."""
    found = []
    for one in patterns or get_resolver().url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, path) if not path.startswith("admin/") else []
        elif isinstance(one, URLPattern) and not path.startswith("admin/"):
            found.append(path)
    return found


def filled(route: str, tokens: list[str]) -> list[str]:
    """An address filled in so often that each guess for each part is in one of them."""
    names = [name for _kind, name in PART.findall(route)]
    pools = [tokens if name == "token" else GUESSES.get(name) or SLUGS for name in names]
    rows = [[pool[number % len(pool)] for pool in pools] for number in range(max(map(len, pools), default=1))]
    return [PART.sub(lambda _part, values=values: values.pop(0), route) for values in rows]


def of_the_table(tokens: list[str]) -> list[Question]:
    """All addresses of the table, filled in, below several sites; PDFs of what is next to the secret, and of it."""
    paths = [path for route in routes() for path in filled(route, tokens)]
    near = [(path, mount) for place, path in enumerate(paths) for number, mount in enumerate(MOUNTS) if number < 2 or place % 4 == number or "zqxrelease" in path or "zqxpage" in path]
    return [Question(mount.path + path, mount.host) for path, mount in near if not DEAR.search(path) or (mount.path.strip("/") == OFFICE and re.search("zq|canary-live", path))]


def crawl(site, starts: list[Question], seen: dict, followed=lambda one: True) -> dict:
    """An answer from every address that these lead to, forms that ask for something among them; adds to `seen`."""
    waiting = starts
    while waiting:
        batch = [one for one in dict.fromkeys(waiting) if one not in seen and not FIXED.search(one.path) and not DEAR.search(one.path) and followed(one)]
        waiting = []
        for one, answer in zip(batch, each(site.ask, batch), strict=True):
            seen[one] = answer
            waiting += links_of(one, answer, (site.host, HOST)) + choices_of(one, answer)
    return seen


def choices_of(one: Question, answer) -> list[Question]:
    """What each choice in each form of a page asks for, by itself; only on pages that are not such an answer already."""
    if "html" not in answer.headers.get("content-type", "") or "?" in one.path or not ASKED.search(one.path):
        return []
    found = []
    for marks, inside in FORM.findall(answer.body.decode(errors="replace")):
        if 'method="post"' in marks.lower():
            continue
        action = re.search(r'action="([^"#]*)', marks)
        target = unescape(action[1]) if action and action[1] else one.path
        for name, options, of_input in CONTROL.findall(inside):
            if name:
                found += [(target, name, value) for value in VALUE.findall(options)]
            elif (known := dict(re.findall(r'(name|value|type)="([^"]*)"', of_input))).get("type") in ("checkbox", "radio", "hidden") and known.get("name"):
                found.append((target, known["name"], known.get("value", "on")))
    return [Question(f"{target}{'&' if '?' in target else '?'}{urlencode({unescape(name): unescape(value)})}", one.host) for target, name, value in found]


def narrowed() -> list[Question]:
    """Lists, feeds, files and the interface, narrowed by what is secret or next to it."""
    by = [("topic", "canary-topic"), ("unit", word("unit", "slug")), ("force", "derbyshire"), ("per_page", "1"), ("year", "1987")]
    by += [("function", word("agreement", "function")), ("state", "superseded"), ("sort", "-start")]
    lists = ["/news/", "/agreements/", "/agreements/matrix/", "/agreements/timeline/", "/agreements/agreements.csv", "/agreements/agreements.json", "/agreements/agreements.ods", "/alerts/", "/contact/", "/complaints/form/"]
    lists += [f"/news/{form}" for form in FORMATS] + [f"/api/v1/{kind}/" for kind in ("releases", "agreements", "units", "publishers", "forces")]
    found = [f"{path}?{name}={value}" for path in lists for name, value in by]
    found += [f"/{OFFICE}{path}?{name}={value}" for path in ["/news/", *(f"/news/{form}" for form in FORMATS)] for name, value in by[:3]]
    return [Question(path) for path in found]


def searched(words: list[str]) -> list[Question]:
    """Each word looked for, suggested, misspelt, quoted, begun; sorted, narrowed and as feeds."""
    long = word("release", "headline")
    beginnings = [long[:length] for length in range(1, len(long))]
    misspelt = [one[:4] + one[5:] for one in words[::6]] + [f"{long[:-1]}x"]
    typed = [*words, *beginnings, *misspelt, f'"{long} in Derby"', f"{long} songbird", "songbird", "songbrid", "custody", "in derby", "it says"]
    found = [f"{mount}search/{kind}?{urlencode({'q': one, **also})}" for one in typed for mount, kind, also in (("/", "", {"site": "all"}), ("/", "suggest/", {}), (f"/{OFFICE}/", "", {}))]
    some = [long, "songbird", word("unit", "short"), "custody"]
    facets = [{"sort": "date"}, {"kind": "release"}, {"kind": "fact"}, {"publisher": OFFICE}, {"year": "2026"}, {"year": "1987"}, {"page": "2"}]
    found += [f"/search/?{urlencode({'q': one, **facet})}" for one in some for facet in facets]
    found += [f"{mount}search/{form}?q={one}" for one in some for mount in ("/", f"/{OFFICE}/") for form in FORMATS]
    found += [f"/{OTHER}/search/?q={one}" for one in some]
    return [Question(path) for path in found]


def own_addresses() -> list[str]:
    """Where the secret things will be, each on its own site, and files of theirs."""
    office = [f"news/{word('release', 'slug')}/{end}" for end in ("", "text/", "history/")] + [f"{word('page', 'slug')}/", f"pictures/{word('picture', 'slug')}/"]
    files = [f"pictures/{word('picture', 'slug')}/1300.png", f"pictures/{word('picture', 'slug')}/480.webp", *(f"agreements/documents/{word(kind, 'slug')}/" for kind in ("document", "table"))]
    return [f"/{OFFICE}/{path}" for path in office + files] + [f"/units/{word('unit', 'slug')}/", f"/agreements/{word('agreement', 'slug')}/", f"/api/v1/releases/{OFFICE}/{word('release', 'slug')}/"]


def twisted(stored: list[str], known: dict[str, str]) -> list[Question]:
    """The same in other ways: by other methods, parts, codings, conditions, spellings, and by the names of stored files."""
    found = []
    beside = [f"/{OFFICE}/news/canary-live/", f"/{OFFICE}/news/feed/", f"/{OFFICE}/", "/sitemap.xml", "/agreements/agreements.csv"]
    ways = [{"Range": "bytes=0-10"}, {"Range": "bytes=0-1,3-4"}, {"Range": "bytes=-5"}, {"If-None-Match": "*"}, {"If-Modified-Since": "Thu, 07 Mar 2030 03:19:07 GMT"}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br"}, {"Accept": "application/json"}]
    for path in own_addresses() + beside:
        found += [Question(path, method="HEAD"), *(Question(path, headers=tuple(way.items())) for way in ways)]
        found += [Question(path, headers=(("If-None-Match", known[path]),)) for _once in [0] if path in known]
    for path in own_addresses():
        last = path.rstrip("/").rpartition("/")[2]
        found += [Question(one) for one in (path.rstrip("/"), path.replace(last, last.upper()), path.replace("/", "//"), path.replace(last, f"x/../{last}"), path.replace(last, f"%2e%2e/{last}"), path.replace(last, quote(last).replace("z", "%7A")), f"{path}?page=2", path + "index.html")]
    for name in stored:
        found += [Question(f"{before}{one}") for before in ("/", "/static/", "/media/", "/files/", "/static/../files/", "/static/%2e%2e/files/", f"/{OFFICE}/files/") for one in (name, name.rpartition("/")[2])]
    found += [Question("/text-size/", method="POST", body=urlencode({"text_size": "large", "back": back})) for back in (f"/{OFFICE}/news/{word('release', 'slug')}/", "/news/")]
    return found + [Question(path.replace(f"/{OFFICE}/", "/"), HOST) for path in own_addresses()]


def of_the_desk(numbers: dict[str, int], sessions: dict[str, str]) -> list[Question]:
    """What the staff of another office can ask for: lists, files, choosers, and the secret records by their numbers."""
    from collaboration.front.awaiting import BY_NAME

    paths = ["/admin/", "/admin/collaboration/", "/admin/link-search/?q=zqx", "/admin/link-search/?q=songbird", *(f"/admin/awaiting/{one}/" for one in BY_NAME)]
    for model, its_admin in admin.site._registry.items():
        start = f"/admin/collaboration/{model._meta.model_name}/"
        paths += [start, f"{start}?q=zqx", f"{start}csv/", f"{start}add/"]
        paths += [f"/admin/autocomplete/?{urlencode({'term': 'zqx', 'app_label': 'collaboration', 'model_name': model._meta.model_name, 'field_name': field})}" for field in its_admin.autocomplete_fields]
    for kind, number in numbers.items():
        start = f"/admin/collaboration/{ {'release': 'pressrelease', 'table': 'document'}.get(kind, kind)}/{number}/"
        paths += [start + end for end in ("change/", "history/", "preview/", "preview/page/", "publishing/", "delete/")]
    return [Question(path, headers=(("Cookie", f"sessionid={key}"),)) for path in paths for role, key in sessions.items() if role == "publisher" or path.endswith(("/pressrelease/?q=zqx", "/pressrelease/csv/", "/admin/"))]
