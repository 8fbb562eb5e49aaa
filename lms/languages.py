"""The languages that everything here is in, by their codes."""

from django.conf import settings

# In the order in which they are offered; what they are called stands in the settings.
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
