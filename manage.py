#!/usr/bin/env python
"""Runs the project's commands, for instance `python manage.py load_content`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "empcp_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as advice:  # a sentence of ours, which a traceback would only hide
        sys.exit(str(advice))
    except KeyboardInterrupt:  # Ctrl-C is no error; 130 is what a shell calls it
        sys.exit(130)
