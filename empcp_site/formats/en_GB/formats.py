"""British English: the clock of twenty-four hours, as the public pages have it. Django would write “9 a.m.”."""

DATETIME_FORMAT = "j F Y, H:i"
DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
