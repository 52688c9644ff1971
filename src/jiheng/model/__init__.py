"""What a form says. Every reader ends here and every rule, writer and page starts here.

Everything is frozen: a step never edits what it was given, it returns something new. The names of the attributes are
the keys of the public contract (`docs/reference/contract.md`), so that Python and JSON read alike. The model knows no
file format, no layout and no rule.

Strings are kept as printed, with outer space trimmed; a value that is more than a string (`Target`, `Money`) keeps the
raw text it was read from. Numbers are `Decimal`. A blank is `None`, never zero and never the empty string.
"""

from __future__ import annotations

from jiheng.model.document import Block, Break, Cell, Document, Paragraph, Remark, RemarkKind, Table
from jiheng.model.form import Form, Kind, Reading, ReadingError, Stage
from jiheng.model.parts import (
    Budget,
    Funding,
    Goal,
    Horizon,
    Indicator,
    Measure,
    Particular,
    PlannedSpending,
    Project,
    Task,
    Unit,
)
from jiheng.model.place import Place
from jiheng.model.remarks import (
    Answer,
    AnswerKind,
    Finding,
    Ledger,
    Note,
    NoteKind,
    Question,
    Related,
    Repair,
    Severity,
    Step,
    Unread,
)
from jiheng.model.values import Money, Operator, Target, TargetCells, TargetKind

__all__ = [
    "Answer",
    "AnswerKind",
    "Block",
    "Break",
    "Budget",
    "Cell",
    "Document",
    "Finding",
    "Form",
    "Funding",
    "Goal",
    "Horizon",
    "Indicator",
    "Kind",
    "Ledger",
    "Measure",
    "Money",
    "Note",
    "NoteKind",
    "Operator",
    "Paragraph",
    "Particular",
    "Place",
    "PlannedSpending",
    "Project",
    "Question",
    "Reading",
    "ReadingError",
    "Related",
    "Remark",
    "RemarkKind",
    "Repair",
    "Severity",
    "Stage",
    "Step",
    "Table",
    "Target",
    "TargetCells",
    "TargetKind",
    "Task",
    "Unit",
    "Unread",
]
