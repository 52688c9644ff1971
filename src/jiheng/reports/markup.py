"""HTML and SVG written safely: a text is escaped, only what was made here is markup. Knows nothing of reports."""

from __future__ import annotations

from html import escape

from jiheng.writers.annotate.marks import writable


class Markup(str):
    """A piece of finished HTML or SVG."""

    __slots__ = ()


Child = str | None


def element(tag: str, /, *children: Child, **attributes: str | int | None) -> Markup:
    """Return an element; a child that is no Markup is text, None is nothing. `class_` is class, `x_y` is x-y.

    >>> element("p", "1 < 2", element("b", "!"), class_="note")
    '<p class="note">1 &lt; 2<b>!</b></p>'
    """
    return Markup(f"<{tag}{_written(attributes)}>{joined(*children)}</{tag}>")


def empty(tag: str, /, **attributes: str | int | None) -> Markup:
    """Return an element of SVG that has no content.

    >>> empty("rect", width=3)
    '<rect width="3"/>'
    """
    return Markup(f"<{tag}{_written(attributes)}/>")


def joined(*children: Child) -> Markup:
    """Return the children one after the other.

    >>> joined("a", None, "&")
    'a&amp;'
    """
    return Markup("".join(_shown(child) for child in children if child is not None))


def _shown(child: str) -> str:
    return child if isinstance(child, Markup) else escape(writable(child))


def _written(attributes: dict[str, str | int | None]) -> str:
    given = ((name, value) for name, value in attributes.items() if value is not None)
    return "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for name, value in given)
