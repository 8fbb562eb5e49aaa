"""No two memberships of a person overlap, refused ones aside; a membership that ends on the day it begins is empty.

PostgreSQL keeps it by an exclusion constraint, SQLite by triggers. A later migration that makes the table anew on
SQLite (most changes of its columns do) must run `create_on_sqlite` again: triggers go with the old table.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

NAME = "a_person_is_in_one_place_at_a_time"
TABLE = "people_membership"

ON_POSTGRESQL = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT {NAME}
EXCLUDE USING gist (person_id WITH =, daterange(started_on, ended_on) WITH &&) WHERE (refused_at IS NULL)
"""

# Dates are texts that sort as dates do. A bare year would be compared as a number, by the column's affinity.
OVERLAPS = f"""
SELECT 1 FROM {TABLE} AS other
WHERE other.person_id = NEW.person_id AND other.id IS NOT NEW.id AND other.refused_at IS NULL
AND NEW.refused_at IS NULL
AND other.started_on < coalesce(other.ended_on, '9999-12-31') AND NEW.started_on < coalesce(NEW.ended_on, '9999-12-31')
AND other.started_on < coalesce(NEW.ended_on, '9999-12-31') AND NEW.started_on < coalesce(other.ended_on, '9999-12-31')
"""


def create_on_sqlite(schema_editor):
    """Two triggers, before a row is added and before one is changed."""
    for event in ("INSERT", "UPDATE"):
        schema_editor.execute(
            f"CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON {TABLE} "
            f"WHEN EXISTS ({OVERLAPS}) BEGIN SELECT RAISE(ABORT, 'constraint {NAME}'); END"
        )


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        create_on_sqlite(schema_editor)
    else:
        schema_editor.execute(ON_POSTGRESQL)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER {NAME}_{event}")
    else:
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {NAME}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [BtreeGistExtension(), migrations.RunPython(create, drop)]
