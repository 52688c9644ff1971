"""What every object of the contract is made of: the shape itself, numbers, pointers, places.

Numbers that carry money or measure are decimal strings. Knows no object of the contract.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainSerializer, Tag, WithJsonSchema
from pydantic.functional_validators import BeforeValidator

from jiheng import model
from jiheng.values.dates import YEARS
from jiheng.values.numbers import plain_number


def restored(value: object) -> object:
    """Return the model's own object for a shape, or for the shapes in a tuple; anything else as it is."""
    if isinstance(value, Shape):
        return value.restored()
    return tuple(restored(one) for one in value) if isinstance(value, tuple) else value


class Shape(BaseModel):
    """A JSON object of the contract: no key may be missing and none may be added. Made from the model's own object."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, json_schema_serialization_defaults_required=True
    )
    restores: ClassVar[Callable[..., object]]

    def restored(self) -> object:
        """Return the model's own object."""
        return type(self).restores(**self.attributes())

    def attributes(self) -> dict[str, object]:
        """Return the attributes of the model's own object."""
        return {name: restored(value) for name, value in self}


_DIGITS = r"^-?[0-9]+(\.[0-9]+)?$"


def _decimal(value: object) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, str) and re.match(_DIGITS, value):
        return Decimal(value)
    raise ValueError('应为写成字符串的十进制数，例如 "95.5"')


def _kind_of_place(place: object) -> str:
    def has(key: str) -> bool:
        return key in place if isinstance(place, Mapping) else getattr(place, key, None) is not None

    return "<line>" if has("line") else "<page>" if has("box") else "<cell>"


def as_printed(value: Decimal) -> str:
    """Return a number with the digits it was printed with."""
    return format(value, "f")


_decimal_schema = WithJsonSchema({"type": "string", "pattern": _DIGITS})
Number = Annotated[
    Decimal, BeforeValidator(_decimal), PlainSerializer(as_printed, str, when_used="json"), _decimal_schema
]
Yuan = Annotated[
    Decimal, BeforeValidator(_decimal), PlainSerializer(plain_number, str, when_used="json"), _decimal_schema
]
Count = Annotated[int, Field(strict=True, ge=1)]
Year = Annotated[int, Field(strict=True, ge=YEARS[0], le=YEARS[-1])]
Row = Annotated[int, Field(strict=True, ge=0)]
Truth = Annotated[bool, Field(strict=True)]
Region = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Pointer = Annotated[str, Field(pattern=r"^(/[^/]+)*$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Format = Literal[
    "text", "xlsx", "xls", "xlsb", "ods", "docx", "doc", "pdf", "ofd", "image", "html", "json", "zip", "7z", "rar"
]


class LinePlace(Shape):
    """Where a text stands in a text file."""

    restores = model.Place
    line: Count


class CellPlace(Shape):
    """Where a text stands in any other file; null is what that format does not know."""

    restores = model.Place
    page: Count | None
    sheet: str | None
    table: Count | None
    row: Count | None
    column: Count | None
    cell: str | None


class PagePlace(CellPlace):
    """Where a text stands on a page that can be shown: the corners of its box as shares of the page's size."""

    box: tuple[Share, Share, Share, Share]


Place = Annotated[
    Annotated[LinePlace, Tag("<line>")] | Annotated[CellPlace, Tag("<cell>")] | Annotated[PagePlace, Tag("<page>")],
    Discriminator(_kind_of_place),
]
