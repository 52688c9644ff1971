"""YAML files that a person writes: read and held to their shape, or refused with the file, the place and what to do.

Knows nothing of what stands in them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from jiheng import complaints

_Shape = TypeVar("_Shape", bound=BaseModel)


class DataFileError(ValueError):
    """A file that a person wrote is wrong. The message is Chinese and says which file, where in it, and what to do."""

    kind = "文件"

    def __init__(self, path: Path, what: str) -> None:
        self.path = path
        self.what = what
        super().__init__(f"{self.kind} {path} 有错，请改正后再试：{what}")


def read_yaml(path: Path) -> dict[str, object]:
    """Load a YAML mapping; duplicate keys are refused with their line.

    Raises:
        DataFileError: the file cannot be opened, is no YAML, or holds something else than names with values.
    """
    try:
        loaded: object = YAML(typ="safe").load(path.read_text("utf-8"))
    except YAMLError as error:
        raise DataFileError(path, complaints.of_yaml(error)) from error
    except OSError as error:
        raise DataFileError(path, complaints.of_system(error)) from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, "不是 UTF-8 编码的文字，请另存为 UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise DataFileError(path, "有写错的日期或数字，或套得太深") from error
    if not isinstance(loaded, dict):
        raise DataFileError(path, "里面没有一组“名称: 值”")
    return loaded


def shaped(shape: type[_Shape], body: object, path: Path) -> _Shape:
    """Return what the file at `path` says, as a `shape`.

    Raises:
        DataFileError: a key is unknown or missing, or a value has the wrong shape.
    """
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        raise DataFileError(path, complaints.of_shape(error)) from error


def line_of(path: Path, pointer: str) -> int | None:
    """Return the line, counted from 1, in which a YAML file says what a pointer such as `/blocks/2/line` points at.

    Where the last steps are not in the file, it is the line of what holds them; None where nothing is.
    """
    node: object = YAML(typ="rt").load(path.read_text("utf-8"))
    line = None
    for step in pointer.split("/")[1:]:
        if isinstance(node, CommentedMap) and step in node:
            line, node = node.lc.key(step)[0] + 1, node[step]
        elif isinstance(node, CommentedSeq) and step.isdigit() and int(step) < len(node):
            line, node = node.lc.item(int(step))[0] + 1, node[int(step)]
        else:
            break
    return line
