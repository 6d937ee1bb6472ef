"""Facts and figures with their sources, the history, and who held which office when.

A figure is typed here once; pages name it. Where sources disagree each value is a fact of its own,
and they point at one another.
"""
