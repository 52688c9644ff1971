"""Write a layout as the text of its file, for a person to complete: one printed word a line, and doubts beside it.

The text is YAML that reads back as the layout. Knows what a person has to look at; does not know how it was found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from jiheng.layouts.blocks import Block, Group, IndicatorColumn, IndicatorKey, Indicators, Label, Line, Slot, Spec
from jiheng.layouts.entries import PARTICULAR
from jiheng.layouts.schema import Layout, Level1

ASK, CHECK = "待填", "请核对"
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z_（）、][\u4e00-\u9fffA-Za-z0-9_（）、./—-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none", "y", "n"})
_YEAR = re.compile(r"\d{4}年")


def layout_text(
    layout: Layout, doubts: Mapping[str, str], *, hints: Mapping[str, str] | None = None, steps: Sequence[str] = ()
) -> str:
    """Return the text of a layout file.

    `doubts` are comments by top key, such as `id` or `source`; `hints` say by its label what a text or a column that
    is kept as it is may be.
    """
    lines = [f"# {step}".rstrip() for step in steps]
    body = layout.model_dump(mode="json", exclude_defaults=True, exclude={"blocks", "levels", "usual", "frame"})
    for key, value in body.items():
        lines += _noted(f"{key}: {_flow(value)}", doubts.get(key))
    lines += _noted("blocks:", doubts.get("blocks"))
    for block in layout.blocks:
        lines += _item(_block(block, hints or {}), 2)
    lines += [*_noted("levels:", doubts.get("levels"))] if layout.levels else []
    for level in layout.levels:
        lines += _item(_level(level), 2)
    return "\n".join(lines) + "\n"


def _noted(line: str, doubt: str | None) -> list[str]:
    return [f"{line}  # {doubt}" if doubt else line]


def _item(lines: Iterable[str], indent: int) -> Iterator[str]:
    """Yield lines as one entry of a list."""
    for at, line in enumerate(lines):
        yield " " * indent + ("- " if at == 0 else "  ") + line


def _block(block: Block, hints: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Line():
            yield "line:"
            yield from _specs(block.line, hints)
        case Group():
            yield f"side: {_flow(_body(block.side))}"
            yield "lines:"
            for line in block.lines:
                yield from _item((spec.removeprefix("  ") for spec in _specs(line, hints)), 2)
        case Indicators():
            yield from _rest(block, "indicators", "一行一个指标、每行写明项目的汇总表" if block.records else None)
            yield "indicators:"
            for column in block.indicators:
                yield from _noted(f"  - {_flow(_body(column))}", _column_doubt(column, hints))
        case _:
            yield from _rest(block, "", None)


def _rest(block: Block, apart: str, doubt: str | None) -> Iterator[str]:
    """Yield the keys of a block: what is short on one line, a list of parts with a line for each."""
    for key, value in _body(block).items():
        if key == apart:
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{key}:"
            yield from (f"  - {_flow(one)}" for one in value)
        else:
            yield from _noted(f"{key}: {_flow(value)}", f"{CHECK}：{doubt}" if doubt and key == "records" else None)


def _specs(specs: Sequence[Spec], hints: Mapping[str, str]) -> Iterator[str]:
    label: Label | None = None
    for spec in specs:
        yield from _noted(f"  - {_flow(_body(spec))}", _spec_doubt(spec, label, hints))
        label = spec if isinstance(spec, Label) else None


def _spec_doubt(spec: Spec, label: Label | None, hints: Mapping[str, str]) -> str | None:
    if isinstance(spec, Slot):
        if spec.field != PARTICULAR or label is None:
            return None
        return f"{CHECK}：{hints.get(label.label) or f'不认识的标签“{label.label}”'}，内容按原样保留"
    return f"{CHECK}：标签里印着年份，各年不同的话请改" if _YEAR.search(spec.label) else None


def _column_doubt(column: IndicatorColumn, hints: Mapping[str, str]) -> str | None:
    if column.key is IndicatorKey.OTHER:
        return f"{CHECK}：{hints.get(column.label) or f'不认识的列“{column.label}”'}，暂按“其他列”保留"
    return None


def _level(level: Level1) -> Iterator[str]:
    yield f"name: {_flow(level.name)}"
    if not level.level2:
        yield "level2: []"
        return
    yield "level2:"
    yield from (f"  - {_flow(_body(two))}" for two in level.level2)


def _body(model: BaseModel) -> dict[str, object]:
    return model.model_dump(mode="json", exclude_defaults=True)


def _flow(value: object) -> str:
    """Return a value on one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, str):
        bare = _PLAIN.fullmatch(value) is not None and value.lower() not in _WORDS
        return value if bare else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
