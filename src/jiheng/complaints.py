"""What pydantic, YAML and the operating system complain of, in Chinese for the person who wrote or named the file.

A complaint says where in the file something stands and what is wrong with it. Knows no file and no shape.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from pydantic import ValidationError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_SHOWN: Final = 5
_GROUP: Final = "应为一组“名称: 值”"
_LIST: Final = "应为一列"
_WHOLE_NUMBER: Final = "应为整数"
_DATE: Final = "应为日期，例如 2023-01-01"
_CHINESE: Final = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请核对拼写或删去",
    "string_type": "应为文字",
    "string_pattern_mismatch": "写法不对，规定的写法是 {pattern}",
    "int_type": _WHOLE_NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "bool_type": "应为 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多只能有 {max_length} 项",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "dict_type": _GROUP,
    "mapping_type": _GROUP,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "finite_number": "应为数字",
    "value_error": "{error}",
}
_SYSTEM: Final = {
    errno.ENOENT: "找不到这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘只能读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "同时打开的文件太多",
}


@dataclass(frozen=True, slots=True)
class _Slip:
    """One mistake: the steps that lead to it, and the key that is too many or too few there.

    Some steps are no keys of the file but the name of a shape that was tried.
    """

    steps: tuple[str, ...]
    key: str | None
    words: str

    @property
    def said(self) -> str:
        where = [step for step in self.steps if not _is_shape(step)]
        return f"/{'/'.join([*where, self.key] if self.key is not None else where)}：{self.words}"


def of_shape(error: ValidationError) -> str:
    """Say what does not have the shape it should have, and where, as `/budget/total：缺少这一项`."""
    slips = [_slip(one["type"], one["loc"], one.get("ctx", {})) for one in error.errors(include_url=False)]
    likely = dict.fromkeys(slip.said for slip in _likeliest(slips, 0))
    more = f"；另有 {len(likely) - _SHOWN} 处" if len(likely) > _SHOWN else ""
    said = "；".join([*likely][:_SHOWN]) + more
    # A key of JSON may hold half a character, which nothing can print.
    return said.encode("utf-8", "replace").decode("utf-8")


def of_yaml(error: YAMLError) -> str:
    """Say where a text stops being YAML."""
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    where = f"第{mark.line + 1}行第{mark.column + 1}列附近" if mark is not None else "文件"
    return f"{where}不是合格的 YAML，请核对缩进、冒号和引号，同一项不能写两次"


def of_system(error: OSError) -> str:
    """Say why the operating system refused."""
    return _SYSTEM.get(error.errno or 0, f"系统拒绝了（错误号 {error.errno}）")


def _slip(kind: str, steps: Sequence[str | int], context: Mapping[str, object]) -> _Slip:
    where = tuple(map(str, steps))
    if kind in ("missing", "extra_forbidden"):
        return _Slip(where[:-1], where[-1], _CHINESE[kind])
    # Pydantic lists choices in English: 'a', 'b' or 'c'.
    told = {name: str(value).replace(" or ", ", ").replace(", ", "、") for name, value in context.items()}
    said = _CHINESE.get(kind, "应为数字" if kind.startswith("decimal") else "形状不对")
    return _Slip(where, None, said.format_map({**told, "error": context.get("error")}))


def _likeliest(slips: Iterable[_Slip], start: int) -> list[_Slip]:
    """Keep, wherever several shapes were tried, the complaints of the one that the writer most likely meant."""
    kept: list[_Slip] = []
    for (_, tried), members in groupby(slips, partial(_choice, start=start)):
        if tried is None:
            kept += members
            continue
        attempts = [_likeliest(own, tried + 1) for _, own in groupby(members, partial(_step, at=tried))]
        # The shape whose own keys are all right fails deepest; among equals the one that fails least.
        likeliest = min(attempts, key=_doubt)
        kept += likeliest
    return kept


def _doubt(slips: Sequence[_Slip]) -> tuple[int, int]:
    return -min(len(slip.steps) for slip in slips), len(slips)


def _step(slip: _Slip, at: int) -> str:
    return slip.steps[at]


def _choice(slip: _Slip, start: int) -> tuple[tuple[str, ...], int | None]:
    """Return where several shapes were tried first, and the steps that lead there."""
    tried = next((at for at in range(start, len(slip.steps)) if _is_shape(slip.steps[at])), None)
    return slip.steps[:tried], tried


def _is_shape(step: str) -> bool:
    """Whether a step is no key of the file: the keys of our files begin with a small letter and are plain words."""
    return step in ("decimal", "str") or step[:1].isupper() or step.startswith("<") or "[" in step
