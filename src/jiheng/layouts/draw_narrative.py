"""Draw a form that is written as prose: its headings, paragraphs and numbered entries."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.layouts.blocks import Heading, Items, Prose, Sentence
from jiheng.layouts.drawing import DrawnParagraph, Role
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import fill
from jiheng.model import Form, Task
from jiheng.values.numbers import chinese_numeral


def draw_narrative(form: Form, layout: Layout) -> Iterator[DrawnParagraph]:
    """Yield the paragraphs of a narrative form in the order of the layout."""
    for block in layout.blocks:
        if isinstance(block, Heading):
            yield DrawnParagraph(block.heading, Role.HEADING)
        elif isinstance(block, Sentence) and form.unit.name is not None:
            yield DrawnParagraph(fill(block.sentence, {"unit.name": form.unit.name}), Role.BODY, path="/unit/name")
        elif isinstance(block, Prose):
            yield from (_body(goal.text, f"/goals/{at}/text") for at, goal in enumerate(form.goals))
        elif isinstance(block, Items) and block.items == "measures":
            yield from (_body(measure.text, f"/measures/{at}/text") for at, measure in enumerate(form.measures))
        elif isinstance(block, Items):
            for at, task in enumerate(form.tasks):
                yield from _task(task, at, block)


def _task(task: Task, at: int, items: Items) -> Iterator[DrawnParagraph]:
    """Yield the sentences of a task: the opening is the first line of its content, the rest stands at the end."""
    opening, _, rest = (task.content or _opening(task, items)).partition("\n")
    values = {"number": chinese_numeral(at + 1), "opening": opening, "note": task.note or "", "content": rest}
    parts = {"opening": "content", "note": "note", "content": "content"}
    for line in items.lines:
        gap = next(name for name in parts if "{" + name + "}" in line)
        if values[gap]:
            yield _body(fill(line, values), f"/tasks/{at}/{parts[gap]}")


def _opening(task: Task, items: Items) -> str:
    return fill(items.name_in or "{name}", {"name": task.name or ""})


def _body(text: str, path: str) -> DrawnParagraph:
    return DrawnParagraph(text, Role.BODY, path=path)
