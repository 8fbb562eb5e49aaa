"""A real Elasticsearch for tests, `make stack` and measurements: the server's own published jars, and a launcher.

Of the packaged server it lacks the parts that are not published as jars; of those we use one, the answer to `GET /`,
which `java/root` gives. Loopback only and without security: never a server for production.
"""
