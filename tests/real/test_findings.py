"""What is wrong with the published forms, as a reviewer would send them back: rule and line, no text of the forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng import pipeline
from jiheng.model import Finding, Severity

# Every error-level finding, read one by one against the forms. One more is a false alarm until somebody has looked.
ERRORS: dict[str, set[tuple[str, int]]] = {
    "000": {
        ("goals.no-mere-slogan", 10),
        ("target.share-has-base", 50),
        ("target.grade-can-be-told", 52),
    },
    "001": {
        *(("target.grade-can-be-told", line) for line in (44, 45, 57, 58, 59)),
        ("integrity.no-placeholder", 13),
        ("integrity.no-placeholder", 14),
        ("integrity.no-placeholder", 15),
        ("money.unit-declared", 13),
        ("money.part-within-whole", 15),
        ("integrity.fixed-rows-present", 37),
        ("integrity.template-hint-replaced", 22),
        ("integrity.template-hint-replaced", 24),
        ("integrity.template-hint-replaced", 44),
        ("integrity.template-hint-replaced", 57),
        ("consistency.saving-within-execution", 52),
        ("target.unit-printed", 62),
    },
    "002": {
        ("target.grade-can-be-told", 51),
        ("promises.measured", 8),
        ("integrity.money-cell-holds-amount", 12),
        ("integrity.no-markup", 8),
        ("integrity.no-markup", 10),
    },
    "003": {
        *(("classification.money-is-no-quantity", line) for line in (118, 340, 672, 791, 909)),
        *(("classification.management-is-no-output", line) for line in (133, 243, 354, 576, 686, 805, 923)),
        *(("classification.execution-does-not-last", line) for line in (168, 278, 390, 501, 611, 722, 840, 958)),
        *(("classification.completion-is-no-cost", line) for line in (473, 812)),
        ("evidence.formula-valid", 694),
        ("policy.more-is-not-worse", 266),
        ("publishing.no-secret", 9),
        *(("target.unit-fits", line) for line in (231, 280, 613, 786)),
        *(
            ("target.share-has-base", line)
            for line in (149, 163, 370, 385, 482, 489, 496, 592, 599, 702, 710, 814, 821, 835, 939, 953)
        ),
        ("consistency.people-of-all-groups", 454),
        ("goals.no-mere-slogan", 6),
        *(("goals.more-than-money", line) for line in (10, 13, 16, 19, 22, 25, 28, 31)),
        *(("goals.of-its-own-project", line) for line in (97, 326, 770)),
        *(("coverage.every-spending-direction", line) for line in (331, 553, 775)),
        ("target.operator-fits-direction", 120),
        ("target.operator-fits-direction", 793),
        ("target.operator-fits-direction", 911),
        ("target.operator-fits-direction", 925),
        ("target.readable", 475),
        *(("copying.goal-own", line) for line in (97, 326, 770, 888)),
        ("integrity.template-hint-replaced", 488),
        *(("consistency.saving-within-plan", line) for line in (142, 252, 363, 585, 695, 932)),
        *(("consistency.saving-within-amount", line) for line in (142, 252, 363, 585, 695, 932)),
        *(("consistency.saving-within-execution", line) for line in (142, 363, 695, 932)),
    },
    "004": {
        *(("classification.quantity-is-counted", line) for line in (16, 17, 18)),
        ("classification.monitoring-is-no-social-effect", 22),
        ("classification.adjustment-is-no-cost", 26),
        *(("classification.cost-is-a-burden", line) for line in (27, 28)),
        *(("target.grade-can-be-told", line) for line in (21, 23, 24, 27, 28)),
        ("promises.measured", 12),
        ("consistency.narrative-rates", 19),
        *(("integrity.template-hint-replaced", line) for line in (19, 20, 21, 25)),
        ("structure.no-duplicate-row", 28),
        ("integrity.instruction-removed", 7),
        ("integrity.pick-list-removed", 30),
    },
}

# Warnings that must not get lost.
WARNINGS: dict[str, set[tuple[str, int]]] = {
    "000": {
        ("goals.counted", 10),
        ("promises.task-fits-its-name", 12),
        ("coverage.names-agree-with-formulas", 39),
        ("money.precision", 14),
        ("overlaps.built-and-kept-running", 13),
        ("target.plausible", 27),
        ("consistency.carry-over-within-execution", 31),
        ("integrity.explanation-filled", 51),
        ("structure.name-is-short", 52),
    },
    "001": {
        ("target.grade-answers-name", 38),
        *(("goals.no-mere-routine", line) for line in (8, 9)),
        ("goals.counted", 10),
        *(("goals.task-is-no-category", line) for line in (13, 14, 15)),
        ("goals.no-progress-report", 22),
        ("coverage.names-agree-with-formulas", 51),
        ("consistency.whole-within-parts", 20),
        ("consistency.carry-over-not-rising", 31),
        ("consistency.three-public-not-rising", 50),
        ("amounts.sum-printed", 13),
        ("explanations.of-one-indicator", 47),
        ("explanations.of-a-row-that-is-there", 60),
    },
    "002": {
        ("target.done-has-date", 47),
        ("coverage.names-agree-with-formulas", 34),
        ("money.precision", 11),
        ("target.plausible", 27),
        ("consistency.rate-has-base", 34),
        ("copying.explanation-own", 51),
    },
    "003": {
        ("consistency.whole-is-no-part", 904),
        ("target.share-can-come-about", 127),
        ("promises.whole-speaks-of-parts", 6),
        ("goals.no-mere-routine", 438),
        *(("goals.no-mere-process", line) for line in (97, 326, 549, 659, 770, 888)),
        ("promises.every-row-traces", 784),
        ("amounts.sum-printed", 9),
        ("costs.within-standard", 75),
        ("costs.plan-fits-purchase", 91),
        ("costs.pay-is-plausible", 416),
        ("money.other-funds-stated", 79),
        ("overlaps.work-funded-once", 30),
        *(("copying.plan-own", line) for line in (91, 210, 320, 432, 543, 653, 764, 882)),
        *(("copying.indicators-own", line) for line in (168, 278, 390, 501, 611, 722, 840, 958)),
        *(("copying.indicators-own", line) for line in (147, 368, 590, 700, 819, 937)),
        *(("copying.indicators-own", line) for line in (161, 383, 707, 833, 951)),
        *(("copying.indicators-own", line) for line in (133, 354, 805, 923)),
        *(("copying.same-operator", line) for line in (342, 674)),
        ("money.one-unit", 201),
        ("target.operator-printed", 231),
        ("structure.cost-indicator-present", 102),
        ("structure.satisfaction-is-no-activity", 618),
        ("structure.explanation-not-name", 730),
    },
    "004": {
        ("target.share-not-above-all", 19),
        ("target.share-not-above-all", 20),
        ("target.satisfaction-attainable", 25),
        ("structure.name-is-short", 21),
        *(("copying.explanation-own", line) for line in (25, 27, 28)),
    },
}


def findings(seeds: Path, number: str, severity: Severity) -> list[Finding]:
    (path,) = seeds.glob(f"{number}_*.txt")
    forms = pipeline.check(path).forms
    assert forms
    return [one for form in forms for one in form.findings or () if one.severity is severity]


def where(found: list[Finding]) -> set[tuple[str, int | None]]:
    return {(one.rule, one.place.line) for one in found}


@pytest.mark.parametrize("number", ERRORS)
def test_errors_are_those_a_reviewer_sends_back(seeds: Path, number: str) -> None:
    assert where(findings(seeds, number, Severity.ERROR)) == ERRORS[number]


@pytest.mark.parametrize("number", WARNINGS)
def test_warnings_name_what_must_be_explained(seeds: Path, number: str) -> None:
    assert where(findings(seeds, number, Severity.WARNING)) >= WARNINGS[number]


def test_the_wording_of_fixed_rows_is_held_against_the_other_forms_of_a_run(seeds: Path) -> None:
    readings = pipeline.check_together(pipeline.read(path) for path in sorted(seeds.glob("*.txt")))
    told = {
        (Path(reading.path).name[:3], one.rule, one.place.line)
        for reading in readings
        for form in reading.forms
        for one in form.findings or ()
        if one.rule.startswith(("integrity.wording-", "copying.rows-of-another", "copying.goal-of-another"))
    }
    assert told == {
        ("002", "integrity.wording-not-inverted", 19),
        ("002", "integrity.wording-not-cut", 30),
        ("002", "integrity.wording-not-cut", 33),
        ("004", "copying.rows-of-another-region", 16),
    }


def test_the_check_characters_of_real_project_codes_fit(seeds: Path) -> None:
    (path,) = seeds.glob("003_*.txt")
    ledgers = [form.ledger for form in pipeline.check(path).forms if form.project is not None]
    assert len(ledgers) == 8
    assert all(ledger is not None and "integrity.project-code-check" in ledger.passed for ledger in ledgers)
