"""Addresses of the register."""

from django.urls import path

from . import downloads, shares_views, views

app_name = "agreements"
urlpatterns = [
    path("", views.register, name="register"),
    path("matrix/", views.matrix, name="matrix"),
    path("timeline/", views.timeline, name="timeline"),
    path("agreements.csv", downloads.as_csv, name="csv"),
    path("agreements.json", downloads.as_json, name="json"),
    path("agreements.ods", downloads.as_ods, name="ods"),
    path("columns/", views.data_dictionary, name="columns"),
    path("shares/", shares_views.shares, name="shares"),
    path("shares/<slug:force>/", shares_views.shares_of, name="shares-of"),
    path("between/", shares_views.choose_together, name="choose-together"),
    path("between/<path:names>/", shares_views.between, name="between"),
    path("documents/<slug:slug>/", views.document, name="document"),
    path("<slug:slug>/history/", views.agreement_history, name="agreement-history"),
    path("<slug:slug>/", views.agreement, name="agreement"),
]
