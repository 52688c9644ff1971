"""What people send in, checked before anything is done with it. Knows neither database nor forms' meaning."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from jiheng.model import AnswerKind, Reading, ReadingError

# What the file dialog offers first; whatever is dropped is taken and told by its content.
SUFFIXES = (
    *(".docx", ".doc", ".wps", ".rtf", ".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".xml", ".pdf", ".ofd"),
    *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".html", ".htm", ".mht", ".mhtml"),
    *(".txt", ".md", ".csv", ".json", ".zip", ".7z", ".rar"),
)
_LONGEST_NAME = 120
_LONGEST_TEXT = 20_000
_LONGEST_ANSWER = 2_000
# Names of the model and row numbers in plain digits: `str.isdigit` would take ² and ３ for digits too.
_PATH = re.compile(r"(/([a-z][a-z0-9_]*|0|[1-9][0-9]{0,5}))+")
_KEY = re.compile(r"[0-9a-f]{1,64}")
# What Word writes into the clipboard for its line and page breaks, and what Unicode calls line ends.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SentChange:
    """A cell's new text as the page sent it."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """What a person said to the finding or question with this key."""

    key: str
    kind: AnswerKind
    words: str


def sent_files(request: HttpRequest) -> list[UploadedFile[bytes]]:
    """Return the files of a drop; at least one.

    Raises:
        BadRequest: there is none.
    """
    files = request.FILES.getlist("files")
    if not files:
        raise BadRequest("没有收到文件。请先选择文件，再点“开始审核”。")
    return files


def sent_changes(request: HttpRequest) -> list[SentChange]:
    """Return the cells that were changed at one go, each named once.

    Raises:
        BadRequest: the lists do not fit each other, a path has another shape than paths of a form, or a text is far
            longer than a cell of a form or holds what cannot be printed.
    """
    paths, befores, afters = (request.POST.getlist(name) for name in ("path", "before", "after"))
    if not paths or not len(paths) == len(befores) == len(afters) or len(set(paths)) != len(paths):
        raise BadRequest("更正的内容不完整，请刷新页面后重试。")
    if not all(map(_is_path, paths)):
        raise BadRequest("更正所指的位置无法识别，请刷新页面后重试。")
    if any(len(text) > _LONGEST_TEXT for text in (*befores, *afters)):
        raise BadRequest(f"一个单元格最多 {_LONGEST_TEXT} 字。")
    triples = zip(paths, befores, afters, strict=True)
    return [SentChange(path, _lines(before), _printable(_lines(after))) for path, before, after in triples]


def sent_path(request: HttpRequest) -> str:
    """Return the one value that is meant.

    Raises:
        BadRequest: the path has another shape than paths of a form.
    """
    path = request.POST.get("path", "")
    if not _is_path(path):
        raise BadRequest("所指的位置无法识别，请刷新页面后重试。")
    return path


def sent_answer(request: HttpRequest) -> SentAnswer:
    """Return what is said to a finding.

    Raises:
        BadRequest: it names no finding, is of no known kind, says nothing or far more than a remark needs.
    """
    key, kind = request.POST.get("key", ""), request.POST.get("kind", "")
    if not _KEY.fullmatch(key) or kind not in set(AnswerKind):
        raise BadRequest("答复的内容不完整，请刷新页面后重试。")
    words = _printable(_lines(request.POST.get("words", "")))
    if not words:
        raise BadRequest("请写明理由：为什么不适用，或者为什么这样填。")
    if len(words) > _LONGEST_ANSWER:
        raise BadRequest(f"理由最多 {_LONGEST_ANSWER} 字。")
    return SentAnswer(key, AnswerKind(kind), words)


def sent_ids(request: HttpRequest) -> list[UUID]:
    """Return the documents that an address names.

    Raises:
        BadRequest: one of them is no identifier.
    """
    try:
        return [UUID(value) for value in request.GET.getlist("id")]
    except ValueError:
        raise BadRequest("地址有误，请从首页重新进入。") from None


def clean_name(name: str) -> str:
    """Return a file name that is safe to show, store and offer again: no path, no control or direction characters.

    >>> clean_name("../../etc/2023年绩效表.xlsx")
    '2023年绩效表.xlsx'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(one for one in last if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    stem, dot, suffix = visible.strip().rpartition(".")
    kept = f"{stem[: _LONGEST_NAME - len(suffix) - 1]}{dot}{suffix}" if len(suffix) < 10 else visible[:_LONGEST_NAME]
    return kept.strip(". ") or "未命名文件"


def clean_path(path: str) -> str:
    """Return one name for a file in an archive, that tells where it lay.

    >>> clean_path("报送.zip/乡镇/2023年绩效表.xlsx")
    '报送.zip·乡镇·2023年绩效表.xlsx'
    """
    return clean_name("·".join(part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")))


def too_large(file: UploadedFile[bytes], name: str) -> Reading | None:
    """Return a reading that says that the file is too large, None where it is not."""
    if (file.size or 0) <= settings.JIHENG_MAX_FILE_BYTES:
        return None
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    limit = settings.JIHENG_MAX_FILE_BYTES // 2**20
    error = ReadingError(
        "too_large",
        f"文件有 {(file.size or 0) / 2**20:.1f} MB，超过 {limit} MB 的上限。",
        "请删去图片、附件和多余的工作表后另存，再重新提交。",
    )
    return Reading(name, format=None, sha256=digest.hexdigest(), error=error)


def _is_path(path: str) -> bool:
    return len(path) <= 200 and _PATH.fullmatch(path) is not None


def _lines(text: str) -> str:
    return _LINE_ENDS.sub("\n", text).strip()


def _printable(text: str) -> str:
    found = _UNPRINTABLE.search(text)
    if found is None:
        return text
    shown = _UNPRINTABLE.sub("□", text[max(0, found.start() - 10) : found.end() + 10])
    raise BadRequest(
        f"“{shown}”里有不可见的控制字符（U+{ord(found[0]):04X}，显示为 □），Word 和 Excel 存不下它。请删去后再保存。"
    )
