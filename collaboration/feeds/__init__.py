"""Feeds: a list of things that come out, written as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

What is in a feed, and whether the public may see it, the room decides that has the things; here it is only
written and sent. `Channel` and `Item` say what a feed holds, `answer` sends one in the form that is asked for.
"""
