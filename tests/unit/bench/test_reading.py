"""The reading benchmark: what it says is the truth, and how exactly damaged forms are read without an office suite."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import docx
import openpyxl
import pytest
from bench.reading.compare import KEPT, outcomes
from bench.reading.corpus import Sample, sample
from bench.reading.damage import damaged, unknown
from bench.reading.pages import Grid, Turn, covered
from bench.reading.render import DIRECT, SUFFIX, render
from bench.reading.score import Tally, count, read_bytes
from bench.reading.spec import spec
from bench.reading.verdict import shortfalls

from jiheng.catalog import layouts
from jiheng.model import Note, NoteKind

HENAN = "410000/overall-2023"
ZHENGZHOU = "410100/overall-2020"
EXACT = 0.995


def _sample(damage: str, layout: str = HENAN) -> Sample:
    return sample(layouts()[layout], layout, damage, 0)


def _grids(one: Sample) -> list[Grid]:
    return [block for case in one.cases for block in case.blocks if isinstance(block, Grid)]


def test_every_step_of_the_spec_is_known() -> None:
    assert [name for name, steps in spec().damages.items() if unknown(steps)] == []


def test_the_damages_that_are_converted_and_scanned_are_in_the_spec() -> None:
    assert {*spec().office, *spec().scan} <= spec().damages.keys()


@pytest.mark.parametrize("damage", spec().damages)
def test_a_sample_is_the_same_each_time(damage: str) -> None:
    assert _sample(damage) == _sample(damage)


@pytest.mark.parametrize("damage", spec().damages)
@pytest.mark.parametrize("layout", [HENAN, ZHENGZHOU])
def test_no_two_cells_of_a_damaged_grid_overlap(layout: str, damage: str) -> None:
    for grid in _grids(_sample(damage, layout)):
        places = list(covered(grid))
        assert len(places) == len(set(places))
        assert all(row <= grid.rows and column <= grid.columns for row, column in places)


@pytest.mark.parametrize("damage", sorted(spec().damages.keys() - {"clean", "two-in-one"}))
def test_a_damage_changes_what_is_printed(damage: str) -> None:
    whole = [case for layout in (HENAN, ZHENGZHOU) for case in _sample("clean", layout).cases]
    broken = [damaged(case, spec().damages[damage], Random(at)) for case in whole for at in range(3)]  # noqa: S311
    assert any(case.blocks not in [one.blocks for one in whole] for case in broken)


def test_two_forms_stand_in_one_file() -> None:
    assert len(_sample("two-in-one").cases) == 2


def test_lost_merges_leave_the_text_in_the_first_cell_and_repeated_ones_in_each() -> None:
    lost, repeated = (_grids(_sample(name))[-1] for name in ("lost-merges", "repeated-merges"))
    assert all((cell.rows, cell.columns) == (1, 1) for cell in lost.cells)
    levels = [[grid.at(row, 1) for row in grid.body] for grid in (lost, repeated)]
    assert any(cell is not None and not cell.text for cell in levels[0])
    assert all(cell is not None and cell.text for cell in levels[1])


def test_pages_break_after_so_many_rows() -> None:
    one = _sample("page-break-every-row")
    turns = [block for block in one.cases[0].blocks if isinstance(block, Turn)]
    assert len(turns) > 20
    assert max(grid.rows for grid in _grids(one)[1:]) <= 2


def test_spans_stand_in_word_and_in_excel() -> None:
    one = _sample("clean")
    merged = [cell for grid in _grids(one) for cell in grid.cells if cell.rows > 1 or cell.columns > 1]
    sheet = openpyxl.load_workbook(io.BytesIO(render(one.cases, "xlsx"))).worksheets[0]
    table = docx.Document(io.BytesIO(render(one.cases, "docx"))).tables[0]
    assert merged
    assert len(sheet.merged_cells.ranges) >= len(merged)
    assert table.cell(0, 1).text == one.cases[0].form.unit.name


def test_a_form_is_equal_to_itself() -> None:
    case = _sample("clean").cases[0]
    found = list(outcomes(case, case.form, KEPT))
    assert len(found) > 100
    assert [one for one in found if not one.exact and one.path in case.printed] == []


@pytest.mark.parametrize(
    ("path", "text"), [("/indicators/3/name", "别的指标"), ("/unit/name", "别的单位"), ("/goals/0/text", "别的目标")]
)
def test_a_cell_that_was_read_wrongly_counts(path: str, text: str) -> None:
    case = _sample("clean").cases[0]
    changed = read_bytes(render((case,), "html").replace(case.printed[path].encode(), text.encode(), 1), "form.html")
    assert path in {one.path for one in outcomes(case, changed.forms[0], KEPT) if not one.exact}


def test_a_refused_form_counts_all_its_cells() -> None:
    one, tally = _sample("clean"), Tally()
    count(tally, one, "html", read_bytes(b"<p>nothing</p>", "form.html"))
    assert tally.share() == 0
    assert tally.refused.total() == 1


def test_a_doubted_cell_is_told_from_a_trusted_one() -> None:
    one, tally = _sample("clean"), Tally()
    reading = read_bytes(render(one.cases, "html"), "form.html")
    note = Note(NoteKind.UNCERTAIN, "识别结果不确定", path="/unit/name")
    doubted = replace(reading, forms=(replace(reading.forms[0], notes=(note,)),))
    count(tally, one, "html", doubted)
    assert tally.flags["html", True, True] == 1
    assert tally.flags["html", True, False] > 100


def test_another_seed_gives_another_sample() -> None:
    one, same, other = (sample(layouts()[HENAN], HENAN, "clean", 0, seed) for seed in (None, spec().seed, 7))
    assert one == same
    assert one != other


def test_what_is_read_exactly_falls_short_of_nothing() -> None:
    one, tally = _sample("clean"), Tally()
    count(tally, one, "html", read_bytes(render(one.cases, "html"), "form.html"))
    assert list(shortfalls(tally, spec().exact)) == []


@pytest.mark.parametrize(("path", "text"), [("/unit/name", "别的单位"), ("/year", "（2018年度）")])
def test_one_wrong_unit_or_year_falls_short_however_many_cells_are_exact(path: str, text: str) -> None:
    one, tally = _sample("clean"), Tally()
    broken = render(one.cases, "html").replace(one.cases[0].printed[path].encode(), text.encode())
    count(tally, one, "html", read_bytes(broken, "form.html"))
    (said,) = shortfalls(tally, {"html": 50})
    assert said == "html, clean: 1 forms with a wrong year, unit or kind, or that nobody printed"


def test_too_few_exact_cells_fall_short_and_the_damage_and_layout_are_named() -> None:
    one, tally = _sample("clean"), Tally()
    count(tally, one, "docx", read_bytes(b"<p>nothing</p>", "form.html"))
    (said,) = shortfalls(tally, spec().exact)
    assert said.startswith("docx: 0.000 % of the cells are exact, not 99.5 %")
    assert f"clean of {HENAN}" in said


def test_nothing_read_falls_short() -> None:
    assert list(shortfalls(Tally(), spec().exact)) != []


@pytest.mark.parametrize(("least", "status"), [("100", 0), ("100.1", 1)])
def test_the_command_fails_below_what_is_asked_for(least: str, status: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.reading", "--no-office", "--no-peers", "--out", str(tmp_path)]
    chosen = ["--layout", HENAN, "--damage", "clean", "--format", "html", "--forms", "1", "--least", least]
    done = subprocess.run([*command, *chosen], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert done.returncode == status, done.stderr
    assert ("FAILED  html: 100.000 %" in done.stderr) == bool(status)
    assert "Exact cells, %, by field and format" in done.stdout


@pytest.mark.parametrize("damage", spec().damages)
def test_damaged_forms_are_read_exactly(damage: str) -> None:
    """Three layouts for every damage, others for each, so that all of them come up without a long wait."""
    tally = Tally()
    for key in Random(damage).sample(sorted(layouts()), 3):  # noqa: S311 - a choice, not secrets
        one = _sample(damage, key)
        for name in DIRECT:
            data = render(one.cases, name)
            count(tally, one, name, read_bytes(data, f"form.{SUFFIX.get(name, name)}"))
    assert [failure for failure in tally.failures if failure.field.startswith("WRONG")] == []
    assert (tally.share() or 0) >= EXACT
