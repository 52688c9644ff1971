"""Facts from outside a form, named by a file that a person writes: other forms, lists of files, dates, a grade.

Paths in it are relative to the file itself. Of several forms in a named file the one of the same project, or of the
same unit, is meant. Knows no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from jiheng import pipeline
from jiheng.model import Form
from jiheng.rules import Facts
from jiheng.values.wording import plain
from jiheng.yaml_files import DataFileError, read_yaml, shaped

_FORMS = ("last_year", "approved", "published", "blank")


class ContextFileError(DataFileError):
    """A file of facts is wrong, or a file that it names cannot be read."""

    kind = "资料文件"


def _exact(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _Said(BaseModel):
    """The shape of a file of facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    last_year: str | None = None
    approved: str | None = None
    published: str | None = None
    blank: str | None = None
    attachments: tuple[str, ...] | None = None
    evidence: dict[str, tuple[str, ...]] | None = None
    unit_names: str | None = None
    duties: str | None = None
    approved_on: date | None = None
    published_on: date | None = None
    goal_status: str | None = None
    last_grade: Literal["优", "良", "中", "差"] | None = None
    reviewed_score: Annotated[Decimal, BeforeValidator(_exact)] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a file of facts names: the facts that hold for every form, and the forms of the files that it names."""

    facts: Facts
    forms: Mapping[str, tuple[Form, ...]]

    def around(self, form: Form) -> Facts:
        """Return the facts around one form."""
        found: dict[str, Form | None] = {name: _meant(form, forms) for name, forms in self.forms.items()}
        return replace(
            self.facts,
            last_year=found.get("last_year"),
            approved=found.get("approved"),
            published=found.get("published"),
            blank=found.get("blank"),
        )


def load_context(path: Path) -> Context:
    """Return what the file at `path` names.

    Raises:
        ContextFileError: the file, or one that it names, is wrong.
    """
    try:
        said = shaped(_Said, read_yaml(path), path)
    except DataFileError as error:
        raise ContextFileError(error.path, error.what) from error
    facts = Facts(
        attachments=said.attachments,
        evidence=said.evidence,
        unit_names=_names(path, said.unit_names) if said.unit_names is not None else None,
        duties=said.duties,
        approved_on=said.approved_on,
        published_on=said.published_on,
        goal_status=said.goal_status,
        last_grade=said.last_grade,
        reviewed_score=said.reviewed_score,
    )
    named = {name: file for name in _FORMS if (file := getattr(said, name)) is not None}
    return Context(facts, {name: _forms(path, name, file) for name, file in named.items()})


def _forms(path: Path, name: str, file: str) -> tuple[Form, ...]:
    reading = pipeline.read(path.parent / file)
    if reading.error is not None:
        raise ContextFileError(path, f"/{name}：{reading.error.message.rstrip('。')}。{reading.error.advice}")
    if not reading.forms:
        raise ContextFileError(path, f"/{name}：“{file}”里一张表也没有，请核对文件")
    return reading.forms


def _names(path: Path, file: str) -> frozenset[str]:
    """Return the names in a text file, one a line."""
    try:
        lines = (path.parent / file).read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ContextFileError(path, f"/unit_names：找不到文件“{file}”；路径从资料文件所在的文件夹算起") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContextFileError(path, f"/unit_names：“{file}”应是 UTF-8 的文本文件，一行一个单位名称") from error
    return frozenset(line.strip() for line in lines if line.strip())


def _meant(form: Form, forms: tuple[Form, ...]) -> Form | None:
    """Return which of several forms is this one in another year or state; none where several could be."""
    if len(forms) == 1:
        return forms[0]
    of_kind = [one for one in forms if form.kind is None or one.kind in (form.kind, None)]
    found = [one for one in of_kind if _name(one) == _name(form)]
    return found[0] if len(found) == 1 else None


def _name(form: Form) -> tuple[str, str]:
    project = form.project.name if form.project is not None else None
    return plain(form.unit.name or ""), plain(project or "")
