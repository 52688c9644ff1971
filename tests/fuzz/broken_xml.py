"""Breaks XML that stays XML: elements doubled, lost, moved and nested, attributes and texts with hostile values."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from lxml import etree

from fuzz.broken_text import WORDS

_DEEP = (50, 3_000)
_MOST = 40_000
_BILLION = "".join(f"<!ENTITY b{n} '{ten}'>" for n in range(1, 10) for ten in [f"&b{n - 1};" * 10])
_PROLOGUES = (
    f'<!DOCTYPE x [<!ENTITY b0 "ha">{_BILLION}]>',
    '<!DOCTYPE x [<!ENTITY bomb SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<?xml version="1.0" encoding="utf-7"?>',
    '<?xml version="9.9"?>',
    "\ufeff\ufeff",
    "<!-- " + "-" * 99,
)

Breaker = Callable[[etree._Element, Random], None]


def lost(root: etree._Element, random: Random) -> None:
    one = _inner(root, random)
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def doubled(root: etree._Element, random: Random) -> None:
    one = _inner(root, random)
    parent = one.getparent()
    if parent is None:
        return
    size = len(list(one.iter()))
    for _ in range(min(random.choice((1, 1, 3, 3_000)), _MOST // size)):
        parent.insert(parent.index(one), copy.deepcopy(one))


def moved(root: etree._Element, random: Random) -> None:
    one, to = _inner(root, random), _inner(root, random)
    if one not in to.iterancestors() and one is not to and one is not root:
        to.insert(random.randrange(len(to) + 1), one)


def nested(root: etree._Element, random: Random) -> None:
    one = _inner(root, random)
    inmost = shell = copy.deepcopy(one)
    for _ in range(random.choice(_DEEP)):
        inmost = etree.SubElement(inmost, one.tag, _attributes(one))
    parent = one.getparent()
    if parent is not None:
        parent.replace(one, shell)


def attribute_replaced(root: etree._Element, random: Random) -> None:
    having = [one for one in root.iter(etree.Element) if one.attrib]
    for _ in range(random.choice((1, 1, 4, 30))):
        if having:
            one = random.choice(having)
            _set(one, random.choice(sorted(_attributes(one))), random.choice(WORDS))


def attribute_of_another(root: etree._Element, random: Random) -> None:
    having = [one for one in root.iter(etree.Element) if one.attrib]
    if having:
        source, target = random.choice(having), _inner(root, random)
        name = random.choice(sorted(_attributes(source)))
        _set(target, name, random.choice((source.get(name, ""), *WORDS)))


def attribute_lost(root: etree._Element, random: Random) -> None:
    having = [one for one in root.iter(etree.Element) if one.attrib]
    for one in random.sample(having, min(len(having), random.choice((1, 1, 50)))):
        del one.attrib[random.choice(sorted(one.attrib))]


def text_replaced(root: etree._Element, random: Random) -> None:
    having = [one for one in root.iter(etree.Element) if one.text] or [root]
    for _ in range(random.choice((1, 1, 5))):
        one = random.choice(having)
        words = random.choice((random.choice(WORDS), (one.text or "甲") * random.choice((2, 2_000))))
        try:
            one.text = words[:_MOST]
        except ValueError:
            one.text = "9" * 30


def renamed(root: etree._Element, random: Random) -> None:
    one, other = _inner(root, random), _inner(root, random)
    one.tag = random.choice((other.tag, etree.QName(one).localname, "{urn:x}y"))


def emptied(root: etree._Element, random: Random) -> None:
    one = _inner(root, random)
    for child in list(one):
        one.remove(child)


BREAKERS: tuple[Breaker, ...] = (
    *(lost, doubled, moved, nested, attribute_replaced, attribute_replaced, attribute_of_another, attribute_lost),
    *(text_replaced, renamed, emptied),
)


def broken(data: bytes, random: Random) -> bytes | None:
    """Return XML broken in one to four ways; None for what is no XML."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return None
    for _ in range(random.choice((1, 1, 2, 4))):
        random.choice(BREAKERS)(root, random)
    written = etree.tostring(root, encoding=random.choice(("UTF-8", "UTF-8", "UTF-8", "UTF-16", "GB18030")))
    assert isinstance(written, bytes)
    return random.choice(_PROLOGUES).encode() + written if random.random() < 0.05 else written


def _attributes(one: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in one.attrib.items()}


def _inner(root: etree._Element, random: Random) -> etree._Element:
    return random.choice(list(root.iter(etree.Element)))


def _set(one: etree._Element, name: str, value: str) -> None:
    try:
        one.set(name, value)
    except ValueError:
        # No XML holds such a character; what it holds instead is strange enough.
        one.set(name, "-99999999999")
