"""What a check found, as a report to hand on: html, docx (审核意见书), xlsx. Finds nothing itself.

`REPORTS` are the formats by suffix. One form, or all forms of a file, may be told in any of them; many files in a
workbook or a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from jiheng.reports.examined import Batch, Examined, collect
from jiheng.reports.lists import write_lists
from jiheng.reports.opinion import write_opinions
from jiheng.reports.page import write_page

__all__ = ["OF_MANY_FILES", "REPORTS", "Batch", "Examined", "collect", "write_report"]

Report = Callable[[Batch, date], bytes]

REPORTS: Final[Mapping[str, Report]] = MappingProxyType(
    {"html": write_page, "docx": write_opinions, "xlsx": write_lists}
)
# An opinion is written to one unit about what it handed in; nobody signs one about many.
OF_MANY_FILES: Final = ("html", "xlsx")


def write_report(batch: Batch, format: str, *, on: date) -> bytes:
    """Return the file that tells of the forms in a batch, dated `on`.

    Raises:
        KeyError: `format` is none of `REPORTS`.
        ValueError: there is no form to tell of.
    """
    if not batch.forms:
        raise ValueError("没有读出的表，写不出报告。")
    return REPORTS[format](batch, on)
