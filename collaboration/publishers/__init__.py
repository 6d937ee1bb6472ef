"""Who speaks: the five force areas and the eleven organisations that have a site here.

The middleware decides from host or path whose site a request is for; every other room is told.
What a publisher says stands in the rooms above.
"""
