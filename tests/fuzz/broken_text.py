"""Breaks written files line by line and word by word: text, markup, YAML. Knows no form."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

WORDS = (
    *("", " ", "\t" * 50, "0", "-1", "1", "2", "16385", "65536", "1048577", "2147483647", "4294967296", "-2147483648"),
    *(
        "9" * 40,
        "1e308",
        "-1e999",
        "NaN",
        "Infinity",
        "0x41",
        "½",
        "２０２３",
        "true",
        "null",
        "二〇二三",
        "9999年13月32日",
    ),
    *("=1+1", "+SUM(A1:A9)", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0", "≥95%≤", "100%" * 40, "第" * 300, "年月日"),
    *("\0", "\x1b[2J", "\x0b", "\x7f", "\u202e", "\ufeff", "\ufffe", "\ud800", "\U0010ffff", "\u0300" * 30, "﷽" * 20),
    *(
        "<script>",
        "&#0;",
        "&#xD800;",
        "&bomb;",
        "]]>",
        "<![CDATA[",
        "{{7*7}}",
        "%s%n",
        "../../x",
        "..\\..\\x",
        "file:///",
    ),
    *("一级指标", "三级指标", "合计", "绩效目标表", "部门名称", "预算总额", "&amp;", "|", ",", '"', "'", "[", "{", "}"),
)
_WORD = re.compile(r"[\w.%-]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONG = (3_000, 3_000, 45_000, 200_000)
_MANY = (30, 100, 100, 100, 3_000)

Breaker = Callable[[str, str, Random], str]


def lines_lost(text: str, other: str, random: Random) -> str:
    lines = text.split("\n")
    start = random.randrange(len(lines))
    return "\n".join(lines[:start] + lines[start + random.choice((1, 2, 10)) :])


def lines_doubled(text: str, other: str, random: Random) -> str:
    lines = text.split("\n")
    start = random.randrange(len(lines))
    end = start + random.choice((1, 3, len(lines)))
    return "\n".join(lines[:end] + lines[start:end] * random.choice((1, 2, 2, 2, 100)) + lines[end:])


def lines_shuffled(text: str, other: str, random: Random) -> str:
    lines = text.split("\n")
    start = random.randrange(len(lines))
    end = start + random.choice((2, 5, len(lines)))
    part = lines[start:end]
    random.shuffle(part)
    return "\n".join(lines[:start] + part + lines[end:])


def lines_of_another(text: str, other: str, random: Random) -> str:
    lines, foreign = text.split("\n"), other.split("\n")
    at, start = random.randrange(len(lines)), random.randrange(len(foreign))
    return "\n".join(lines[:at] + foreign[start : start + random.choice((1, 5, 50))] + lines[at:])


def word_replaced(text: str, other: str, random: Random) -> str:
    return _replaced(_WORD, text, lambda _: random.choice(WORDS), random)


def number_replaced(text: str, other: str, random: Random) -> str:
    return _replaced(_NUMBER, text, lambda _: random.choice(WORDS), random)


def tag_broken(text: str, other: str, random: Random) -> str:
    ways: tuple[Callable[[str], str], ...] = (
        lambda _: "",
        lambda tag: tag * random.choice((2, 500)),
        lambda tag: tag.replace("/", "") if "/" in tag else tag.replace("<", "</"),
        lambda tag: tag[:-1] + f' {random.choice(("colspan", "rowspan", "style", "class", "ss:Index"))}="9999999">',
        lambda tag: tag[:-1],
        lambda _: random.choice(
            ("<table>", "<td>", "</table>", "<tr><td rowspan=70000>", "<!--", "<pre>", "<plaintext>")
        ),
    )
    return _replaced(_TAG, text, random.choice(ways), random)


def separators_lost(text: str, other: str, random: Random) -> str:
    return re.sub(
        random.choice(("\t", "\n", r"\s+", r"[|,\"]", ":", "/")), random.choice(("", " ", "\t", "\n\n")), text
    )


def with_hostile_word(text: str, other: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(WORDS) * random.choice((1, 1, 1, 40)) + text[at:]


def with_long_line(text: str, other: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    piece = random.choice(("甲", "\t", " ", "| ", "9", ",", "一、", "<b>", "(", '"', "指标\t", "≥95%；", "\r"))
    return text[:at] + piece * (random.choice(_LONG) // len(piece)) + text[at:]


def with_many_lines(text: str, other: str, random: Random) -> str:
    line = random.choice((*text.split("\n"), "", "甲\t乙\t丙", "1", "产出指标\t数量指标\t甲\t≥1"))
    at = random.randrange(len(text) + 1)
    return text[:at] + f"\n{line[:200]}" * random.choice(_MANY) + text[at:]


BREAKERS: tuple[Breaker, ...] = (
    *(lines_lost, lines_doubled, lines_shuffled, lines_of_another, word_replaced, number_replaced, tag_broken),
    *(separators_lost, with_hostile_word, with_long_line, with_many_lines),
)
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "latin-1")


def broken(data: bytes, other: bytes, random: Random) -> bytes:
    """Return a written file broken in one to three ways, now and then in another encoding."""
    text, foreign = _text_of(data), _text_of(other)
    for _ in range(random.choice((1, 1, 2, 3))):
        text = random.choice(BREAKERS)(text, foreign, random)
    encoding = random.choice(_ENCODINGS)
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _replaced(pattern: re.Pattern[str], text: str, by: Callable[[str], str], random: Random) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    for one in sorted(random.sample(found, min(len(found), random.choice((1, 1, 3, 20)))), key=re.Match.start)[::-1]:
        text = text[: one.start()] + by(one[0]) + text[one.end() :]
    return text
