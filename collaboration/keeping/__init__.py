"""Backups: a copy of the database and of every uploaded file, checked as it is made and again before anything is restored.

`making` writes one, `restoring` reads one into an empty place, `records` says what a backup looks like on the disk,
`uploads` copies files, and `sqlite` and `postgresql` each know their database. The secret key is in none.
"""
