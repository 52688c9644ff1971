"""What is told of a batch: forms that say the same, or say otherwise what the others say, as clusters with counts."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.language.differences import Difference
from jiheng.model import Place, Related


@dataclass(frozen=True, slots=True)
class Member:
    """One place of a cluster: the form by the key that the caller gave it, a JSON Pointer into it, what stands there.

    `form` names the form for people: its unit and its project.
    """

    key: str
    form: str
    path: str
    text: str | None
    place: Place

    def related(self) -> Related:
        """Return this place as a finding of another form names it."""
        return Related(self.form, self.path, self.text, self.place)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places in several forms that break one rule together.

    `members` are the first of them, in order of unit, project and key; `count` tells how many there are, `units` of how
    many units. Where they differ from what others say, `against` are some of the others, `usual` how many of them there
    are, and `difference` shows the first place where the wording differs.
    """

    rule: str
    members: tuple[Member, ...]
    count: int
    units: int
    against: tuple[Member, ...] = ()
    usual: int = 0
    difference: Difference | None = None
