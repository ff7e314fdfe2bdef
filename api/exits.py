"""How `helix` ends, for scripts; and how a failure becomes one of these ends."""

from enum import IntEnum

from models.errors import DatabaseBehind, DatabaseTooNew, HelixError, StorageFull


class Exit(IntEnum):
    OK = 0
    REFUSED = 1
    """The business said no; the sentence on stderr says why."""
    USAGE = 2
    PARTLY = 3
    """Some was done and some was not; the report says which."""
    ENVIRONMENT = 4
    """The machine stands in the way: database, disk, a port, a missing library."""


ENVIRONMENT = (DatabaseBehind, DatabaseTooNew, StorageFull)
_DATABASE = ("OperationalError", "InterfaceError", "ArgumentError", "NoSuchModuleError")


def ending(error: Exception) -> tuple[Exit, str] | None:
    """The code and the sentence for an error that a person can act on; `None` for a fault of ours."""
    if isinstance(error, ENVIRONMENT):
        return Exit.ENVIRONMENT, str(error)
    if isinstance(error, HelixError):
        return Exit.REFUSED, str(error)
    if type(error).__module__.startswith("sqlalchemy.") and type(error).__name__ in _DATABASE:
        return Exit.ENVIRONMENT, f"The database cannot be used: {_first_line(error)}"
    if isinstance(error, OSError) and error.strerror:
        return Exit.ENVIRONMENT, f"{error.strerror}: {error.filename or 'the machine'}"
    return None


def _first_line(error: Exception) -> str:
    """What the driver said; the statement and its values stay inside."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
