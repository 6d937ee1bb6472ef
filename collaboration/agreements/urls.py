"""Addresses of the register."""

from django.urls import path

from . import views

app_name = "agreements"
urlpatterns = [
    path("", views.register, name="register"),
    path("matrix/", views.matrix, name="matrix"),
    path("documents/<slug:slug>/", views.document, name="document"),
    path("<slug:slug>/history/", views.agreement_history, name="agreement-history"),
    path("<slug:slug>/", views.agreement, name="agreement"),
]
