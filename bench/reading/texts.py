"""Damage to texts: other words for a label, other widths, spaces inside, other ways to print a number or a title."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from bench.reading import lexicon
from bench.reading.pages import Block, Case, Grid, line
from bench.reading.spec import spec

from jiheng.layouts.drawing import Align, DrawnCell, DrawnParagraph, Role
from jiheng.layouts.schema import Layout
from jiheng.model import Money, Target

Parameters = Mapping[str, Any]
Change = Callable[[DrawnCell | DrawnParagraph], str]

_WIDE_DIGITS = {code: code + 0xFEE0 for code in map(ord, "0123456789.%")}
_OTHER_BRACKETS = str.maketrans("（）：()", "():（）")
_OTHER_SIGNS = str.maketrans("%≥（）,;", "％≧(),；")
_LONGEST_LABEL = 16
_LEVELS = ("/level1", "/level2")


def labels(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print other words for labels: those that the layout knows, or those that a person might use."""
    known = known_words(case.layout) if parameters["words"] == "known" else spec().outside

    def change(cell: DrawnCell | DrawnParagraph) -> str:
        if not _is_label(cell) or random.random() >= parameters["rate"]:
            return cell.text
        return _reworded(cell.text, known, random)

    return _changed(case, change)


def width(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print brackets, colons and signs in the other width, in labels or in values."""

    def change(cell: DrawnCell | DrawnParagraph) -> str:
        if random.random() >= parameters["rate"]:
            return cell.text
        if parameters["of"] == "labels":
            return cell.text.translate(_OTHER_BRACKETS) if _is_label(cell) else cell.text
        return cell.text.translate(_OTHER_SIGNS) if _is_value(cell) else cell.text

    return _changed(case, change)


def spread(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print spaces or line breaks inside labels and levels, as narrow cells do."""

    def change(cell: DrawnCell | DrawnParagraph) -> str:
        level = (cell.path or "").endswith(_LEVELS)
        fits = (level or _is_label(cell)) and 2 <= len(cell.text) <= _LONGEST_LABEL
        if not fits or random.random() >= parameters["rate"]:
            return cell.text
        by: str = random.choice(parameters["by"])
        if by == "\n":
            at = random.randint(1, len(cell.text) - 1)
            return f"{cell.text[:at]}\n{cell.text[at:]}"
        return by.join(cell.text)

    return _changed(case, change)


def numbers(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print amounts and targets with separators, in full width, or with a space."""

    def change(cell: DrawnCell | DrawnParagraph) -> str:
        value = case.form.at(cell.path) if cell.path else None
        if isinstance(value, Money) and value.amount is not None and random.random() < parameters["thousands"]:
            return cell.text.replace(str(value.amount), f"{value.amount:,}")
        if not isinstance(value, Money | Target) or not cell.text:
            return cell.text
        if random.random() < parameters["fullwidth"]:
            return cell.text.translate(_WIDE_DIGITS)
        if isinstance(value, Target) and random.random() < parameters["spaces"]:
            return cell.text.replace("≥", "≥ ").replace("≤", "≤ ")
        return cell.text

    return _changed(case, change)


def confuse(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print what a recogniser would have seen, at a chance for every character that it confuses."""
    confusions = spec().confusions

    def seen(character: str) -> str:
        others = confusions.get(character, ())
        return str(random.choice(others)) if others and random.random() < parameters["rate"] else character

    def change(cell: DrawnCell | DrawnParagraph) -> str:
        # The truth of a sentence with a value inside is the value alone: it must stand as it was.
        return cell.text if cell.role is Role.BODY else "".join(map(seen, cell.text))

    return _changed(case, change)


def around(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print an annex number above the title and the people who filled it in below the table."""
    blocks = list(case.blocks)
    if random.random() < parameters["above"]:
        blocks.insert(0, line(random.choice(("附件2", "附件1-3：", "附表 5", "公开07表"))))
    if random.random() < parameters["below"]:
        people = random.sample(lexicon.PEOPLE, 2)
        blocks.append(line(f"填表人：{people[0]}    联系电话：0371-6{random.randint(10**6, 10**7 - 1)}"))
        blocks.append(
            line(random.choice((f"单位负责人（签章）：{people[1]}", "注：没有支出的栏目请填“0”，不得空行。")))
        )
    return replace(case, blocks=tuple(blocks))


def title(case: Case, parameters: Parameters, random: Random) -> Case:
    """Print title, year and unit in another place or another way."""
    return _TITLES[random.choice(parameters["as"])](case)


TEXT_STEPS: Mapping[str, Callable[[Case, Parameters, Random], Case]] = {
    "labels": labels,
    "width": width,
    "spread": spread,
    "numbers": numbers,
    "confuse": confuse,
    "around": around,
    "title": title,
}


def _reworded(text: str, known: Mapping[str, tuple[str, ...]], random: Random) -> str:
    """Change the longest known label that the text prints, and keep what is printed around it."""
    found = max((label for label in known if label in text and known[label]), key=len, default=None)
    rest = text.replace(found, "", 1) if found else text
    # What stands around the label may be a unit in brackets, a star or a number; with more words it is another label.
    if found is None or any(
        "\u4e00" <= character <= "\u9fff" for character in rest.replace("万元", "").replace("元", "")
    ):
        return text
    return text.replace(found, random.choice(known[found]), 1)


def known_words(layout: Layout) -> dict[str, tuple[str, ...]]:
    """Return the printed labels of a layout with their known variants."""
    return dict(_known(layout.model_dump(mode="json")))


def _known(node: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(node, dict):
        if isinstance(node.get("label"), str) and node.get("also"):
            yield node["label"], tuple(node["also"])
        node = list(node.values())
    if isinstance(node, list | tuple):
        for inner in node:
            yield from _known(inner)


def _is_label(cell: DrawnCell | DrawnParagraph) -> bool:
    return cell.role in (Role.LABEL, Role.HEADER) and cell.path is None


def _is_value(cell: DrawnCell | DrawnParagraph) -> bool:
    return cell.path is not None and not cell.path.endswith(_LEVELS) and cell.path not in ("/title", "/year")


def _changed(case: Case, change: Change) -> Case:
    return replace(case, blocks=tuple(_block(block, change) for block in case.blocks))


def _block(block: Block, change: Change) -> Block:
    if isinstance(block, Grid):
        return replace(block, cells=tuple(replace(cell, text=change(cell)) for cell in block.cells))
    if isinstance(block, DrawnParagraph):
        return replace(block, text=change(block))
    return block


def _year_inside(case: Case) -> Case:
    blocks = [block for block in case.blocks if not _is(block, "/year")]
    return _retitled(replace(case, blocks=tuple(blocks)), f"{case.form.year}年度{case.form.title}")


def _year_line_below(case: Case) -> Case:
    return _in_place_of_year(case, f"填报年度：{case.form.year}年", Align.LEFT)


def _year_and_unit_line(case: Case) -> Case:
    unit = f"    金额单位：{case.layout.money_unit}" if case.layout.money_unit else ""
    return _in_place_of_year(case, f"填报单位：{case.form.unit.name}    {case.form.year}年度{unit}", Align.LEFT)


def _in_first_row(case: Case) -> Case:
    """Put what stands above the table into merged rows of it."""
    at = next((at for at, block in enumerate(case.blocks) if isinstance(block, Grid)), 0)
    grid, heads = case.blocks[at], [block for block in case.blocks[:at] if isinstance(block, DrawnParagraph)]
    if not isinstance(grid, Grid):
        return case
    down = len(heads)
    rows = tuple(
        DrawnCell(head.text, row, 1, 1, grid.columns, head.role, head.align, path=head.path)
        for row, head in enumerate(heads, 1)
    )
    moved = tuple(replace(cell, row=cell.row + down) for cell in grid.cells)
    header = range(grid.header.start + down, grid.header.stop + down) if grid.header else grid.header
    joined = Grid(rows + moved, grid.rows + down, grid.widths, header)
    return replace(case, blocks=(joined, *case.blocks[at + 1 :]))


def _spread_title(case: Case) -> Case:
    return _retitled(case, " ".join(case.form.title or ""))


def _in_place_of_year(case: Case, text: str, align: Align) -> Case:
    blocks = [line(text, Role.SUBTITLE, align, "/year") if _is(block, "/year") else block for block in case.blocks]
    return replace(case, blocks=tuple(blocks))


def _retitled(case: Case, text: str) -> Case:
    blocks = (
        replace(block, text=text) if isinstance(block, DrawnParagraph) and block.path == "/title" else block
        for block in case.blocks
    )
    return replace(case, blocks=tuple(blocks))


def _is(block: Block, path: str) -> bool:
    return isinstance(block, DrawnParagraph) and block.path == path


_TITLES: Mapping[str, Callable[[Case], Case]] = {
    "year-inside": _year_inside,
    "year-line-below": _year_line_below,
    "year-and-unit-line": _year_and_unit_line,
    "in-first-row": _in_first_row,
    "spread": _spread_title,
}
