"""Every value leads back to the file, the page or sheet and the cell in which it was read."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from invented import HEBEI, HUNAN, NOON, ZHENGZHOU
from jiheng import catalog, pipeline
from jiheng.model import Cell, Form, Note, NoteKind, Place, Table
from jiheng.readers.pictures import Picture
from jiheng.writers.forms import write_forms
from jiheng_web.audit import queries as audit
from jiheng_web.declarations import actions, pictures, readings, sources
from jiheng_web.declarations.models import Correction, Document, Original

Bring = Callable[[str], Document]
TARGET = "/indicators/3/target"
LATER = NOON + timedelta(hours=1)


def written(key: str, suffix: str) -> bytes:
    reading = pipeline.read(catalog.samples()[key])
    return write_forms(reading.forms, suffix, layouts=catalog.layouts()).data


def bring_bytes(content: bytes, name: str, *notes: Note) -> Document:
    reading = pipeline.check_reading(pipeline.read_bytes(content, name))
    assert reading.forms, reading.error
    first = replace(reading.forms[0], notes=(*reading.forms[0].notes, *notes))
    reading = replace(reading, forms=(first, *reading.forms[1:]))
    return actions.receive(name=name, content=content, reading=reading, by="甲", at=NOON)


def part(client: Client, document: Document) -> html.HtmlElement:
    answer = client.get(reverse("source", args=[document.pk]), headers={"X-Part": "source"})
    return html.fromstring(f"<div>{answer.content.decode()}</div>")


def drawn(client: Client, document: Document, path: str) -> html.HtmlElement:
    page = html.fromstring(client.get(reverse("form", args=[document.pk, 1])).content.decode())
    found = page.xpath("//*[@class='paper-scroll']//*[@data-path=$path]", path=path)
    assert isinstance(found, list)
    (cell,) = found
    assert isinstance(cell, html.HtmlElement)
    return cell


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "html"])
@pytest.mark.parametrize(("key", "path"), [(ZHENGZHOU, TARGET), (HUNAN, f"{TARGET}/cells/unit")])
def test_a_drawn_cell_and_its_source_have_a_name_in_common(
    client: Client, db: None, key: str, path: str, suffix: str
) -> None:
    document = bring_bytes(written(key, suffix), f"甲.{suffix}")

    cell = drawn(client, document, path)
    (source,) = part(client, document).xpath("//*[@data-spot=$spot]", spot=cell.get("data-spot"))

    assert source.text_content().strip() == cell.xpath("string(*[@class='text'])")


def test_a_text_is_shown_by_its_lines(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)

    cell = drawn(client, document, TARGET)
    (line,) = part(client, document).xpath("//li[@data-spot=$spot]", spot=cell.get("data-spot"))

    assert cell.xpath("string(*[@class='text'])") in line.text_content()
    assert cell.get("data-where") == f"第{line.get('value')}行"


def test_a_cell_of_a_pdf_names_its_page_and_box(client: Client, db: None) -> None:
    document = bring_bytes(written(ZHENGZHOU, "pdf"), "甲.pdf")

    cell = drawn(client, document, TARGET)
    left, top, right, bottom = map(float, cell.get("data-box").split())

    assert cell.get("data-page") == "1"
    assert 0 < left < right < 1
    assert 0 < top < bottom < 1
    assert len(part(client, document).xpath("//figure[@data-page]//img")) == 2


def test_several_sheets_are_tabs(client: Client, db: None) -> None:
    document = bring_bytes(written(HEBEI, "xlsx"), "甲.xlsx")

    source = part(client, document)

    assert len(source.xpath("//*[@role='tab']")) == len(source.xpath("//*[@role='tabpanel']")) == 4
    assert len(source.xpath("//*[@role='tab'][@aria-selected='true']")) == 1


def test_the_picture_of_a_page_is_drawn_once_and_goes_with_its_document(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = bring_bytes(written(ZHENGZHOU, "pdf"), "甲.pdf")
    address = reverse("page", args=[document.pk, 1])

    first = client.get(address)
    monkeypatch.setattr("jiheng_web.declarations.opening.picture", lambda *_: pytest.fail("drawn again"))
    second = client.get(address)

    assert first["Content-Type"] in {"image/jpeg", "image/png"}
    assert first.content == second.content
    assert [event.kind for event in audit.of_subject(document.subject)] == ["received"]

    folder = pictures._folder(document.pk)
    assert folder.is_dir()
    actions.delete(document=document, by="甲", at=LATER)
    assert not folder.exists()


@pytest.mark.parametrize("page", [0, 3, 99])
def test_a_page_that_is_not_there_is_said(client: Client, db: None, page: int) -> None:
    document = bring_bytes(written(ZHENGZHOU, "pdf"), "甲.pdf")

    answer = client.get(reverse("page", args=[document.pk, page]))

    assert answer.status_code == 422
    assert f"没有第 {page} 页" in answer.content.decode()


def test_a_document_without_content_has_no_source(client: Client, db: None) -> None:
    content = "与报表无关的一句话。".encode()
    reading = pipeline.check_reading(pipeline.read_bytes(content, "便条.txt"))
    document = actions.receive(name="便条.txt", content=content, reading=reading, by="甲", at=NOON)

    assert client.get(reverse("source", args=[document.pk])).status_code == 404
    assert client.get(reverse("page", args=[document.pk, 1])).status_code == 422


def test_the_same_file_is_kept_once_until_its_last_document_goes(brought_in: Bring) -> None:
    one, other = brought_in(HUNAN), brought_in(HUNAN)
    subject = other.subject

    assert one.original == other.original
    assert Original.objects.get().pk == hashlib.sha256(catalog.samples()[HUNAN].read_bytes()).hexdigest()

    actions.delete(document=one, by="甲", at=LATER)
    assert bytes(Original.objects.get().content) == catalog.samples()[HUNAN].read_bytes()

    actions.delete(document=other, by="甲", at=LATER)
    assert not Original.objects.exists()
    assert [event.kind for event in audit.of_subject(subject)] == ["received", "deleted"]
    assert audit.verify().intact


def now_says(document: Document) -> Form:
    return readings.current(document).forms[0]


def doubted(content: bytes, path: str, kind: NoteKind, text: str, *proposed: str) -> Document:
    place = pipeline.read_bytes(content, "甲.pdf").forms[0].place_of(path)
    return bring_bytes(content, "甲.pdf", Note(kind, text, place, path, proposed))


def test_a_doubtful_cell_is_marked_until_a_person_confirms_it(client: Client, db: None) -> None:
    document = doubted(written(ZHENGZHOU, "pdf"), TARGET, NoteKind.UNCERTAIN, "“≥98%”识别得不确定")
    before = now_says(document)
    assert "has-uncertain" in drawn(client, document, TARGET).get("class")

    answer = client.post(reverse("confirm", args=[document.pk, 1]), {"path": TARGET}, follow=True)

    assert "与原件核对无误" in answer.content.decode()
    assert "has-uncertain" not in drawn(client, document, TARGET).get("class")
    assert now_says(document) == before
    assert [event.kind for event in audit.of_subject(document.subject)] == ["received", "confirmed"]

    client.post(reverse("undo", args=[document.pk, 1, 1]))
    assert "has-uncertain" in drawn(client, document, TARGET).get("class")


def test_a_correction_settles_a_doubt_too(client: Client, db: None) -> None:
    document = doubted(written(ZHENGZHOU, "pdf"), TARGET, NoteKind.UNCERTAIN, "“≥98%”识别得不确定")

    client.post(reverse("correct", args=[document.pk, 1]), {"path": TARGET, "before": "≥98%", "after": "≥93%"})

    assert "has-uncertain" not in drawn(client, document, TARGET).get("class")
    assert now_says(document).indicators[3].target != before_target(document)


def before_target(document: Document) -> object:
    return pipeline.read_bytes(bytes(Original.objects.get().content), document.name).forms[0].indicators[3].target


def test_what_may_have_been_meant_is_offered(client: Client, db: None) -> None:
    document = doubted(written(ZHENGZHOU, "pdf"), TARGET, NoteKind.REPAIR, "可能误识", "≥93%", "≥90%")

    page = html.fromstring(client.get(reverse("form", args=[document.pk, 1])).content.decode())

    offered = page.xpath("//*[@data-anchor=$path]//*[@data-apply]/@data-apply", path=TARGET)
    assert offered == ["≥93%", "≥90%"]


def test_readings_of_an_unreadable_target_are_offered(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    client.post(reverse("correct", args=[document.pk, 1]), {"path": TARGET, "before": "", "after": "≥972023年12月底前"})

    page = html.fromstring(client.get(reverse("form", args=[document.pk, 1])).content.decode())

    offered = page.xpath("//*[@data-anchor=$path]//*[@data-apply]/@data-apply", path=TARGET)
    assert offered == ["≥97", "2023年12月底前"]


@pytest.mark.parametrize("path", ["/unit", "/indicators/99/target", "/nothing"])
def test_what_is_no_value_cannot_be_confirmed(client: Client, brought_in: Bring, path: str) -> None:
    answer = client.post(reverse("confirm", args=[brought_in(ZHENGZHOU).pk, 1]), {"path": path})

    assert answer.status_code == 422
    assert answer.json()["path"] == path


def test_a_confirmation_that_changes_something_cannot_be_stored(brought_in: Bring) -> None:
    stored = brought_in(ZHENGZHOU).forms.get()
    actions.confirm(stored=stored, path=TARGET, by="甲", at=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(after="别的")


def rows_of(*cells: Cell) -> list[list[tuple[str, int, int]]]:
    table = sources._table(Table(cells, keeps_spans=True), sources._Allowance())
    return [[(cell.text, cell.rows, cell.columns) for cell in row.cells] for row in table.rows]


def test_spans_and_gaps_keep_cells_in_their_columns() -> None:
    place = Place(table=1)
    cells = (
        Cell("高", 1, 1, place, rows=2),
        Cell("宽", 1, 2, place, columns=2),
        Cell("右", 2, 3, place),
        Cell("下", 3, 2, place),
    )

    assert rows_of(*cells) == [
        [("高", 2, 1), ("宽", 1, 2)],
        [("", 1, 1), ("右", 1, 1)],
        [("", 1, 1), ("下", 1, 1), ("", 1, 1)],
    ]


def test_rows_that_are_only_covered_are_drawn_and_blank_ones_counted() -> None:
    place = Place(table=1)
    table = Table((Cell("高", 1, 1, place, rows=3), Cell("低", 9, 1, place)), keeps_spans=True)

    rows = sources._table(table, sources._Allowance()).rows

    assert [(row.number, row.skipped) for row in rows] == [(1, 0), (2, 0), (3, 0), (9, 5)]


def test_a_cell_over_a_million_rows_does_not_draw_them() -> None:
    place, allowance = Place(table=1), sources._Allowance()
    cells = (Cell("高", 1, 1, place, rows=1_000_000), Cell("低", 1_000_000, 2, place))

    assert len(sources._table(Table(cells, keeps_spans=True), allowance).rows) == 1
    assert allowance.is_cut


def test_columns_and_rows_of_a_sheet_have_its_names() -> None:
    cells = (Cell("甲", 1, 1, Place(cell="Z7")), Cell("乙", 2, 2, Place(cell="AA8")))

    table = sources._table(Table(cells, keeps_spans=True), sources._Allowance())

    assert table.letters == ("Z", "AA")
    assert [row.number for row in table.rows] == [7, 8]


def test_a_file_that_is_too_large_to_show_says_so() -> None:
    content = "\n".join(f"第{number}行" for number in range(sources._MOST_CELLS + 5)).encode()

    shown = sources.source_of(content, "甲.txt", "text")

    assert isinstance(shown, sources.Source)
    assert len(shown.lines) == sources._MOST_CELLS
    assert shown.is_cut


def test_an_archive_shows_the_file_in_it(tmp_path: Path) -> None:
    path = tmp_path / "甲.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.pdf", written(HUNAN, "pdf"))

    shown = sources.picture_of(path.read_bytes(), "甲.zip", "pdf", 1)

    assert isinstance(shown, Picture)
    assert re.fullmatch(r"image/\w+", shown.media_type)
