"""Enumerations that grow: which values a table's CHECK allows."""

import re

import sqlalchemy as sa
from alembic import op

from models.migrations.append_only import protect

_VALUE = re.compile(r"'(\w+)'")


def allow(table: str, check: str, *values: str, column: str = "kind") -> None:
    """Let `column` hold `values` too. `check` is the constraint's name without `ck_<table>_`."""
    _replace(table, check, column, [*_allowed(table, check), *values])


def forbid(table: str, check: str, *values: str, column: str = "kind") -> None:
    """The way back. Refused while a row holds one of `values`, so that nothing is lost."""
    known = ", ".join(map(repr, values))
    held = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table} WHERE {column} IN ({known})")).scalar()  # noqa: S608  names of our own migrations
    if held:
        raise RuntimeError(f"{held} rows of {table} hold {known}: restore a backup made before this version.")
    _replace(table, check, column, [value for value in _allowed(table, check) if value not in values])


def _allowed(table: str, check: str) -> list[str]:
    found = {str(one["name"]): one["sqltext"] for one in sa.inspect(op.get_bind()).get_check_constraints(table)}
    return _VALUE.findall(found[f"ck_{table}_{check}"])


def _replace(table: str, check: str, column: str, values: list[str]) -> None:
    """SQLite cannot change a CHECK: there Alembic copies the table, and its triggers are made again."""
    listed = ", ".join(map(repr, dict.fromkeys(values)))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{check}"), sa.text(f"{column} IN ({listed})"))
    if table in ("signoff", "transition") and op.get_bind().dialect.name == "sqlite":
        protect((table,))
