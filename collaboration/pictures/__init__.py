"""Pictures of a publisher: kept in several widths, with the words for those who do not see them and for whom to credit.

A text names one by `[[picture slug]]`. Its file is public when it is, and not before.
"""
