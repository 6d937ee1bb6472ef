"""The same newsroom as a competent developer writes it in an afternoon: a plain Django project for our pages to be measured beside.

Settings as `startproject` makes them for production, generic views, the ORM with what it has for reading along, templates
in components. It reads a copy of our database; its texts are stored ready to be shown, so that it never looks a name up.
"""
