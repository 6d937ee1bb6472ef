"""Puts our desk in the place of the stock admin, and allauth's accounts behind the staff door."""

from allauth.account.apps import AccountConfig as StockAccountConfig
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The admin, with the desk for its site."""

    default_site = "collaboration.accounts.desk.Desk"


class AccountConfig(StockAccountConfig):
    """allauth's accounts, without its demand for a middleware on every page: ours acts at the staff door."""

    def ready(self):
        from allauth.account import checks  # noqa: F401
