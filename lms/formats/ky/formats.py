"""Kyrgyz dates and numbers; Django's own put Russian month names into a Kyrgyz date."""

# U+2011 is a hyphen at which no line ends: “18-” and “марты” stay together on a phone.
DATE_FORMAT = "Y\u2011жылдын j\u2011E"
SHORT_DATE_FORMAT = "d.m.Y"
MONTH_DAY_FORMAT = "j\u2011F"
YEAR_MONTH_FORMAT = "Y\u2011жылдын F айы"
DATETIME_FORMAT = "Y\u2011жылдын j\u2011E, H:i"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1
