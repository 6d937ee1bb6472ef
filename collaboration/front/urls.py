"""Home, statements, and what machines ask for."""

from django.urls import path

from . import gallery, machines, views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("forces/", views.forces, name="forces"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemaps/<slug:section>-<int:number>.xml", machines.sitemap_part, name="sitemap-part"),
    path("news-sitemap.xml", machines.news_sitemap, name="news-sitemap"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path(".well-known/security.txt", machines.security, name="security"),
    path(".well-known/change-password", machines.change_password, name="change-password"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/<slug:name>/", gallery.unseen, name="unseen"),
]
