"""Writing at the desk: the form field for rich text, and the files of its editor.

What may be written and how it is kept is `prose`; here is only how editors come to write it.
"""
