"""The two pages, and the names of all others that they link to."""

from django.urls import path

from .views import ReleasesView, ReleaseView, elsewhere

LINKED = {
    "home": "", "accessibility": "accessibility/", "privacy": "privacy/", "contact": "contact/", "complaints": "complaints/", "search": "search/", "suggest": "search/suggest/",
    "opensearch": "opensearch.xml", "text-size": "text-size/", "alerts": "alerts/", "feed": "news/feed/", "feed-rss": "news/feed/rss/", "feed-json": "news/feed/json/",
    "year": "news/archive/<int:year>/", "unit": "units/<slug:slug>/", "agreement": "agreements/<slug:slug>/",
    "release-text": "news/<slug:slug>/text/", "release-pdf": "news/<slug:slug>/pdf/",
}  # fmt: skip
urlpatterns = [
    path("<slug:site>/news/", ReleasesView.as_view(), name="releases"),
    *(path(f"<slug:site>/{rest}", elsewhere, name=name) for name, rest in LINKED.items()),
    path("<slug:site>/news/<slug:slug>/", ReleaseView.as_view(), name="release"),
]
