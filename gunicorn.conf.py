"""How the web process runs, wherever gunicorn starts it: it finds this file in the folder that it starts in.

What differs from place to place, `--bind` first of all, is said on the command line, which goes before.
"""

wsgi_app = "lms.wsgi:application"
workers = 2
threads = 4
control_socket_disable = True  # it would want a place to write to, and nobody asks by it
# Bytes, as many as gunicorn lets be chosen. In an address a Cyrillic letter takes six, so that a search with all of its
# filters is longer than the usual 4,094.
limit_request_line = 8190
