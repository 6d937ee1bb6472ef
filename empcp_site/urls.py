"""The root of all addresses: the house's own, and the pages for errors."""

from django.urls import include, path

handler400 = "collaboration.front.errors.bad_request"
handler403 = "collaboration.front.errors.forbidden"
handler404 = "collaboration.front.errors.not_found"
handler500 = "collaboration.front.errors.server_error"

urlpatterns = [path("", include("collaboration.urls"))]
