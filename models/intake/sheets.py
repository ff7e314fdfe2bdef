"""XLSX workbooks: the rows of one sheet, dates as dates."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from models.errors import ImportRefused
from models.intake.values import Cell


def sheet_rows(path: Path, sheet: str) -> list[list[Cell]]:
    """From the sheet's first row on, all of one length. An empty name is the first sheet."""
    import python_calamine  # its library loads only for those who import a workbook

    try:
        with python_calamine.load_workbook(path) as workbook:
            names = workbook.sheet_names
            if sheet and sheet not in names:
                raise ImportRefused(
                    f"{path.name} has no sheet {sheet!r}, only {', '.join(map(repr, names))}: "
                    "name one of them in the mapping, or rename it."
                )
            rows = workbook.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        raise ImportRefused(f"{path.name} is protected by a password: save it without one.") from None
    except (python_calamine.CalamineError, OSError) as error:
        raise ImportRefused(f"{path.name} cannot be read as XLSX ({error}): save it anew in its program.") from None
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, str | int | float | bool | date) else str(value)
