"""What the invented samples read as, and what is found in them: a page of text each, rewritten by --update-golden.

A golden file names what a person would look at: the forms, their rows, the reading notes and the findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng import catalog, pipeline
from jiheng.model import Form

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
    for row in form.indicators:
        kind = f"{row.target.raw} ({row.target.kind})" if row.target else None
        yield f"row {row.level1} / {row.level2} / {row.name}{' [fixed]' if row.fixed else ''}: {kind}"
    yield from (f"note {note.kind} {note.place}: {note.text}" for note in form.notes)
    for finding in form.findings or ():
        yield f"{finding.severity} {finding.rule} {finding.place} {finding.path}: {finding.found} → {finding.expected}"
    yield ""
