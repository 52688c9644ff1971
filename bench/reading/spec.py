"""What `spec.yaml` fixes: seed, sizes, damages, outside wordings, confusions, thresholds. Knows no form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

SPEC = Path(__file__).with_name("spec.yaml")

Steps = Mapping[str, Mapping[str, Any]]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sizes(Strict):
    """How many forms a layout gets for every damage, by the way the file is made."""

    direct: int
    office: int
    scan: int


class Scan(Strict):
    """How a printed page is scanned: `skew` in degrees, `noise` as deviation of 255 greys, `jpeg` quality."""

    dpi: int
    skew: float
    noise: float
    blur: float
    jpeg: int


class Spec(Strict):
    seed: int
    sizes: Sizes
    damages: Mapping[str, Steps]
    office: tuple[str, ...]
    scan: tuple[str, ...]
    scans: tuple[Scan, ...]
    outside: Mapping[str, tuple[str, ...]]
    confusions: Mapping[str, tuple[str | int, ...]]
    exact: Mapping[str, float]


@cache
def spec() -> Spec:
    """Return the spec as it stands beside this module."""
    return Spec.model_validate(YAML(typ="safe", pure=True).load(SPEC.read_text("utf-8")))
