"""Tables for people, JSON for machines, and examples of what failed, by class."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench.reading.score import Failure, Tally
from rich.console import Console
from rich.table import Table

_EXAMPLES = 3
# All formats side by side, without a name of a layout cut off.
_WIDTH = 190


def show(tally: Tally) -> None:
    """Print the tables."""
    console = Console(width=_WIDTH)
    formats = sorted({key[1] for key in tally.cells})
    for title, at, name in (("field", 0, "field"), ("damage", 2, "damage"), ("layout", 3, "layout")):
        console.print(_shares(tally, title, sorted({key[at] for key in tally.cells}), formats, name))
    console.print(_forms(tally, formats))
    if tally.misnamed:
        told = ", ".join(f"{one} as {other}: {many}" for (one, other), many in tally.misnamed.most_common(12))
        console.print(f"Read in another layout: {told}")


def save(tally: Tally, folder: Path) -> None:
    """Write `reading.json` and `failures.md` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reading.json").write_text(json.dumps(_as_json(tally), ensure_ascii=False, indent=1), "utf-8")
    (folder / "failures.md").write_text("\n".join(_classes(tally.failures)) + "\n", "utf-8")


def _shares(tally: Tally, title: str, rows: Iterable[str], formats: list[str], name: str) -> Table:
    table = Table(title=f"Exact cells, %, by {title} and format")
    table.add_column(title, no_wrap=True)
    for heading in (*formats, "cells"):
        table.add_column(heading, justify="right")
    at = ("field", "format", "damage", "layout").index(name)
    for row in rows:
        cells = sum(many for key, many in tally.cells.items() if key[at] == row)
        table.add_row(row, *(_percent(tally.share(format=one, **{name: row})) for one in formats), str(cells))
    table.add_section()
    table.add_row("all", *(_percent(tally.share(format=one)) for one in formats), str(tally.cells.total()))
    return table


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f}"


def _forms(tally: Tally, formats: list[str]) -> Table:
    table = Table(title="Forms by format")
    right = ("forms", "refused", "year, unit or kind wrong", "wrong cells flagged %", "right cells flagged %")
    for heading in ("format", *right, "notes"):
        table.add_column(heading, justify="right" if heading in right else "left")
    for one in formats:
        counts = (
            sum(many for key, many in counter.items() if key[0] == one)
            for counter in (tally.forms, tally.refused, tally.wrong)
        )
        notes = ", ".join(f"{kind} {many}" for (other, kind), many in sorted(tally.notes.items()) if other == one)
        table.add_row(one, *map(str, counts), *(_flagged(tally, one, exact=exact) for exact in (False, True)), notes)
    return table


def _flagged(tally: Tally, format: str, *, exact: bool) -> str:
    flagged, plain = tally.flags[format, exact, True], tally.flags[format, exact, False]
    return _percent(flagged / (flagged + plain) if flagged + plain else None)


def _as_json(tally: Tally) -> dict[str, object]:
    names = ("field", "format", "damage", "layout")
    return {
        "cells": [
            {**dict(zip(names, key, strict=True)), "cells": many, "exact": tally.exact[key]}
            for key, many in sorted(tally.cells.items())
        ],
        "forms": [
            {
                "format": key[0],
                "damage": key[1],
                "forms": many,
                "refused": tally.refused[key],
                "wrong": tally.wrong[key],
            }
            for key, many in sorted(tally.forms.items())
        ],
        "flags": [
            {"format": key[0], "exact": key[1], "flagged": key[2], "cells": many} for key, many in tally.flags.items()
        ],
        "failures": [asdict(failure) for failure in tally.failures],
    }


def _classes(failures: Iterable[Failure]) -> Iterable[str]:
    """Yield the failures by field and damage, most frequent first, with a few examples each."""
    classes: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for failure in failures:
        classes[failure.damage, failure.field].append(failure)
    yield "# What was not read exactly"
    # A wrong year, unit or kind comes before everything else.
    ordered = sorted(classes.items(), key=lambda one: (not one[0][1].startswith("WRONG"), -len(one[1])))
    for (damage, field), found in ordered:
        formats = sorted({one.format for one in found})
        layouts = sorted({one.layout for one in found})
        yield f"\n## {damage} · {field}: {len(found)} in {', '.join(formats)}"
        yield f"layouts: {', '.join(layouts)}"
        for one in _apart(found):
            yield f"- {one.layout} #{one.number} {one.format} `{one.path}` wants `{one.expected}` has `{one.found}`"


def _apart(found: list[Failure]) -> list[Failure]:
    """Return examples of different layouts and formats first."""
    seen: dict[tuple[str, str], Failure] = {}
    for one in found:
        seen.setdefault((one.layout, one.format), one)
    return list(seen.values())[:_EXAMPLES]
