"""The register of collaboration agreements (Police Act 1996, section 22A) and their documents.

An agreement's state is worked out on the day it is read. How agreements are filtered and shown
stands here too.
"""
