"""Addresses of the newsroom."""

from django.urls import path

from . import views

app_name = "news"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("archive/<int:year>/", views.year, name="year"),
    path("<slug:slug>/", views.release, name="release"),
]
