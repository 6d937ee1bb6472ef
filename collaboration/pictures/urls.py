"""Addresses of pictures."""

from django.urls import path

from . import views

app_name = "pictures"
urlpatterns = [
    path("pictures/<slug:slug>/", views.picture, name="picture"),
    path("pictures/<slug:slug>/<int:width>.<slug:ending>", views.rendition, name="rendition"),
]
