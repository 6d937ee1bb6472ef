"""Addresses of the newsroom."""

from django.urls import path, register_converter

from . import feeds, pdf, views


class Year:
    """A year in four figures."""

    regex, to_python, to_url = "[0-9]{4}", int, "{:04d}".format


class Month:
    """A month in two figures, so that each has one address."""

    regex, to_python, to_url = "0[1-9]|1[0-2]", int, "{:02d}".format


register_converter(Year, "year")
register_converter(Month, "month")

app_name = "news"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("archive/<year:year>/", views.year, name="year"),
    path("archive/<year:year>/<month:month>/", views.month, name="month"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/rss/", feeds.feed_rss, name="feed-rss"),
    path("feed/json/", feeds.feed_json, name="feed-json"),
    path("<slug:slug>/text/", views.release_text, name="release-text"),
    path("<slug:slug>/pdf/", pdf.release_pdf, name="release-pdf"),
    path("<slug:slug>/history/", views.release_history, name="release-history"),
    path("<slug:slug>/", views.release, name="release"),
]
