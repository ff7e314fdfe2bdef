"""Reports on the whole portfolio."""

from enum import StrEnum


class ReportSpan(StrEnum):
    """How long a report's period is: of an institution a month, of the network a quarter."""

    MONTH = "month"
    QUARTER = "quarter"


class ReportFormat(StrEnum):
    """In which a finished report is kept: to be read, and its tables as one file."""

    PDF = "pdf"
    CSV = "csv"
