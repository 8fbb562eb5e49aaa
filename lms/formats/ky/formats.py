"""Kyrgyz dates and numbers; Django's own put Russian month names into a Kyrgyz date."""

DATE_FORMAT = "Y-жылдын j-E"
SHORT_DATE_FORMAT = "d.m.Y"
MONTH_DAY_FORMAT = "j-F"
YEAR_MONTH_FORMAT = "Y-жылдын F айы"
DATETIME_FORMAT = "Y-жылдын j-E, H:i"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 1
