"""Addresses of units and bodies."""

from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<slug:slug>/history/", views.unit_history, name="unit-history"),
    path("units/<slug:slug>/", views.unit, name="unit"),
    path("national-bodies/", views.national_bodies, name="national-bodies"),
]
