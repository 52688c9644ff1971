"""Rules that other packages bring: each names, under the entry point group `jiheng.rules`, its rules.

What an entry point leads to is a `Rule`, or several in a tuple or list. Knows no rule itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

from jiheng.rules.registry import RULES, Rule

GROUP = "jiheng.rules"


class PlugInError(RuntimeError):
    """A plug-in could not be loaded, or brings no rules. The message is Chinese and names it."""

    def __init__(self, entry: EntryPoint, what: str) -> None:
        super().__init__(f"规则插件 {entry.name}（{entry.value}）{what}；请改正或卸载它。")


def load_plug_ins() -> Mapping[str, Rule]:
    """Return the rules of all installed plug-ins by their ids.

    Raises:
        PlugInError: one cannot be imported, brings no rules, or one whose id is taken.
    """
    found: dict[str, Rule] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        for rule in _rules_of(entry):
            if rule.id in found or rule.id in RULES:
                raise PlugInError(entry, f"里的规则“{rule.id}”与已有的规则同号")
            found[rule.id] = rule
    return found


def _rules_of(entry: EntryPoint) -> tuple[Rule, ...]:
    try:
        brought = entry.load()
    except Exception as error:
        # Whatever a stranger's module does when it is imported, the message names the plug-in.
        raise PlugInError(entry, f"装不上：{error}") from error
    rules = (brought,) if isinstance(brought, Rule) else brought
    if not isinstance(rules, tuple | list) or not all(isinstance(one, Rule) for one in rules):
        raise PlugInError(entry, "给出的不是规则：应是一个 Rule，或由 Rule 组成的元组")
    return tuple(rules)
