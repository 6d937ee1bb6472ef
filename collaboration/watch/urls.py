"""The addresses for whoever watches the site."""

from django.urls import path

from . import views

app_name = "watch"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
