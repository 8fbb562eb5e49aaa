"""The full-text index over the ready tokens: FTS5 beside the table on SQLite, kept by triggers; tsvector and GIN on PostgreSQL.

A later migration that makes the table anew on SQLite (most changes of its columns do) must run `create_on_sqlite`
again: triggers go with the old table.
"""

TABLE = "search_searchentry"
WORDS = ("title_tokens", "extra_tokens", "loose_tokens", "body_tokens")
FORMS = ("title_forms",)

# Letters of every script and digits make tokens, accents stay: ready tokens come out as they went in.
TOKENIZE = "tokenize = 'unicode61 remove_diacritics 0'"
INDEXES = {
    "search_words": (WORDS, f"{TOKENIZE}"),
    "search_forms": (FORMS, f"prefix = '1 2 3', detail = 'none', {TOKENIZE}"),
}


def columns(of, names):
    return ", ".join(f"{of}.{name}" for name in names)


def create_on_sqlite(schema_editor):
    for index, (names, options) in INDEXES.items():
        listed = ", ".join(names)
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content = '{TABLE}', content_rowid = 'id', {options})"
        )
        add = f"INSERT INTO {index}(rowid, {listed}) VALUES (new.id, {columns('new', names)});"
        take = (
            f"INSERT INTO {index}({index}, rowid, {listed}) VALUES ('delete', old.id, {columns('old', names)});"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {index}_added AFTER INSERT ON {TABLE} BEGIN {add} END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {index}_deleted AFTER DELETE ON {TABLE} BEGIN {take} END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {index}_changed AFTER UPDATE OF {listed} ON {TABLE} BEGIN {take} {add} END"
        )


def create_on_postgresql(schema_editor):
    weighed = " || ".join(
        f"setweight(to_tsvector('simple', {name}), '{weight}')"
        for name, weight in zip(WORDS, "ABDC", strict=True)
    )
    schema_editor.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({weighed}) STORED,"
        f" ADD COLUMN forms tsvector GENERATED ALWAYS AS (to_tsvector('simple', title_forms)) STORED"
    )
    for column in ("words", "forms"):
        # Not the fast update list: a search would have to walk it.
        schema_editor.execute(
            f"CREATE INDEX search_{column} ON {TABLE} USING gin ({column}) WITH (fastupdate = off)"
        )


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        create_on_sqlite(schema_editor)
    else:
        create_on_postgresql(schema_editor)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for index in INDEXES:
            for event in ("added", "deleted", "changed"):
                schema_editor.execute(f"DROP TRIGGER {index}_{event}")
            schema_editor.execute(f"DROP TABLE {index}")
    else:
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN words, DROP COLUMN forms")
