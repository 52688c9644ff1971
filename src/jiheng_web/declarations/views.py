"""Pages and what can be done on them. A view asks access, lets an action or a query do its work, and renders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime, now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from jiheng.catalog import layouts, rules
from jiheng.layouts.draw import draw
from jiheng.layouts.drawing import Drawing
from jiheng.layouts.schema import Layout
from jiheng.model import Form, Ledger, Note, ReadingError
from jiheng.words import UNREAD
from jiheng.writers.annotate import ANNOTATED
from jiheng.writers.checks import UnwritableTextError
from jiheng.writers.forms import NoLayoutError
from jiheng.writers.grid import BrokenDrawingError
from jiheng_web.declarations import actions, exports, forms, opening, pages, pictures, queries, readings, samples
from jiheng_web.declarations.access import PERSON
from jiheng_web.declarations.listing import listing
from jiheng_web.declarations.losses import lost_cells
from jiheng_web.declarations.models import Document, StoredForm
from jiheng_web.declarations.remarks import Edit, Given, Said, spot

_DOWNLOADS = {"docx": "Word 文档", "xlsx": "Excel 工作簿", "pdf": "PDF 文档", "html": "网页", "json": "JSON 数据"}
_RECENT = 8
_JSON_INSTEAD = "或者下载 JSON 数据，它不需要版式，内容一字不差。"
_ADVICE: dict[type[ValueError], str] = {
    UnwritableTextError: f"回到表格，更正所说的那一格后再下载；{_JSON_INSTEAD}",
    NoLayoutError: f"请先在数据目录里补上这种版式的文件，不用重新启动；{_JSON_INSTEAD}",
    BrokenDrawingError: f"请改正本地的版式文件；没有改过版式的，请告诉维护人员；{_JSON_INSTEAD}",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "samples": samples.cards(),
        "recent": queries.recent()[: _RECENT + 1],
        "shown": _RECENT,
        "suffixes": ",".join(forms.SUFFIXES),
        "max_bytes": settings.JIHENG_MAX_FILE_BYTES,
        "max_megabytes": settings.JIHENG_MAX_FILE_BYTES // 2**20,
    }
    return render(request, "declarations/home.html", context)


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Read each file that was dropped; the page asks for JSON, a browser without scripts is sent on."""
    documents = [document for file in forms.sent_files(request) for document in _receive(file)]
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"documents": [_told(document) for document in documents]})
    return redirect(_address(documents))


@require_POST
def try_sample(request: HttpRequest, key: str) -> HttpResponse:
    path = samples.find(key)
    if path is None:
        raise Http404
    content = path.read_bytes()
    reading = opening.open_file(content, path.name)
    document = actions.receive(name=path.name, content=content, reading=reading, by=PERSON, at=now())
    return redirect("document", document.pk)


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """List the documents that the address names, all of them where it names none."""
    ids = forms.sent_ids(request)
    documents = queries.received(ids) if ids else queries.recent()
    return render(request, "declarations/results.html", {"documents": documents, "some": bool(ids)})


@require_GET
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to the first form, or say why there is none."""
    found = _document(pk)
    if found.forms.exists():
        return redirect("form", found.pk, 1)
    return render(request, "declarations/unreadable.html", {"document": found})


@require_GET
def form(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    return render(request, "declarations/form.html", _workbench(pk, number))


@require_POST
def correct(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    stored = get_object_or_404(_document(pk).forms, number=number)
    changes = [actions.Change(one.path, one.before, one.after) for one in forms.sent_changes(request)]
    try:
        actions.correct(stored=stored, changes=changes, by=PERSON, at=now())
    except actions.RefusedChangeError as error:
        return JsonResponse({"message": str(error), "path": error.path}, status=422)
    return _changed(request, pk, number)


@require_POST
def confirm(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Note that a value was compared with the original and found right."""
    stored = get_object_or_404(_document(pk).forms, number=number)
    try:
        actions.confirm(stored=stored, path=forms.sent_path(request), by=PERSON, at=now())
    except actions.RefusedChangeError as error:
        return JsonResponse({"message": str(error), "path": error.path}, status=422)
    return _changed(request, pk, number)


@require_POST
def undo(request: HttpRequest, pk: UUID, number: int, step: int) -> HttpResponse:
    try:
        actions.undo(stored=get_object_or_404(_document(pk).forms, number=number), step=step, by=PERSON, at=now())
    except actions.NothingToUndoError:
        return JsonResponse({"message": "这处更正已经撤销过了。"}, status=409)
    return _changed(request, pk, number)


@require_POST
def answer(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Keep what a person says to a finding or to a question."""
    stored = get_object_or_404(_document(pk).forms, number=number)
    sent = forms.sent_answer(request)
    try:
        actions.answer(stored=stored, key=sent.key, kind=sent.kind, words=sent.words, by=PERSON, at=now())
    except actions.NothingToAnswerError:
        return JsonResponse({"message": "这一条已经改好或者答复过了，请刷新页面后再看。"}, status=409)
    return _changed(request, pk, number)


@require_POST
def withdraw(request: HttpRequest, pk: UUID, number: int, answer: int) -> HttpResponse:
    try:
        actions.withdraw(stored=get_object_or_404(_document(pk).forms, number=number), pk=answer, by=PERSON, at=now())
    except actions.NothingToWithdrawError:
        return JsonResponse({"message": "这条答复已经撤回过了。"}, status=409)
    return _changed(request, pk, number)


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _document(pk)
    actions.delete(document=found, by=PERSON, at=now())
    messages.success(
        request, f"已删除“{found.name}”：文件内容、读取结果、更正和答复已从数据库清除；以前的备份不受影响。"
    )
    return redirect("home")


@require_GET
def download(request: HttpRequest, pk: UUID, suffix: str) -> HttpResponse:
    """Hand back all forms of a document in one file; say first what the file would not give back."""
    found = _document(pk)
    try:
        written = exports.write(readings.current(found), suffix)
    except tuple(_ADVICE) as error:
        advice = _ADVICE[type(error)]
        context = {"document": found, "reason": str(error), "advice": advice, "words": _DOWNLOADS[suffix]}
        return render(request, "declarations/unwritable.html", context, status=422)
    if written.losses and "anyway" not in request.GET:
        context = {"document": found, "losses": list(lost_cells(written.losses)), "words": _DOWNLOADS[suffix]}
        return render(request, "declarations/losses.html", context)
    stem = found.name.rpartition(".")[0] or found.name
    return _attachment(written.data, f"{stem}（绩衡）.{suffix}")


@require_GET
def annotated(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand back the file as it was brought in, with what is wrong with it as comments."""
    found = _document(pk)
    answer = opening.annotated(_content(found), readings.current(found))
    if isinstance(answer, ReadingError):
        context = {"document": found, "reason": answer.message, "advice": answer.advice, "words": "带批注的原件"}
        return render(request, "declarations/unwritable.html", context, status=422)
    stem, dot, suffix = found.name.rpartition(".")
    return _attachment(answer, f"{stem}（批注）.{suffix}" if dot else f"{suffix}（批注）")


@require_GET
def original(_request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand back the file as it was brought in."""
    found = _document(pk)
    return _attachment(_content(found), found.name)


@require_GET
def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the sender's file as it is seen, as a page of its own or as the part that stands beside the form."""
    found = _document(pk)
    answer = opening.source(_content(found), found.name, found.format)
    context = {"document": found, "source": answer, "failed": isinstance(answer, ReadingError)}
    is_part = request.headers.get("X-Part") == "source"
    return render(request, f"declarations/{'source' if is_part else 'source_page'}.html", context)


@require_GET
def page(_request: HttpRequest, pk: UUID, page: int) -> HttpResponse:
    """Give the picture of a page of the sender's file."""
    answer = pictures.page_picture(_document(pk), page)
    if isinstance(answer, ReadingError):
        return HttpResponse(f"{answer.message}{answer.advice}", status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(answer.data, content_type=answer.media_type)


@require_GET
@cache_control(max_age=3600, private=True)
def fills(_request: HttpRequest) -> HttpResponse:
    """Give the colours that layouts print with as a stylesheet: styles inside the page are forbidden."""
    return HttpResponse(exports.fills_css(), content_type="text/css; charset=utf-8")


def _receive(file: UploadedFile[bytes]) -> list[Document]:
    """Bring in a file, or every file of an archive."""
    name = forms.clean_name(file.name or "")
    refused = forms.too_large(file, name)
    found = [opening.Opened(name, b"", refused)] if refused else opening.open_all(file.read(), name)
    return [
        actions.receive(name=forms.clean_path(one.path), content=one.content, reading=one.reading, by=PERSON, at=now())
        for one in found
    ]


def _told(document: Document) -> dict[str, Any]:
    problem = document.error["message"] if document.error else None
    return {"id": document.pk, "name": document.name, "error": problem, "url": reverse("document", args=[document.pk])}


def _address(documents: list[Document]) -> str:
    if len(documents) == 1:
        return reverse("document", args=[documents[0].pk])
    return f"{reverse('results')}?{urlencode([('id', one.pk) for one in documents])}"


def _document(pk: UUID) -> Document:
    return get_object_or_404(queries.documents(), pk=pk)


def _content(document: Document) -> bytes:
    if document.original is None:
        raise Http404
    return bytes(document.original.content)


def _changed(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Answer a change: the page's script asks for the new workbench, a browser without scripts for the page."""
    if request.headers.get("X-Part") == "workbench":
        return render(request, "declarations/workbench.html", _workbench(pk, number))
    return redirect("form", pk, number)


def _workbench(pk: UUID, number: int) -> dict[str, Any]:
    found = _document(pk)
    stored = get_object_or_404(found.forms, number=number)
    reading = readings.current(found)
    form = reading.forms[number - 1]
    layout = layouts().get(form.layout or "")
    known = rules(form.region, form.year)
    return {
        "document": found,
        "stored": stored,
        "forms": found.forms.all(),
        "form": form,
        "layout": layout,
        "unread": [(one.text, spot(one.place)) for one in reading.unread],
        "unread_word": UNREAD,
        "sheet": _sheet(stored, form, layout, reading.forms),
        "downloads": _downloads(reading.forms),
        "can_be_annotated": found.format in ANNOTATED,
        "rules": pages.outcomes(form.ledger or Ledger(), known),
        "strays": pages.strays(form, _given(stored), known),
    }


def _sheet(stored: StoredForm, form: Form, layout: Layout | None, siblings: Sequence[Form]) -> pages.Sheet:
    return pages.sheet(
        form,
        _drawn(form, layout),
        notes=_read_notes(form, stored),
        edits=_edits(stored),
        answers=_given(stored),
        siblings=siblings,
    )


def _drawn(form: Form, layout: Layout | None) -> Drawing:
    return draw(form, layout) if layout else listing(form)


def _downloads(forms: Sequence[Form]) -> dict[str, str]:
    """Offer the formats in which all of these forms can be written: without its layout a form is JSON only."""
    known = all(form.layout in layouts() for form in forms)
    return {suffix: words for suffix, words in _DOWNLOADS.items() if known or suffix == "json"}


def _read_notes(form: Form, stored: StoredForm) -> Sequence[Note]:
    """Leave out the notes that corrections have added: the page shows each correction as such, with its undo."""
    return form.notes[: len(stored.reading["notes"])]


def _given(stored: StoredForm) -> list[Given]:
    return [
        Given(
            one.key,
            one.rule,
            Said(one.pk, one.get_kind_display(), one.words, one.by, localtime(one.at).date().isoformat()),
        )
        for one in readings.given(stored)
    ]


def _edits(stored: StoredForm) -> list[Edit]:
    return [
        Edit(one.step, one.path, one.before, one.by, f"{localtime(one.at):%m-%d %H:%M}", one.confirms)
        for one in readings.standing(stored)
    ]


def _attachment(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
