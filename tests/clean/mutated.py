"""Change one thing in a clean form, as people do by mistake: the changes that `mutations.yaml` may name.

A row is named by its own name, so that a case reads like what a reviewer would say. Values are typed as a person types
them. Nothing is known of rules here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import RootModel, model_validator

from clean.forms import checked, clean_form
from clean.subjects import Strict
from jiheng import catalog
from jiheng.correction import correct
from jiheng.model import Form, Indicator
from jiheng.yaml_files import read_yaml, shaped

MUTATIONS: Final = Path(__file__).parent / "mutations.yaml"


class Words(Strict):
    """Some words of the goals, and what they are changed to."""

    old: str
    new: str


class Copied(Strict):
    """A part of a form that is that of another subject's form in the same layout."""

    part: Literal["goals", "indicators", "spending_plan", "tasks", "budget"]
    of: str


class Mutation(Strict):
    """One change of the form that a subject hands in, and the rules that turn red by it: exactly these.

    `set` names values by JSON Pointer, a row by its name (`/indicators/预算执行率/target`); null blanks one. `delete`
    and `double` name rows, `delete_level` all rows of a 二级指标, `delete_tasks` tasks, `delete_money` amounts of the
    budget. `goal` changes words of the goals. What is `copied` is copied from another subject, which hands in the same
    layout beside it.
    """

    layout: str
    subject: str
    set: Mapping[str, str | None] = {}
    delete: tuple[str, ...] = ()
    double: tuple[str, ...] = ()
    delete_level: str | None = None
    delete_tasks: tuple[str, ...] = ()
    delete_money: tuple[str, ...] = ()
    goal: Words | None = None
    copied: Copied | None = None
    red: tuple[str, ...]

    @model_validator(mode="after")
    def one_change(self) -> Mutation:
        """Refuse a case that changes nothing."""
        if not any(getattr(self, name) for name in _CHANGES):
            raise ValueError(f"a mutation changes something: {', '.join(_CHANGES)}")
        return self


class Mutations(RootModel[Mapping[str, Mutation]]):
    """The shape of `mutations.yaml`."""


class NothingChangedError(ValueError):
    """A case names a row, a task or words that the clean form does not have."""


def mutations() -> Mapping[str, Mutation]:
    """Return every case by its name."""
    return shaped(Mutations, read_yaml(MUTATIONS), MUTATIONS).root


def turned_red(one: Mutation) -> tuple[str, ...]:
    """Return the rules that fail on the changed form and do not on the clean one."""
    before = _failed(clean_form(one.layout, one.subject), _beside(one))
    return tuple(sorted(_failed(mutate(one), _beside(one)) - before))


def mutate(one: Mutation) -> Form:
    """Return the changed form.

    Raises:
        NothingChangedError: the clean form has nothing of what the case names.
    """
    clean = clean_form(one.layout, one.subject)
    changed = clean
    for name, change in _CHANGES.items():
        if getattr(one, name):
            changed = change(changed, one)
    if changed == clean:
        raise NothingChangedError(f"the change leaves the form of {one.subject} in {one.layout} as it is")
    return changed


def _failed(form: Form, beside: tuple[Form, ...]) -> set[str]:
    return {finding.rule for finding in checked(form, *beside)[0].findings or ()}


def _beside(one: Mutation) -> tuple[Form, ...]:
    return (clean_form(one.layout, one.copied.of),) if one.copied is not None else ()


def _set(form: Form, one: Mutation) -> Form:
    layout = catalog.shipped_layouts()[one.layout]
    for path, text in one.set.items():
        form = correct(form, _pointer(form, path), text or "", layout=layout)
    return replace(form, notes=())


def _pointer(form: Form, path: str) -> str:
    """Return the path with the position of a row in the place of its name."""
    start, _, rest = path[1:].partition("/")
    named, _, leaf = rest.partition("/")
    return f"/{start}/{_at(form, named)}/{leaf}" if start == "indicators" else path


def _at(form: Form, name: str) -> int:
    for at, row in enumerate(form.indicators):
        if row.name == name:
            return at
    raise NothingChangedError(f"no row is called {name}: {', '.join(row.name or '' for row in form.indicators)}")


def _delete(form: Form, one: Mutation) -> Form:
    gone = {_at(form, name) for name in one.delete}
    return _with_rows(form, lambda at, row: at not in gone)


def _double(form: Form, one: Mutation) -> Form:
    twice = {_at(form, name) for name in one.double}
    rows = (row for at, row in enumerate(form.indicators) for _ in range(2 if at in twice else 1))
    return replace(form, indicators=tuple(rows))


def _delete_level(form: Form, one: Mutation) -> Form:
    return _with_rows(form, lambda at, row: row.level2 != one.delete_level)


def _with_rows(form: Form, kept: Callable[[int, Indicator], bool]) -> Form:
    return replace(form, indicators=tuple(row for at, row in enumerate(form.indicators) if kept(at, row)))


def _delete_tasks(form: Form, one: Mutation) -> Form:
    return replace(form, tasks=tuple(task for task in form.tasks if task.name not in one.delete_tasks))


def _delete_money(form: Form, one: Mutation) -> Form:
    if form.budget is None:
        raise NothingChangedError(f"{one.layout} prints no budget")
    blank: dict[str, Any] = dict.fromkeys(one.delete_money)
    return replace(form, budget=replace(form.budget, **blank))


def _goal(form: Form, one: Mutation) -> Form:
    if one.goal is None or not any(one.goal.old in goal.text for goal in form.goals):
        raise NothingChangedError(f"no goal of {one.subject} says so: {one.goal}")
    old, new = one.goal.old, one.goal.new
    return replace(form, goals=tuple(replace(goal, text=goal.text.replace(old, new)) for goal in form.goals))


def _copied(form: Form, one: Mutation) -> Form:
    part: dict[str, Any] = {}
    if one.copied is not None:
        part[one.copied.part] = getattr(clean_form(one.layout, one.copied.of), one.copied.part)
    return replace(form, **part)


_CHANGES: Final[Mapping[str, Callable[[Form, Mutation], Form]]] = {
    "set": _set,
    "delete": _delete,
    "double": _double,
    "delete_level": _delete_level,
    "delete_tasks": _delete_tasks,
    "delete_money": _delete_money,
    "goal": _goal,
    "copied": _copied,
}
