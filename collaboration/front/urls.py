"""Home, statements, and what machines ask for."""

from django.urls import path

from . import gallery, views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("forces/", views.forces, name="forces"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(".well-known/security.txt", views.security, name="security"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<slug:name>/", gallery.unseen, name="unseen"),
    path("health/live", views.health, name="health"),
]
