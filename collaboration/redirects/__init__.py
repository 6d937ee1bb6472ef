"""Old addresses that lead on, and addresses that people ask for and that are not there.

A redirect never stands in front of a page: it is asked for where the answer would be 404. What is
counted of a missing address is its path; who asked for it is not kept.
"""
