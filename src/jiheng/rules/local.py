"""What the regions make of the rules: switched off, graded anew, or added to, in a file `rules.yaml` of each region.

A region inherits what the regions above it along the 区划 code say; its own file wins, and a site's file wins over the
program's. A form is bound by what is in force on the first day of its budget year; of a form without a year nobody can
say what binds it, so that every rule stays as it was declared. Parameters stay in `parameters.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from jiheng.rules.cases import Case
from jiheng.rules.local_checks import check_of
from jiheng.rules.local_shapes import Added, RuleFile, Setting
from jiheng.rules.registry import Rule
from jiheng.values.dates import YEARS
from jiheng.yaml_files import DataFileError, read_yaml, shaped


class RuleFileError(DataFileError):
    """A file of rules is wrong: its shape, a rule that there is none of, or one that there is already."""

    kind = "规则文件"


@dataclass(frozen=True, slots=True)
class LocalRules:
    """What one or several files say together."""

    settings: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)
    added: Mapping[str, Added] = field(default_factory=dict)

    def applied(self, known: Mapping[str, Rule], year: int | None) -> dict[str, Rule]:
        """Return the rules that bind a form of `year`, also those that are switched off."""
        if year is None or year not in YEARS:
            return dict(known)
        day = date(year, 1, 1)
        rules = {**known, **{name: rule_of(name, one) for name, one in self.added.items() if _is_in_force(one, day)}}
        return {name: _set(rule, self.settings.get(name, ()), day) for name, rule in rules.items()}


def load_rules(files: Sequence[Path], known: Mapping[str, Rule]) -> LocalRules:
    """Return what files say together, each winning over those before it.

    Raises:
        RuleFileError: a file is wrong.
    """
    together = LocalRules()
    for path in files:
        own = read_rules(path)
        for where, what in _complaints(own, together, known):
            raise RuleFileError(path, f"{where}：{what}")
        together = LocalRules({**together.settings, **own.settings}, {**together.added, **own.rules})
    return together


def read_rules(path: Path) -> RuleFile:
    """Return what one file says, whatever other files say.

    Raises:
        RuleFileError: it has not the shape of a file of rules.
    """
    try:
        return shaped(RuleFile, read_yaml(path), path)
    except DataFileError as error:
        raise RuleFileError(error.path, error.what) from error


def rule_of(id: str, said: Added) -> Rule:
    """Return the rule that a file describes."""
    return Rule(
        id=id,
        checks=(),
        severity=said.severity,
        quality=said.quality,
        title=said.title,
        basis=said.basis,
        advice=said.advice,
        example=said.example,
        stages=said.stages,
        kinds=said.kinds,
        layouts=said.layouts,
        check=check_of(said.check),
    )


def cases_of(said: Added) -> Iterator[tuple[str, str, Case]]:
    """Yield every case of a rule with the outcome that it must have, a column of the ledger, and its name."""
    cases = said.cases
    for outcome, named in (
        ("passed", cases.pass_),
        ("failed", cases.fail),
        ("not_applicable", cases.not_applicable),
        ("not_enough_data", cases.not_enough_data),
    ):
        yield from ((outcome, name, case) for name, case in named.items())


def _complaints(own: RuleFile, above: LocalRules, known: Mapping[str, Rule]) -> Iterator[tuple[str, str]]:
    for name in own.rules.keys() & known.keys():
        yield f"/rules/{name}", "已经有这个编号的规则，请换一个编号；要改它的轻重或停用它，写在 settings 里"
    every = {**known, **above.added, **own.rules}
    for name in own.settings.keys() - every.keys():
        near = "、".join(get_close_matches(name, every, n=3, cutoff=0.0))
        yield f"/settings/{name}", f"没有这条规则，相近的有：{near}"


def _is_in_force(said: Added, day: date) -> bool:
    return said.since <= day and (said.until is None or day <= said.until)


def _set(rule: Rule, settings: Sequence[Setting], day: date) -> Rule:
    known = [one for one in settings if one.since <= day]
    if not known:
        return rule
    last = max(known, key=lambda one: one.since)
    return replace(rule, severity=last.severity or rule.severity, switched_off=last.switched_off)
