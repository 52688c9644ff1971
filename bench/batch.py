"""Time the checks across forms on many invented forms, against a naive group-by of the same cells in pandas.

Every form has 15 indicators. One goal and one set of indicators in ten is copied from a neighbour, as in life. The peer
only loads the cells into a table and counts equal ones; it takes no names or numbers out, compares no wordings, and
holds everything in memory. Each runs in a process of its own; its processor time and its peak memory count. Run it by
`make bench`, with FORMS=100000 for a province.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random

from rich.console import Console
from rich.table import Table as Sheet

from jiheng import batch
from jiheng.model import Form, Goal, Indicator, Kind, Place, Project, Stage, Unit
from jiheng.values.targets import parse_target

FORMS = int(os.environ.get("FORMS", "20000"))
ROWS = 15
PROJECTS = 8
_SEED = 20261120
_COPIED = 0.1
_LEVELS = (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("效益指标", "社会效益指标"))
_WORK = ("养护", "巡查", "培训", "检测", "宣传", "改造", "清理", "登记", "回访", "配送", "修复", "编目")
_THINGS = ("公路", "河道", "书架", "灯杆", "种苗", "水样", "档案", "站点", "管线", "农户", "课件", "器材")
_PLACES = ("东片", "西片", "南片", "北片", "城区", "山区", "库区", "沿江", "集镇", "园区")
_MEASURES = ("数量", "里程", "合格率", "及时率", "覆盖率", "完成率")
_TARGETS = [parse_target(f"≥{value}%", year=2024) for value in (85, 90, 92, 95, 96, 98)]


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one way: seconds of processor time, peak memory in MB, how many clusters or groups it found."""

    seconds: float
    memory: float
    found: int


def main() -> None:
    ways: tuple[tuple[str, Callable[[], int]], ...] = (("forms only", _made), ("jiheng", _ours), ("pandas", _pandas))
    runs = {name: _alone(way) for name, way in ways}
    making = runs["forms only"].seconds
    table = Sheet(title=f"{FORMS:,} forms of {ROWS} indicators; the time to make the forms is taken off")
    for heading in ("", "seconds", "µs a form", "peak MB", "clusters"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, run in runs.items():
        own = run.seconds - (making if name != "forms only" else 0)
        each = f"{own / FORMS * 1e6:.0f}"
        table.add_row(name, f"{own:.1f}", each, f"{run.memory:.0f}", f"{run.found:,}" if run.found else "")
    Console(width=100).print(table)
    ours, peer = runs["jiheng"], runs["pandas"]
    ratio = (ours.seconds - making) / (peer.seconds - making)
    Console(width=100).print(f"jiheng / pandas: {ratio:.2f} of the time, {ours.memory / peer.memory:.2f} of the memory")


def _alone(way: Callable[[], int]) -> Run:
    """Run in a new process, so that the memory of one way is not counted with another's."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (way,))


def _measured(way: Callable[[], int]) -> Run:
    start = time.process_time()
    found = way()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Run(seconds, peak, found)


def _made() -> int:
    return sum(0 for _ in forms())


def _ours() -> int:
    return sum(1 for _ in batch.examine_all(forms()))


def _pandas() -> int:
    import pandas as pd  # noqa: PLC0415 -- the other ways must not carry its memory

    cells = pd.DataFrame(_cells(), columns=["key", "unit", "kind", "text"])
    counts = cells.groupby(["kind", "text"]).agg(forms=("key", "nunique"), units=("unit", "nunique"))
    in_units = cells.groupby(["unit", "kind", "text"]).agg(forms=("key", "nunique"))
    return int((counts["units"] > 1).sum() + (in_units["forms"] > 2).sum())


def _cells() -> Iterator[tuple[str, str | None, str, str]]:
    for key, form in forms():
        yield from ((key, form.unit.name, "goal", goal.text) for goal in form.goals)
        for row in form.indicators:
            target = row.target.raw if row.target is not None else ""
            yield key, form.unit.name, "row", f"{row.name}|{row.explanation}"
            yield key, form.unit.name, "target", target


def forms() -> Iterator[tuple[str, Form]]:
    """Yield invented forms, the same every time."""
    random = Random(_SEED)  # noqa: S311 -- no secret
    last: Form | None = None
    for number in range(FORMS):
        form = _form(random, number, last)
        yield f"{number:06}", form
        last = form


def _form(random: Random, number: int, last: Form | None) -> Form:
    unit, project = f"第{number // PROJECTS}站", f"{random.choice(_PLACES)}{random.choice(_THINGS)}{number}号项目"
    new = last is None or random.random() >= _COPIED
    goals = (Goal(_goal(random), Place(line=number)),) if last is None or new else last.goals
    new = last is None or random.random() >= _COPIED
    rows = tuple(_row(random, at) for at in range(ROWS)) if last is None or new else last.indicators
    return Form(
        kind=Kind.PROJECT,
        stage=Stage.GOAL,
        layout=None,
        year=2024,
        unit=Unit(unit),
        project=Project(None, project),
        goals=goals,
        indicators=rows,
    )


def _goal(random: Random) -> str:
    promised = (f"{_done(random)}{random.randrange(10, 900)}处" for _ in range(4))
    return f"全年{'，'.join(promised)}，按期完成并交付使用，群众满意。"


def _row(random: Random, at: int) -> Indicator:
    level1, level2 = _LEVELS[at % len(_LEVELS)]
    done = _done(random)
    name = f"{done}{random.choice(_MEASURES)}"
    return Indicator(level1, level2, name, random.choice(_TARGETS), explanation=f"实际{done}的处数占计划处数的比重")


def _done(random: Random) -> str:
    return f"{random.choice(_PLACES)}{random.choice(_THINGS)}{random.choice(_WORK)}"


if __name__ == "__main__":
    main()
