"""Addresses of facts, history and people. The national bodies are units of a kind, listed by themselves."""

from django.urls import path

from . import views

app_name = "facts"
urlpatterns = [
    path("facts/", views.facts, name="facts"),
    path("history/", views.history, name="history"),
    path("office-holders/", views.people, name="people"),
]
