"""All forms of a batch at a glance: counts, charts with their numbers beside them, every unit and every form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from jiheng import words
from jiheng.model import Severity
from jiheng.reports.charts import Bar, Chart, bars, columns
from jiheng.reports.examined import Batch, Examined, UnitTotal, Unreadable
from jiheng.reports.markup import Child, Markup, element
from jiheng.reports.together import in_common
from jiheng.rules.scores import Score
from jiheng.values.numbers import plain_number

_SHOWN: Final = 12
_SERIES: Final = tuple((word, f"s-{severity.value}") for severity, word in words.SEVERITIES.items())
# Lower bounds of the columns in which scores are counted.
_LOWEST, _HIGHEST = 50, 90
_BANDS: Final = tuple(range(_LOWEST, _HIGHEST + 1, 10))


def overview(batch: Batch) -> Markup:
    """Return the overview."""
    return element(
        "section",
        element("h1", "总览"),
        _tiles(batch),
        element("div", *_charts(batch), class_="charts"),
        _units(batch),
        in_common(batch),
        _unreadable(batch.unreadable),
        class_="form overview",
    )


def _tiles(batch: Batch) -> Markup:
    told = (
        ("文件", batch.files, None),
        ("单位", len(batch.units()), None),
        ("绩效表", len(batch.forms), None),
        *((word, batch.count(severity), severity.value) for severity, word in words.SEVERITIES.items()),
        ("请人判断", sum(len(form.questions) for form in batch.forms), "person"),
        ("没有读出", len(batch.unreadable), None),
    )
    tiles = (
        element("div", element("dt", word), element("dd", str(number), class_=color), class_="tile")
        for word, number, color in told
    )
    return element("dl", *tiles, class_="tiles")


def _charts(batch: Batch) -> Iterator[Markup]:
    yield _by_family(batch)
    yield _by_score(batch)
    yield _by_unit(batch)
    yield _worst(batch)


def _by_family(batch: Batch) -> Markup:
    found = batch.families()
    rows = [Bar(word, _parts(found.get(family, Counter()))) for family, word in words.FAMILIES.items()]
    rows = [row for row in rows if sum(row.parts)]
    most = max(rows, key=lambda row: sum(row.parts), default=None)
    said = f"意见最多的是“{most.label}”，{sum(most.parts)} 条。" if most else "没有审核意见。"
    chart = Chart("families", "哪一类问题多", said, _SERIES)
    return _figure(chart, bars(chart, rows, label_room=86), _numbers(rows, "类别"))


def _by_unit(batch: Batch) -> Markup:
    ordered = sorted(batch.units(), key=lambda unit: -unit.findings)
    rows = [Bar(unit.name, _parts_of(unit)) for unit in ordered]
    said = f"共 {len(rows)} 个单位，图上是意见最多的 {min(_SHOWN, len(rows))} 个。"
    chart = Chart("units", "哪些单位意见多", said, _SERIES)
    return _figure(chart, bars(chart, rows[:_SHOWN]), _numbers(rows[:_SHOWN], "单位"))


def _worst(batch: Batch) -> Markup:
    worst = batch.worst()[:_SHOWN]
    rows = [Bar(f"{form.name}　{form.unit}", _parts_of(form), f"#{form.key}") for form in worst]
    chart = Chart("worst", "哪些表问题重", f"错误最多的 {len(rows)} 张表，点名称看详情。", _SERIES)
    return _figure(chart, bars(chart, rows), _numbers(rows, "表"))


def _by_score(batch: Batch) -> Markup:
    shares = [share for form in batch.forms if (share := _share(form)) is not None]
    counted = Counter(min(_HIGHEST, max(_LOWEST, int(share) // 10 * 10)) for share in shares)
    rows = [Bar(_band(band), (counted[band],)) for band in _BANDS]
    unscored = len(batch.forms) - len(shares)
    rest = f"；{unscored} 张不按审核表评分或无从评分" if unscored else ""
    chart = Chart("scores", "建议得分的分布", f"{len(shares)} 张表，按已评分项折算成百分{rest}。", (("表", "s-score"),))
    return _figure(chart, columns(chart, rows), _numbers(rows, "得分", ("表",)))


def _band(band: int) -> str:
    if band == _LOWEST:
        return "60 以下"
    return f"{band}–100" if band == _HIGHEST else f"{band}–{band + 9}"


def _figure(chart: Chart, drawing: Markup, numbers: Markup) -> Markup:
    caption = element("figcaption", element("b", chart.title), element("span", chart.description))
    keys = (element("li", name, class_=color) for name, color in chart.series)
    legend = element("ul", *keys, class_="legend") if len(chart.series) > 1 else None
    beside = element("details", element("summary", "看数字"), numbers)
    return element("figure", caption, legend, drawing, beside)


def _numbers(rows: Sequence[Bar], heading: str, series: Sequence[str] = tuple(words.SEVERITIES.values())) -> Markup:
    head = element("tr", *(element("th", word, scope="col") for word in (heading, *series)))
    body = (
        element("tr", element("th", row.label, scope="row"), *(_number(part) for part in row.parts)) for row in rows
    )
    return element("table", element("thead", head), element("tbody", *body))


def _units(batch: Batch) -> Markup:
    headings = ("单位和表", "类别", *words.SEVERITIES.values(), "请人判断", "建议分", "折算", "等级")
    head = element("tr", *(element("th", word, scope="col") for word in headings))
    body = (row for unit in batch.units() for row in _unit(unit))
    table = element("table", element("thead", head), element("tbody", *body), class_="units")
    return element("section", element("h2", "各单位、各表"), element("div", table, class_="scroll"))


def _unit(unit: UnitTotal) -> Iterator[Markup]:
    shares = [share for form in unit.forms if (share := _share(form)) is not None]
    average = f"平均 {_rounded(sum(shares, Decimal(0)) / len(shares))}" if shares else ""
    yield _row(
        element("th", unit.name, scope="rowgroup"),
        f"{len(unit.forms)} 张表",
        (unit.count(severity) for severity in Severity),
        (str(sum(len(form.questions) for form in unit.forms) or ""), "", average, ""),
        name="unit",
    )
    for form in unit.forms:
        link = element("a", form.name, href=f"#{form.key}")
        asked = str(len(form.questions) or "")
        counts = (form.count(severity) for severity in Severity)
        yield _row(element("th", link, scope="row"), form.kind, counts, (asked, *_scored(form)))


def _row(first: Markup, kind: str, counts: Iterator[int], last: tuple[str, ...], name: str | None = None) -> Markup:
    numbers = (_number(count, f"n-{severity.value}") for count, severity in zip(counts, Severity, strict=True))
    rest = (element("td", text, class_="number") for text in last)
    return element("tr", first, element("td", kind, class_="kind"), *numbers, *rest, class_=name)


def _number(value: int, color: Child = None) -> Markup:
    return element("td", str(value) if value else "", class_=f"number {color}" if color else "number")


def _scored(form: Examined) -> tuple[str, str, str]:
    """Return the points out of those that could be rated, these as if of a hundred, and the grade."""
    score = form.score
    if not isinstance(score, Score):
        return "不适用", "—", ""
    points = f"{plain_number(score.total)} / {score.rated}"
    grade = score.grade.word if score.grade is not None else "—"
    return points, _rounded(score.share) if score.share is not None else "", grade


def _rounded(share: Decimal) -> str:
    return plain_number(round(share, 1))


def _unreadable(some: Sequence[Unreadable]) -> Markup | None:
    if not some:
        return None
    items = (element("li", element("b", one.path), element("p", one.message), element("p", one.advice)) for one in some)
    return element("section", element("h2", f"没有读出 {len(some)} 个"), element("ul", *items, class_="unreadable"))


def _share(form: Examined) -> Decimal | None:
    score = form.score
    return score.share if isinstance(score, Score) and score.grade is not None else None


def _parts(counted: Counter[Severity]) -> tuple[int, ...]:
    return tuple(counted[severity] for severity in Severity)


def _parts_of(some: Examined | UnitTotal) -> tuple[int, ...]:
    return tuple(some.count(severity) for severity in Severity)
