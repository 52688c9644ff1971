"""Limits that are set by decision: each value with the day it took effect and where that is written.

A region's file holds only what it sets itself; the rest comes from the regions above it along the 区划 code
(国 000000 → 省 → 市 → 县). The country's file that comes with the program declares every parameter, also one for which
there is no rule of the whole country; no other file can add a name. This module does not know what a parameter is for:
rules ask for it by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, RootModel

from jiheng.yaml_files import DataFileError, read_yaml, shaped

COUNTRY = "000000"
_CODE = re.compile("[0-9]{6}")


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
    """A number or a word with a history. `choices` are the words it may be; without them it is a number.

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
    choices: tuple[str, ...] = ()
    values: tuple[Dated, ...]

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
        first = min((dated.since for dated in parameter.values), default=None)
        earliest = f"最早自 {first} 起；请补充更早的取值或核对年度" if first else "请在本地的 parameters.yaml 中规定"
        super().__init__(f"参数“{parameter.title}”在 {day} 尚无规定值，{earliest}")


class ParameterFileError(DataFileError):
    """A parameter file is wrong: its shape, a name that no rule asks for, or a value of the wrong kind."""

    kind = "参数文件"


def load_parameters(regions: Path, region: str, *, site: Path | None = None) -> Mapping[str, Parameter]:
    """Return what applies in `region` (six digits): its own file over those of the regions above it, a site's over all.

    `regions` and `site` are folders with one folder per 区划 code. A region without a file inherits everything.

    Raises:
        ParameterFileError: a file is wrong.
    """
    declared = dict(_read(_file(regions, COUNTRY), {}))
    merged = dict(declared)
    for folder in (regions, site):
        for code in lineage(region):
            path = _file(folder, code) if folder is not None else None
            if path is not None and path.exists():
                merged |= _read(path, declared)
    return merged


def lineage(region: str) -> tuple[str, ...]:
    """Return the codes from the country down to `region`; of what is no code, the country's alone.

    >>> lineage("410105")
    ('000000', '410000', '410100', '410105')
    >>> lineage("410000")
    ('000000', '410000')
    """
    if not _CODE.fullmatch(region):
        return (COUNTRY,)
    steps = (COUNTRY, f"{region[:2]}0000", f"{region[:4]}00", region)
    return tuple(dict.fromkeys(steps))


class _File(RootModel[dict[str, Parameter]]):
    """A parameter file: parameters by name."""


def _file(folder: Path, code: str) -> Path:
    return folder / code / "parameters.yaml"


def _read(path: Path, declared: Mapping[str, Parameter]) -> Iterator[tuple[str, Parameter]]:
    """Yield the parameters of a file that keeps to what is declared; where nothing is, the file itself declares."""
    try:
        found = shaped(_File, read_yaml(path), path).root
    except DataFileError as error:
        raise ParameterFileError(path, error.what) from error
    for name, parameter in found.items():
        declaration = (declared or found).get(name)
        if declaration is None:
            near = "、".join(get_close_matches(name, declared, n=3, cutoff=0.0))
            raise ParameterFileError(path, f"/{name}：没有这个参数，相近的有：{near}")
        own = parameter.model_copy(update={"choices": declaration.choices})
        for at, dated in enumerate(own.values):
            if not _is_possible(dated.value, own.choices):
                allowed = f"只能是 {'、'.join(own.choices)}" if own.choices else "应为数字"
                raise ParameterFileError(path, f"/{name}/values/{at}/value：{allowed}")
        yield name, own


def _is_possible(value: Decimal | str, choices: tuple[str, ...]) -> bool:
    return value in choices if choices else isinstance(value, Decimal)
