"""What machines ask for: sitemaps, what robots may read, how a browser searches here, whom to tell of a weakness."""

from datetime import timedelta

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaboration.caching.notes import good_until
from collaboration.news.models import PressRelease
from collaboration.publishers.scope import programme_only

from .addresses import LARGEST, fixed, sections_of

XML = "application/xml; charset=utf-8"
# What news search engines take; older releases are in the other sitemaps.
NEWS_FOR = timedelta(days=2)
MOST_NEWS = 1000
MOST_FILES = 50_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of a site's sitemaps: a file for each kind of thing that has any, with the day of its last change."""
    publisher = request.publisher
    files = [(publisher.reverse("front:sitemap-part", section="site", number=1), None)]
    for section in sections_of(publisher, timezone.now()).values():
        count, latest = section.standing
        numbers = range(1, -(-count // LARGEST) + 1)
        files += [(publisher.reverse("front:sitemap-part", section=section.name, number=number), latest) for number in numbers]
    return render(request, "front/sitemap_index.xml", {"files": files}, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """One sitemap: the addresses of one kind, at most ten thousand. Http404 where there are none."""
    if section == "site" and number == 1:
        addresses = [(address, None) for address in fixed(request.publisher)]
    else:
        found = sections_of(request.publisher, timezone.now()).get(section)
        addresses = list(found.page(number)) if found and 1 <= number <= MOST_FILES else []
    if not addresses:
        raise Http404("nothing is listed there")
    return render(request, "front/sitemap.xml", {"addresses": addresses}, content_type=XML)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The releases of the last two days, as news search engines ask for them; empty for most of the year."""
    now = timezone.now()
    found = PressRelease.objects.of(request.publisher).live(now).filter(publish_at__gt=now - NEWS_FOR).newest_first()
    releases = list(found.select_related("publisher").only("headline", "slug", "publish_at", "publisher")[:MOST_NEWS])
    if releases:
        # The oldest leaves without anybody writing anything.
        good_until((releases[-1].publish_at + NEWS_FOR).timestamp())
    return render(request, "front/news_sitemap.xml", {"releases": releases}, content_type=XML)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches this site from its address bar (OpenSearch 1.1)."""
    return render(request, "front/opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8")


@require_safe
@programme_only
def change_password(request: HttpRequest) -> HttpResponse:
    """Where a password manager goes to change the password of an account at the desk (W3C, change-password URL)."""
    return HttpResponseRedirect(reverse("account_change_password"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything but the staff door and answers to single questions."""
    sites = request.publishers if request.publisher.is_programme else [request.publisher]
    sitemaps = [one.reverse(f"front:{name}") for one in sites for name in ("sitemap", "news-sitemap")]
    absolute = [request.build_absolute_uri(address) for address in sitemaps]
    return render(request, "front/robots.txt", {"sitemaps": absolute}, content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How to report a weakness of this site (RFC 9116)."""
    expires = timezone.now().replace(month=12, day=31, hour=0, minute=0, second=0, microsecond=0)
    contact = request.build_absolute_uri(request.publisher.reverse("contact:contact"))
    canonical = request.build_absolute_uri(request.publisher.reverse("front:security"))
    lines = {"contact": contact, "canonical": canonical, "expires": expires.replace(year=expires.year + 1)}
    return render(request, "front/security.txt", lines, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks at the traditional place: the site's mark."""
    return HttpResponsePermanentRedirect(staticfiles_storage.url(f"img/marks/{request.publisher.mark}.svg"))
