"""What the invented samples read as, and what is found in them: a page of text each, rewritten by --update-golden.

A golden file names what a person would look at: the forms, their rows, the reading notes and the findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng import catalog, pipeline
from jiheng.model import Form, Indicator

GOLDEN = Path(__file__).parent / "samples"
SAMPLES = {f"{path.parents[1].name}-{path.stem}": path for path in catalog.samples().values()}
CLEAN = SAMPLES["410000-overall-2023-library"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_reads_as_before(name: str, update_golden: bool) -> None:
    reading = pipeline.check(SAMPLES[name])
    assert reading.error is None
    assert reading.unread == ()
    seen = "\n".join(line for form in reading.forms for line in _told(form)) + "\n"
    golden = GOLDEN / f"{name}.golden"
    if update_golden:
        golden.write_text(seen, "utf-8")
    assert seen.splitlines() == golden.read_text("utf-8").splitlines()


def test_every_golden_file_has_its_sample() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(SAMPLES)


def test_nothing_is_found_in_a_clean_form() -> None:
    assert [form.findings for form in pipeline.check(CLEAN).forms] == [()]


def _told(form: Form) -> Iterator[str]:
    yield f"# {form.title} · {form.layout} · {form.year} · {form.unit.name} · {form.project and form.project.code}"
    yield from (f"goal {goal.text[:20]}" for goal in form.goals)
    yield from (
        f"task {task.name} {task.amount and task.amount.raw} {task.fiscal and task.fiscal.raw}" for task in form.tasks
    )
    yield from (f"by {plan.by} {plan.percent}%" for plan in form.spending_plan)
    yield from _later_stages(form)
    for row in form.indicators:
        kind = f"{row.target.raw} ({row.target.kind})" if row.target else None
        more = "".join(f" · {name} {value}" for name, value in _beside(row))
        yield f"row {row.level1} / {row.level2} / {row.name}{' [fixed]' if row.fixed else ''}: {kind}{more}"
    if form.total_weight is not None or form.total_score is not None:
        yield f"total {form.total_weight} {form.total_score}"
    yield from (f"note {note.kind} {note.place}: {note.text}" for note in form.notes)
    for finding in form.findings or ():
        yield f"{finding.severity} {finding.rule} {finding.place} {finding.path}: {finding.found} → {finding.expected}"
    yield ""


def _later_stages(form: Form) -> Iterator[str]:
    """Name what goals of one year do not have: other years, and what became of them."""
    if form.period is not None:
        yield f"period {form.period}"
    yield from (f"result {result.text[:20]}" for result in form.results)
    yield from (f"result of {task.name}: {task.result}" for task in form.tasks if task.result)
    yield from (f"particular {one.label}: {one.text[:20]}" for one in form.particulars)
    if form.long_term_budget is not None:
        amounts = {name: getattr(form.long_term_budget, name) for name in ("total", "fiscal", "other")}
        yield "long term " + " ".join(f"{name} {money and money.raw}" for name, money in amounts.items())
    for row in form.funding:
        spent = [money and money.raw for money in (row.initial, row.budget, row.executed, row.expected)]
        yield f"fund {row.name}: {spent} {row.rate and row.rate.raw} {row.weight} {row.score} {row.note}"


def _beside(row: Indicator) -> Iterator[tuple[str, object]]:
    """Yield what a row says beside its target, by attribute."""
    for name in ("horizon", "previous", "adjusted", "actual", "expected", "weight", "score", "deviation", "causes"):
        value = getattr(row, name)
        if value not in (None, ()):
            yield name, getattr(value, "raw", value)
    yield from ((name, value) for name, value in (("likelihood", row.likelihood), ("others", row.others)) if value)
