"""One mistake in a clean form turns exactly the rules red that its case lists.

`--update-golden` writes the sets that the rules give now into `mutations.yaml`; a person reads what has changed. A
case with an empty set is a mistake that no rule sees yet.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clean.mutated import MUTATIONS, mutations, turned_red

_RED = re.compile(r"red: \[[^\]]*\]\}$")
_MOST_UNSEEN = 0.3
CASES = mutations()


@pytest.mark.parametrize("name", CASES)
def test_exactly_these_rules_turn_red(name: str, update_golden: bool) -> None:
    found = turned_red(CASES[name])
    if update_golden:
        _rewrite(MUTATIONS, name, found)
    else:
        assert list(found) == list(CASES[name].red)


def test_most_mistakes_are_found() -> None:
    unseen = [name for name, case in CASES.items() if not case.red]
    assert len(unseen) <= len(CASES) * _MOST_UNSEEN, unseen


def _rewrite(file: Path, name: str, found: tuple[str, ...]) -> None:
    """Write the rules into the line below the name of the case; everything else of the file stays."""
    lines = file.read_text("utf-8").splitlines()
    at = lines.index(f"{name}:") + 1
    lines[at] = _RED.sub(f"red: [{', '.join(found)}]}}", lines[at])
    file.write_text("\n".join(lines) + "\n", "utf-8")
