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
    # In which column a token stands is enough: where in it, nobody asks.
    "search_words": (WORDS, f"detail = 'column', {TOKENIZE}"),
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
    # Tokens as they are, those of the title once more behind “=”, loose ones behind “~”. Weights would tell them apart
    # as well, but they are not in the index: each row that it finds would be read to see whether it fits.
    marked = " || ' ' || ".join(
        f"'{mark}' || replace({name}, ' ', ' {mark}')"
        for name, mark in (("title_tokens", "="), ("loose_tokens", "~"))
    )
    words = f"title_tokens || ' ' || extra_tokens || ' ' || body_tokens || ' ' || {marked}"
    schema_editor.execute(
        f"ALTER TABLE {TABLE}"
        f" ADD COLUMN words tsvector GENERATED ALWAYS AS ({lexemes(words)}) STORED,"
        f" ADD COLUMN forms tsvector GENERATED ALWAYS AS ({lexemes('title_forms')}) STORED,"
        # All texts aside, so that what is counted stands close together.
        f" SET (toast_tuple_target = 128)"
    )
    for column in ("words", "forms"):
        # Always by the index: who knows how many rows have a word would sometimes read all of them, and does not
        # know what it costs to fetch the words of a row from aside.
        schema_editor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {column} SET STATISTICS 0")
        # Not the fast update list: a search would have to walk it.
        schema_editor.execute(
            f"CREATE INDEX search_{column} ON {TABLE} USING gin ({column}) WITH (fastupdate = off)"
        )


def lexemes(text):
    """What stands between the spaces."""
    return f"array_to_tsvector(array_remove(string_to_array({text}, ' '), ''))"


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
