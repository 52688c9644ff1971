"""What the words about a project or a task say: its own thing, what its money is for, mere upkeep, mere money.

Lists of words and the shape of a clause; whether a project is worth its money is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiheng.language.lexicon import alternation, any_of, lexicon, words
from jiheng.language.names import bare, level
from jiheng.language.spans import Span, clauses, items

_SENTENCES = re.compile(r"[。；;\n]+")
_CLAUSES = re.compile(r"[，；;。\n]+|,(?!\d{3})")
_AMOUNT = re.compile(
    r"(?:^|.*?[^0-9.,])(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>(?:万|亿|百万|千万|千)?元)(?:人民币|整|左右|以内)?"
)
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_COUNTED = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*(?!(?:万|亿|百万|千万|千)?元|[0-9.,年月日号])[\u4e00-\u9fff%‰㎡]")
_LABEL = re.compile(r"^(?:绩效|年度|总体|项目|实施)*(?:目标|任务)?[0-9一二三四五六七八九十]{0,2}[:：、.]")
_PURPOSE = re.compile(r"(?:主要|具体|全部|重点|资金|统筹)?用于(?P<things>[^。；;]+)")
_LIST = re.compile(r"[、，,]|以及|及其(?!他|它)|(?<![普以涉波危])及(?![时格])|(?<![共饱总缓温平中])和(?![谐平睦解])|与")
_OPEN_END = re.compile(r"(?:等(?:方面|工作|支出|费用|开支|事宜|项目)?|的支出|支出|开支)$")
_WAITS = re.compile(
    r"(?:待|由|等待|等|依赖|取决于|需要?|经)(?P<organ>[\u4e00-\u9fff]{1,14}?(?:局|委|办公室|厅|部门|公司|中心|管委会|集团))"
    r"[^，。；;、]{0,18}?(?:后|负责|完成|建成|提供|审批|拨付|交付|实施|牵头)"
)


def is_only_money(text: str | None) -> bool:
    """Tell whether a goal says nothing but how much money there is: 培训经费12万元, 43.2.

    >>> is_only_money("路灯更换经费12万元。"), is_only_money("带动农户增收300万元")
    (True, False)
    >>> is_only_money("更换路灯80盏，经费12万元")
    False
    """
    said = _LABEL.sub("", level(text or "").strip())
    if "元" not in said and not _NUMBER.fullmatch(said):
        return False
    if any_of("projects", "gain").search(said) is not None or _COUNTED.search(said) is not None:
        return False
    told = [clause.strip() for clause in _CLAUSES.split(said) if clause.strip()]
    return bool(told) and all(_AMOUNT.fullmatch(one) or _NUMBER.fullmatch(one) for one in told)


@lru_cache(maxsize=512)
def parts(text: str | None) -> tuple[str, ...]:
    r"""Return the numbered items of a text, else its lines.

    >>> parts("1.加强监管。\n2.保障开支。")
    ('加强监管。', '保障开支。')
    """
    said = text or ""
    numbered = items(said)
    bodies = (item.body for item in numbered) if numbered else (Span(0, len(said)),)
    found = [one.strip() for body in bodies for one in (body.of(said).split("\n"))]
    return tuple(one for one in found if one)


@lru_cache(maxsize=2048)
def own_thing(name: str | None) -> str:
    """Return what a name says beside the words that any project may have; empty where that is nothing.

    >>> own_thing("湿地观测站运转补助资金"), own_thing("综合业务经费")
    ('湿地观测站', '')
    """
    said = any_of("projects", "general").sub("", re.sub(r"[0-9（）()“”\s]|年", "", bare(name)))
    return said if len(said) > 1 else ""


def upkeep(text: str | None) -> tuple[str, ...]:
    """Return the phrases that speak of the running costs of any office.

    >>> upkeep("保障各项公用经费及时报销")
    ('公用经费',)
    """
    said = re.sub(r"(?:单位)位+", "单位", bare(text))
    return tuple(dict.fromkeys(found[0] for found in any_of("projects", "upkeep").finditer(said)))


def good_will(text: str | None) -> tuple[str, ...]:
    """Return the words with which every clause of a text begins where they only promise to try hard.

    >>> good_will("深入贯彻决策部署，扎实推进各项工作"), good_will("扎实推进养护，修补路面坑槽")
    (('深入贯彻', '扎实推进'), ())
    """
    said = [bare(clause.of(text or "")) for clause in clauses(text or "")]
    begins = [any_of("projects", "trying", "trying.weak").match(clause) for clause in said]
    found = tuple(one[0] for one in begins if one is not None)
    strong = [one for one in found if one in words("projects", "trying")]
    return found if len(found) == len(said) > 1 and 2 * len(strong) >= len(found) else ()


def spending_directions(purpose: str | None) -> tuple[str, ...]:
    """Return what the money is for, as listed behind 用于.

    >>> spending_directions("预算数5万元。主要用于泵房维修改造、水质化验等。")
    ('泵房维修改造', '水质化验')
    """
    found = [one for match in _PURPOSE.finditer(purpose or "") for one in _LIST.split(match["things"])]
    ended = (_OPEN_END.sub("", one.strip()) for one in found)
    return tuple(one for one in ended if len(one) > 1 and own_thing(one) and not one.endswith(_ANYTHING))


_ANYTHING = ("事宜", "事项", "市委", "县委", "区委", "政府", "方面")


def asset_of(direction: str) -> str | None:
    """Return the thing that a direction of spending builds, buys or repairs; None where it does none of these.

    >>> asset_of("泵房维修改造"), asset_of("购置显微镜"), asset_of("专家劳务"), asset_of("各项修缮")
    ('泵房', '显微镜', None, None)
    """
    verbs = any_of("projects", "capital")
    if verbs.search(direction) is None:
        return None
    rest = own_thing(re.sub(r"^[各全]\S?|日常|小型|院内|所需|各类", "", verbs.sub("", direction)))
    return rest or None


@lru_cache(maxsize=4096)
def fields_of(text: str | None) -> frozenset[str]:
    """Return the fields of work that a text names; empty where the lexicon knows none of its words.

    >>> sorted(fields_of("泵站系统运维")), sorted(fields_of("隐患排查")), sorted(fields_of("日常工作"))
    (['information'], ['safety'], [])
    """
    return frozenset(_fields()[found[0]] for found in _field_words().finditer(bare(text)))


@lru_cache(maxsize=4096)
def waits_for(text: str | None) -> str | None:
    """Return the organ on whose work, as a text says, the result depends: 待住建局验收后.

    >>> waits_for("待市住建局完成验收后进场"), waits_for("由本局负责")
    ('市住建局', None)
    """
    found = _WAITS.search(bare(text))
    organ = found["organ"] if found is not None else None
    return organ if organ and len(organ) > len("市局") and not organ.startswith(_SELF) else None


@lru_cache
def _fields() -> dict[str, str]:
    groups = lexicon("projects").groups
    return {
        word: group.removeprefix("field.")
        for group, listed in groups.items()
        if group.startswith("field.")
        for word in listed
    }


@lru_cache
def _field_words() -> re.Pattern[str]:
    return alternation(_fields())


_SELF = ("本", "我", "各", "相关", "有关", "主管", "财政", "专业", "部门", "县级", "市级", "上级")


def short_name(name: str | None) -> str:
    """Return the name of a rate without the words that a short name leaves out.

    >>> short_name("部门绩效监控完成率") == short_name("绩效监控完成率")
    True
    """
    said = bare(name)
    while (found := any_of("projects", "prefix").match(said)) is not None and len(said) > len(found[0]) + 1:
        said = said[found.end() :]
    return said


def only_describes(said: str, behind: str) -> bool:
    """Tell a number that is no promise: of what is there, of the places of the work, of the points that order it.

    >>> only_describes("下辖12个", "行政村"), only_describes("做好5项", "工作"), only_describes("新建站房2座", "")
    (True, True, False)
    """
    given, frame = any_of("projects", "given"), any_of("projects", "frame")
    if _PLACES.search(said) is not None:
        return True
    return given.search(said) is not None or frame.match(behind.lstrip("大重点主要具体")) is not None


_PLACES = re.compile(r"[0-9]\s*个(?:行政|自然)?(?:村|社区|乡镇|镇|乡|县|区县|街道|县区|市州)")


def is_running_cost(name: str | None) -> bool:
    """Tell a project that is itself a running cost of the office: 办公楼物业费."""
    return any_of("projects", "office").search(bare(name)) is not None


def is_summary(name: str | None) -> bool:
    """Tell whether a name speaks of all of the work together: 年度工作目标完成率."""
    return bare(name) in words("projects", "summary")
