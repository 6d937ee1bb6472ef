"""Enquiries and complaints that visitors send to an office.

Personal data lives here. An enquiry is stored first and announced to the office by e-mail
afterwards, as a link and without its content.
"""
