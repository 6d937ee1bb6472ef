"""Puts our desk in the place of the stock admin."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The admin, with the desk for its site."""

    default_site = "collaboration.accounts.desk.Desk"
