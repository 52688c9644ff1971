"""Breaks stored forms that stay JSON: a value in the tree becomes another, is lost, doubled or nested."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from fuzz import broken_bytes, broken_text

_STRANGE: tuple[object, ...] = (
    *(None, True, 0, -1, 10**30, 1.5, [], {}, [[]], {"字": "字"}, [None] * 50, float("nan"), "2023-02-30", "a/b/~0"),
    *broken_text.WORDS,
)


def broken(data: bytes, other: bytes, random: Random) -> bytes:
    if random.random() < 0.15:
        return random.choice((broken_bytes.broken, broken_text.broken))(data, other, random)
    tree = json.loads(data)
    for _ in range(random.choice((1, 1, 2, 5))):
        _change(tree, random)
    return json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _change(tree: Any, random: Random) -> None:  # noqa: ANN401 -- JSON
    spots = [(holder, key) for holder in _holders(tree) for key in _keys(holder)]
    if not spots:
        return
    holder, key = random.choice(spots)
    match random.randrange(5):
        case 0:
            del holder[key]
        case 1:
            for _ in range(random.choice((5, 400))):
                holder[key] = [holder[key]]
        case 2:
            other, at = random.choice(spots)
            holder[key] = json.loads(json.dumps(other[at] if at in _keys(other) else None))
        case _:
            holder[key] = random.choice(_STRANGE)


def _keys(holder: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def _holders(tree: Any) -> list[Any]:  # noqa: ANN401 -- JSON
    """Return every list and mapping of a tree, however deep."""
    found, left = [], [tree]
    while left:
        one = left.pop()
        if isinstance(one, dict | list):
            found.append(one)
            left.extend(one.values() if isinstance(one, dict) else one)
    return found
