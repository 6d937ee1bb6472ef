"""Addresses of the forms."""

from django.urls import path

from . import views

app_name = "contact"
urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("complaints/", views.complaints, name="complaints"),
    path("complaints/form/", views.complaint, name="complaint"),
    path("contact/sent/<str:reference>/", views.sent, name="sent"),
]
