"""Uploaded files: judged by their content before they are kept, and sent only where a view allows it.

`judging` decides, `storing` keeps, `serving` sends. What opens a stranger's file (`readers`) runs in a
limited process of its own (`confining` outside, `inside` within) and knows neither Django nor the database.
"""
