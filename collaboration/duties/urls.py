"""Addresses of the tracker."""

from django.urls import path

from . import views

app_name = "duties"
urlpatterns = [
    path("", views.duties, name="duties"),
    path("table.csv", views.table, name="table"),
]
