"""Addresses of the interface. Its version is part of them: what would break a program gets a new one."""

from django.urls import path

from . import views

app_name = "api"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("v1/", views.start, name="start"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/forces/", views.forces, name="forces"),
    path("v1/forces/<slug:slug>/", views.force, name="force"),
    path("v1/publishers/", views.publishers, name="publishers"),
    path("v1/publishers/<slug:slug>/", views.publisher, name="publisher"),
    path("v1/units/", views.units, name="units"),
    path("v1/units/<slug:slug>/", views.unit, name="unit"),
    path("v1/agreements/", views.agreements, name="agreements"),
    path("v1/agreements/<slug:slug>/", views.agreement, name="agreement"),
    path("v1/releases/", views.releases, name="releases"),
    path("v1/releases/<slug:publisher>/<slug:slug>/", views.release, name="release"),
    path("v1/<path:rest>", views.elsewhere, name="elsewhere"),
]
