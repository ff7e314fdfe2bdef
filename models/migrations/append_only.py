"""Triggers by which the database itself refuses to change or forget the trail."""

from alembic import op

TRAIL_TABLES = ("transition", "signoff")

_POSTGRESQL_FUNCTION = """
CREATE FUNCTION helix_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME;
END $$
"""


def protect(tables: tuple[str, ...] = TRAIL_TABLES) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_FUNCTION)
        for table in tables:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION helix_refuse_change()"
            )
        return
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, 'the trail is append-only: {verb} on {table} refused'); END"
            )


def unprotect(tables: tuple[str, ...] = TRAIL_TABLES) -> None:
    """SQLite drops a table's triggers with the table."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION helix_refuse_change()")
