"""The labels that forms of the whole country use, by what they mean: the wordings that no single layout need repeat.

Read from a data file of the country. A layout's own words always win over these.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jiheng.layouts.blocks import FieldPath, IndicatorKey, Strict
from jiheng.yaml_files import read_yaml, shaped


class Labels(Strict):
    """Wordings of the labels of indicator columns and of fields, the most usual one first.

    Those `alone` are short words that mean other things as well: a label only where the cell holds nothing else, and
    its value stands at its right.
    """

    columns: Mapping[IndicatorKey, tuple[str, ...]] = {}
    fields: Mapping[FieldPath, tuple[str, ...]] = {}
    alone: Mapping[FieldPath, tuple[str, ...]] = {}

    # What is worked out once for the labels of the country is found again by which labels they are.
    __eq__ = object.__eq__
    __hash__ = object.__hash__


def load_labels(path: Path) -> Labels:
    """Read the file of labels; none where there is no file.

    Raises:
        DataFileError: the file is no YAML, or names a column or a field that there is not.
    """
    return shaped(Labels, read_yaml(path), path) if path.exists() else Labels()
