"""The addresses of the search."""

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggest/", views.suggest, name="suggest"),
    path("feed/", views.feed, name="feed"),
    path("feed/rss/", views.feed_rss, name="feed-rss"),
    path("feed/json/", views.feed_json, name="feed-json"),
]
