"""Makes PDFs for people who use screen readers (PDF/UA-1, ISO 14289-1) out of HTML of ours.

WeasyPrint does the work, in a process of its own that reaches neither the network nor a file. It is an extra: where
it or the libraries it needs are missing, `is_possible` says no and nobody is offered a PDF.
"""
