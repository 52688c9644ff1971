"""What several forms have in common, or say otherwise than the rest, in words and as a part of the overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jiheng.batch import Cluster
from jiheng.reports import phrases
from jiheng.reports.examined import Batch, Examined
from jiheng.reports.markup import Markup, element, joined

_TEXT: Final = 90
_FORMS: Final = 8
# A page holds the largest; the workbook holds all.
_CLUSTERS: Final = 12


def in_common(batch: Batch) -> Markup | None:
    """Return the section of the overview on what forms have in common; None where there is nothing of the kind."""
    if not batch.clusters:
        return None
    known = {form.key: form for form in batch.forms}
    by_rule: dict[str, list[Cluster]] = {}
    for cluster in batch.clusters:
        by_rule.setdefault(cluster.rule, []).append(cluster)
    rules = (_rule(rule, some, known) for rule, some in by_rule.items())
    note = element("p", "几张表放在一起才看得出的问题：内容雷同，同一行在各表写法不一。", class_="note")
    return element("section", element("h2", "跨表问题"), note, *rules, class_="together")


def text_of(cluster: Cluster) -> str:
    """Return what the places of a cluster say."""
    return phrases.short(cluster.members[0].text or "", _TEXT)


def extent(cluster: Cluster) -> str:
    """Say how many places and units a cluster has, and how many places say otherwise."""
    units = f"，{cluster.units} 个单位" if cluster.units > 1 else ""
    usual = f"；另有 {cluster.usual} 处写法不同" if cluster.usual else ""
    return f"{cluster.count} 处{units}{usual}"


def difference(cluster: Cluster) -> str | None:
    """Show where the wordings differ."""
    differs = cluster.difference
    return f"这里“{differs.here}”，其他表“{differs.there}”" if differs is not None else None


def named(cluster: Cluster, known: Mapping[str, Examined]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return the unit, where all forms that are named are of one, and the key and the name of each form."""
    forms = [known[key] for key in dict.fromkeys(member.key for member in cluster.members)]
    if len({form.unit for form in forms}) == 1:
        return forms[0].unit, tuple((form.key, form.name) for form in forms)
    return None, tuple((form.key, f"{form.unit}，{form.name}") for form in forms)


def _rule(rule: str, some: Sequence[Cluster], known: Mapping[str, Examined]) -> Markup:
    largest = sorted(some, key=lambda cluster: -cluster.count)
    items = (_cluster(cluster, known) for cluster in largest[:_CLUSTERS])
    rest = len(some) - _CLUSTERS
    more = element("p", f"另有 {rest} 组，见 xlsx 报告。", class_="note") if rest > 0 else None
    heading = element("h4", phrases.rule_title(rule), element("code", rule))
    return element("article", heading, element("ol", *items, class_="places"), more, class_="rule")


def _cluster(cluster: Cluster, known: Mapping[str, Examined]) -> Markup:
    head = element("p", element("b", text_of(cluster)), element("span", extent(cluster)), class_="where")
    unit, forms = named(cluster, known)
    links = (joined(element("a", name, href=f"#{key}"), "　") for key, name in forms[:_FORMS])
    more = "等" if len(forms) > _FORMS or cluster.count > len(cluster.members) else None
    differs = difference(cluster)
    told = element("p", differs) if differs is not None else None
    whose = f"{unit}：" if unit is not None else None
    return element("li", head, told, element("p", whose, *links, more, class_="forms"))
