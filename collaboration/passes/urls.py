"""Addresses of passes, on the site of the office whose release it is."""

from django.urls import path

from . import views

app_name = "passes"
urlpatterns = [
    path("<str:token>/", views.entrance, name="entrance"),
    path("<str:token>/<str:proof>/", views.opened, name="opened"),
    path("<str:token>/<str:proof>/text/", views.text, name="text"),
    path("<str:token>/<str:proof>/pictures/<slug:slug>/<int:width>.<slug:ending>", views.picture, name="picture"),
    path("<str:token>/<str:proof>/documents/<slug:slug>/", views.document, name="document"),
]
