"""Addresses of the alerts. What is behind a secret link takes any end, so that no part of one is ever counted among missing addresses."""

from django.urls import path

from . import views

app_name = "alerts"
urlpatterns = [
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/asked/", views.asked, name="asked"),
    path("alerts/confirm/<path:token>/", views.confirm, name="confirm"),
    path("alerts/mine/<path:token>/", views.mine, name="mine"),
    path("alerts/leave/<path:token>/", views.leave, name="leave"),
]
