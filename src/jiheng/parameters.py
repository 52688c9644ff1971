"""Limits that are set by decision: each value with the day it took effect and where that is written.

A region's file holds only what it sets itself; the rest comes from the regions above it along the 区划 code
(国 000000 → 省 → 市 → 县). This module does not know what a parameter is for: rules ask for it by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from ruamel.yaml import YAML

COUNTRY = "000000"


def _exact(value: object) -> object:
    """YAML has read 0.5 as a float; its shortest decimal form is what stands in the file."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


class Dated(BaseModel):
    """One value of a parameter: a number, or a word that names a method."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date
    value: Annotated[Decimal | str, BeforeValidator(_exact)]
    source: str


class Parameter(BaseModel):
    """A number or a word with a history.

    >>> limit = Parameter(
    ...     title="三级指标名称最多字数",
    ...     unit="字",
    ...     values=[Dated(since=date(2022, 1, 1), value=30, source="财预〔2021〕101号")],
    ... )
    >>> limit.at(date(2023, 1, 1))
    Decimal('30')
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    unit: str | None = None
    values: tuple[Dated, ...] = Field(min_length=1)

    def at(self, day: date) -> Decimal | str:
        """Return the value in force on `day`.

        Raises:
            NotYetInForceError: the parameter was set later than that.
        """
        known = [dated for dated in self.values if dated.since <= day]
        if not known:
            raise NotYetInForceError(self, day)
        return max(known, key=lambda dated: dated.since).value


class NotYetInForceError(LookupError):
    """A parameter is asked for on a day before its first value."""

    def __init__(self, parameter: Parameter, day: date) -> None:
        first = min(dated.since for dated in parameter.values)
        super().__init__(f"参数“{parameter.title}”在 {day} 尚无规定值，最早自 {first} 起；请补充更早的取值或核对年度")


def load_parameters(regions: Path, region: str) -> Mapping[str, Parameter]:
    """Return what applies in `region` (six digits): its own file over those of the regions above it.

    `regions` is the folder with one folder per 区划 code. A region without a file inherits everything.
    """
    merged: dict[str, Parameter] = {}
    for code in lineage(region):
        path = regions / code / "parameters.yaml"
        if path.exists():
            merged |= _read(path)
    return merged


def lineage(region: str) -> tuple[str, ...]:
    """Return the codes from the country down to `region`.

    >>> lineage("410105")
    ('000000', '410000', '410100', '410105')
    >>> lineage("410000")
    ('000000', '410000')
    """
    steps = (COUNTRY, f"{region[:2]}0000", f"{region[:4]}00", region)
    return tuple(dict.fromkeys(steps))


def _read(path: Path) -> dict[str, Parameter]:
    body: dict[str, object] = YAML(typ="safe").load(path.read_text("utf-8"))
    return {name: Parameter.model_validate(parameter) for name, parameter in body.items()}
