"""Addresses of the newsroom."""

from django.urls import path

from . import feeds, views

app_name = "news"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("archive/<int:year>/", views.year, name="year"),
    path("feed/", feeds.feed, name="feed"),
    path("<slug:slug>/history/", views.release_history, name="release-history"),
    path("<slug:slug>/", views.release, name="release"),
]
