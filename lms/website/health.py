"""Whether this process can serve: asked by machines at /healthz, and said to people when the database is away."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

RETRY_AFTER = "60"  # seconds


class Migrations:
    """Whether all are applied. Once true it stays so for the life of the process, which brings the code with it."""

    applied = False

    @classmethod
    def are_applied(cls) -> bool:
        if not cls.applied:
            executor = MigrationExecutor(connection)
            cls.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return cls.applied


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, else 503 with what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = Migrations.are_applied()
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503)
    state = {"database": "answers", "migrations": "applied" if migrated else "missing"}
    return JsonResponse(state, status=200 if migrated else 503)


def something_failed(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody caught: 503 while the database is away, else the ordinary 500.

    The page is plain HTML without a query, since whatever it asked for might be what has failed.
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return server_error(request)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response
