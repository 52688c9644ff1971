"""The words beside a number: the verb that is promised, and the thing that it is done to or that is counted.

Knows verbs, adverbs and what only leads up to a number; the grammar of a sentence is not known. Covered characters of a
text (fixed terms, list numbers) are passed over.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiheng.language.lexicon import alternation, any_of, words

COVERED = "\ue000"
DEADLINE = re.compile(
    r"(?:(?:19|20)[0-9]{2}年|当年|今年|本年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号]|底|末|份)?|第?[一二三四1-4]季度末?|上半年|年底|年末)"
    r"(?:之前|以前|前|底前|内)?"
)
YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年(?:度)?")
# 税收较上年增长5%: what it is compared with is no part of the thing.
_CHANGE = re.compile(
    r"(?:[较比与](?:上年|去年|上一年|往年|[0-9]{4}年?)(?:度|同期|底|末)?|同比|环比|年均|平均)"
    r"(?:增长|提高|提升|增加|上升|下降|降低|减少|压减|压缩|缩短)?(?:率|幅度)?$"
)
_BASE = re.compile(r"[（(][^（）()]*[)）]")
_EDGE = re.compile(
    r"^[的地得了对将把在为是有以\s“”\"、，]+|(?:[的地得了为是至到有共均约各\s“”\"、，：:(（]|总计|合计|共计|累计|不少于)+$"
)
# 维护院内36个充电桩: where something is, is not what is counted.
_PLACE = re.compile(r"全?[市县区省州旗乡镇村院校]|全?[\u4e00-\u9fff]{1,3}(?:内|境内|范围内|域内)|辖区")


def verb_and_object(left: str) -> tuple[str | None, str]:
    """Split what stands before a number: behind the last verb stands the object, unless the verb ends the words."""
    said = DEADLINE.sub("", YEARS.sub("", _BASE.sub("", left)))
    said = without_leads(trimmed(said.strip()))
    said = trimmed(_CHANGE.sub("", said))
    verb = _leading_verb(said)
    thing = trimmed(without_leads(said[len(verb) :])) if verb else said
    if verb and not thing:
        return verb, ""
    if verb and thing in _MEASURES:
        return None, said
    return verb or _inner_verb(said), _without_verb_inside(thing)


def thing_behind(text: str, start: int, end: int) -> str:
    """Return the noun that is counted, where it stands behind the number: 12期培训班."""
    stretch = re.split(r"[、，,：:（(。；;]|以上|以下|[0-9]", text[start : min(end, start + _FURTHEST)])[0]
    verb = any_of("commitments", "verb").search(stretch, 1) if len(stretch) > _LONGEST else None
    said = stretch[: verb.start()] if verb else stretch
    return trimmed(said)[:_LONGEST].replace(COVERED, "")


def without_leads(said: str) -> str:
    """Return a phrase without the adverbs that lead up to it: 全年共, 力争."""
    found = _leads().match(said)
    return said[found.end() :] if found else said


def trimmed(said: str) -> str:
    """Return a phrase without particles and marks at its ends."""
    return _EDGE.sub("", said)


def is_place(said: str) -> bool:
    """Tell whether a phrase only says where something is: 园内, 全县."""
    return _PLACE.fullmatch(said) is not None


SHORTEST = 2
_LONGEST = 12
# Nobody counts what stands further behind a number than this.
_FURTHEST = 60
_LIGHT_VERBS = ("开展", "完成", "举办", "召开", "实现", "组织开展", "进行")
# Behind a verb these are the end of one word with it: 化解率, 培训人次, 受理后.
_MEASURES = frozenset(
    (
        *("率", "度", "数", "量", "人次", "人数", "次数", "数量", "面积", "金额", "时间", "比例", "质量", "及时率"),
        *("标准", "效果", "成果", "后", "之后", "前", "时"),
    )
)


def _without_verb_inside(thing: str) -> str:
    """Keep what stands behind 开展, 完成 and their like in a long phrase: 围绕中心工作开展检查 is 检查."""
    cut = max((thing.rfind(word) + len(word) for word in _LIGHT_VERBS if thing.rfind(word) > 0), default=0)
    rest = trimmed(thing[cut:])
    return rest if len(rest) >= SHORTEST else thing


def _leading_verb(said: str) -> str | None:
    found = any_of("commitments", "verb").match(said)
    return found[0] if found else None


def _inner_verb(said: str) -> str | None:
    return next((word for word in _LIGHT_VERBS if word in said), None)


@lru_cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('commitments', 'lead')).pattern}|\s)+")
