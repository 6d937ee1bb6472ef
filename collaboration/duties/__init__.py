"""What the law tells commissioners' offices to publish, and where each of the five does: the statutory tracker.

The list of duties is the Elected Local Policing Bodies (Specified Information) Order 2011, as amended.
What stands here of an office is a link, the day somebody looked, and the day by which to look again;
where we know no link we say so, which is no reproach to the office.
"""
