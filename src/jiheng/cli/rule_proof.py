"""Prove a folder of local rules on their own cases: each case comes out as its file says.

Knows where a folder keeps its rules; prints nothing and decides no exit code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from jiheng import catalog
from jiheng.cli.proof import Fault
from jiheng.model import Form, Ledger
from jiheng.parameters import COUNTRY
from jiheng.rules import Rule, examine
from jiheng.rules.cases import Case, Offer, facts_of, form_of
from jiheng.rules.local import RuleFileError, cases_of, load_rules, read_rules, rule_of
from jiheng.rules.local_shapes import Added
from jiheng.words import OUTCOMES

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class RuleProof:
    """A rule of a file, how many cases it has, and what is wrong; `id` is None for the file itself."""

    file: str
    id: str | None
    cases: int
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def prove(folder: Path) -> tuple[RuleProof, ...]:
    """Prove every rule of the files of a folder; none where it holds no file of rules."""
    paths = sorted((*folder.glob("*/rules.yaml"), *folder.glob("rules.yaml")))
    return tuple(proof for path in paths for proof in _proofs(path, paths, str(path.relative_to(folder))))


def as_json(proofs: Sequence[RuleProof]) -> dict[str, object]:
    """Return the proofs as plain values."""
    rules = [{**asdict(proof), "passed": proof.passed} for proof in proofs]
    return {"passed": all(proof.passed for proof in proofs), "rules": rules}


def _proofs(path: Path, paths: Sequence[Path], file: str) -> Iterator[RuleProof]:
    region = path.parent.name if path.parent.name.isdecimal() else COUNTRY
    above = [one for one in paths if one != path and _is_above(one.parent.name, region)]
    try:
        load_rules([*above, path], catalog.known_rules())
        own = read_rules(path)
    except RuleFileError as error:
        yield RuleProof(file, None, 0, (Fault(str(error), "按说的位置改；写法见参考“本地的规则”。"),))
        return
    settings = [Fault(*one) for name, dated in own.settings.items() for one in _settings_faults(name, len(dated))]
    yield RuleProof(file, None, 0, tuple(settings))
    for name, said in own.rules.items():
        yield RuleProof(file, name, sum(1 for _ in cases_of(said)), tuple(_faults(rule_of(name, said), said, region)))


def _is_above(other: str, region: str) -> bool:
    return other.isdecimal() and region.startswith(other.rstrip("0"))


def _settings_faults(name: str, count: int) -> Iterator[tuple[str, str]]:
    if not count:
        yield f"settings/{name}：没有写从哪天起怎样", "写上 since、source 和 severity 或 switched_off。"


def _faults(rule: Rule, said: Added, region: str) -> Iterator[Fault]:
    cases = said.cases
    for word, named in (("pass", cases.pass_), ("fail", cases.fail)):
        if len(named) < _FEWEST:
            yield Fault(f"{rule.id}：{word} 只有 {len(named)} 个例子", f"至少写 {_FEWEST} 个，照当地真实的写法。")
    for outcome, name, case in cases_of(said):
        own = case if case.region != COUNTRY else case.model_copy(update={"region": region})
        yield from _case_faults(rule, outcome, name, own)


def _case_faults(rule: Rule, outcome: str, name: str, case: Case) -> Iterator[Fault]:
    form = form_of(case)
    checked = examine(form, facts_of(case, _offer()), {rule.id: replace(rule, switched_off=False)})
    came = _outcome(checked)
    if came != outcome:
        yield Fault(
            f"例子“{name}”应是{OUTCOMES[outcome]}，实际是{OUTCOMES[came]}", "核对规则，或把例子放到该放的地方。"
        )
        return
    found = checked.findings or ()
    for key, told in (
        ("at", [one.path for one in found]),
        ("expected", [one.expected for one in found]),
        ("found", [one.found for one in found]),
    ):
        wanted = getattr(case, key)
        if wanted is not None and list(wanted) != told:
            yield Fault(f"例子“{name}”的 {key} 应是 {_list(wanted)}，实际是 {_list(told)}", "核对规则和例子。")


def _outcome(checked: Form) -> str:
    ledger = checked.ledger or Ledger()
    return next(one.name for one in fields(ledger) if getattr(ledger, one.name))


def _list(told: Sequence[str | None]) -> str:
    return "、".join(one if one is not None else "空白" for one in told) or "没有"


def _offer() -> Offer:
    return Offer(catalog.parameters, catalog.layouts())
