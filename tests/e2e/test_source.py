"""The sender's own file beside the form: a chosen cell is shown where it was read, on a wide window and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from invented import HEBEI, HUNAN, NOON, ZHENGZHOU
from jiheng import catalog, pipeline
from jiheng.model import Note, NoteKind
from jiheng.readers.pdf_file import opened
from jiheng.writers.forms import write_forms
from jiheng_web.declarations import actions
from photographed import Camera, corners_of, photographed

Bring = Callable[..., Page]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
HEATING = "000000/project-goal-2021-heating"
TARGET = "/indicators/3/target"

pytestmark = pytest.mark.django_db(transaction=True)


def written(key: str, suffix: str, folder: Path) -> Path:
    reading = pipeline.read(catalog.samples()[key])
    path = folder / f"表.{suffix}"
    path.write_bytes(write_forms(reading.forms, suffix, layouts=catalog.layouts()).data)
    return path


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'.paper [data-path="{path}"]')


def box_of(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box is not None
    return box


def text_box(content: bytes, words: str) -> tuple[float, float, float, float]:
    """Where PDFium itself finds some words on the first page: left, top, right, bottom as shares of it."""
    with opened(content) as document:
        page = document[0]
        width, height = page.get_size()
        text = page.get_textpage()
        first = text.search(words).get_next()
        boxes = [text.get_charbox(first[0] + at) for at in range(first[1])]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return left / width, 1 - top / height, right / width, 1 - bottom / height


def in_photo(box: tuple[float, float, float, float], camera: Camera) -> tuple[float, float]:
    """Where the middle of a box of the page is in a photo of it, as shares of the photo's sides."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    width, height = 1240, 1754
    seen = (corners_of(width, height, camera) / np.array([width, height])).astype(np.float32)
    middle = np.array([[[(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]]], np.float32)
    across, down = cv2.perspectiveTransform(middle, cv2.getPerspectiveTransform(corners, seen))[0][0]
    return float(across), float(down)


def inside(outer: FloatRect, inner: FloatRect) -> bool:
    return (
        outer["x"] - 1 <= inner["x"]
        and outer["y"] - 1 <= inner["y"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    )


def at_rest(locator: Locator, page: Page) -> FloatRect:
    """Wait until what scrolls has come to rest."""
    before = box_of(locator)
    for _ in range(60):
        page.wait_for_timeout(100)
        now = box_of(locator)
        if now == before:
            return now
        before = now
    raise AssertionError("it never came to rest")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_box_on_the_page_covers_the_text_of_the_cell(bring: Bring, tmp_path: Path, size: ViewportSize) -> None:
    path = written(ZHENGZHOU, "pdf", tmp_path)
    page = bring(path, size, beside=True)
    cell(page, TARGET).focus()
    if size is PHONE:
        page.locator("#source-toggle").click()

    mark = page.locator(".spot-box:visible")
    expect(mark).to_have_count(1)
    shown, sheet = at_rest(mark, page), box_of(page.locator(".page-sheet").first)
    value = cell(page, TARGET).locator(".text").inner_text()
    left, top, right, bottom = text_box(path.read_bytes(), value)
    words = FloatRect(
        x=sheet["x"] + left * sheet["width"],
        y=sheet["y"] + top * sheet["height"],
        width=(right - left) * sheet["width"],
        height=(bottom - top) * sheet["height"],
    )

    assert inside(shown, words)
    assert shown["width"] < sheet["width"] / 3
    assert shown["height"] < sheet["height"] / 10
    assert inside(box_of(page.locator("#source-body")), shown)
    expect(page.locator("#source-where")).to_contain_text("第1页")
    expect(page.locator("#source-where")).to_contain_text(value)


def test_a_photo_is_read_shown_corrected_and_written(open_page: Callable[..., Page], tmp_path: Path) -> None:
    camera, name, value = Camera(), "安装热泵机组", "≥4000平方米"
    paper = written(HEATING, "pdf", tmp_path).read_bytes()
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(photographed(paper, camera=camera))
    page = open_page(beside=True)
    page.set_default_timeout(120_000)
    page.set_input_files("#files", photo)
    expect(page.locator(".progress-state")).to_contain_text("正在")
    page.wait_for_selector("#workbench[data-ready] .paper")
    expect(page.locator(".paper").get_by_text(name, exact=True)).to_have_count(1)

    found = cell(page, "/indicators/5/target")
    expect(found.locator(".text")).to_have_text(value)
    found.focus()
    mark, picture = at_rest(page.locator(".spot-box:visible"), page), box_of(page.locator(".page-sheet").first)
    across, down = in_photo(text_box(paper, value), camera)
    words = FloatRect(
        x=picture["x"] + across * picture["width"], y=picture["y"] + down * picture["height"], width=0, height=0
    )
    assert inside(mark, words)
    assert mark["height"] < picture["height"] / 12

    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("≥5000平方米")
    page.keyboard.press("Enter")
    expect(page.locator('.remark.corrected[data-anchor="/indicators/5/target"]')).to_contain_text(value)
    answer = page.request.get(re.sub("forms/.*", "download.docx", page.url))
    (form,) = pipeline.read_bytes(answer.body(), "表.docx").forms
    assert [one.target.raw for one in form.indicators if one.target][5] == "≥5000平方米"


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_the_cell_of_the_table_is_marked_and_in_view(bring: Bring, tmp_path: Path, suffix: str) -> None:
    page = bring(written(ZHENGZHOU, suffix, tmp_path), beside=True)

    cell(page, TARGET).focus()

    mark = page.locator(".spotted")
    expect(mark).to_have_text(cell(page, TARGET).locator(".text").inner_text())
    assert inside(box_of(page.locator("#source-body")), at_rest(mark, page))


def test_the_value_is_marked_in_its_line_and_the_mark_goes_on(bring: Bring) -> None:
    page = bring(ZHENGZHOU, beside=True)
    cell(page, TARGET).focus()
    expect(page.locator(".spotted mark")).to_have_text("≥98%")

    page.keyboard.press("ArrowDown")

    expect(page.locator(".spotted mark")).to_have_text("≥40处")
    expect(page.locator(".source-lines mark")).to_have_count(1)


def test_the_sheet_of_the_form_is_brought_to_the_front(bring: Bring, tmp_path: Path) -> None:
    page = bring(written(HEBEI, "xlsx", tmp_path), beside=True)
    expect(page.get_by_role("tab", selected=True)).to_have_count(1)
    page.get_by_role("navigation", name="文件里的各张表").get_by_role("link").nth(2).click()
    page.wait_for_selector("#workbench[data-ready]")

    page.locator(".paper [data-paths][data-spot]").nth(3).focus()

    expect(page.locator(".spotted")).to_be_visible()
    expect(page.get_by_role("tab").nth(2)).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", selected=True).press("ArrowRight")
    expect(page.get_by_role("tab").nth(3)).to_be_focused()


def test_a_finding_leads_to_the_original(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    expect(page.locator("#source")).to_be_hidden()
    card = page.locator(".remark.error[data-anchor]").first
    card.locator(".remark-choose").click()
    card.get_by_text("依据与推算").click()

    card.get_by_role("button", name=re.compile("原文件")).click()

    expect(page.locator(".spotted")).to_be_visible()
    page.get_by_role("button", name="收起原件").click()
    expect(page.locator("#source")).to_be_hidden()
    expect(card.get_by_role("button", name=re.compile("原文件"))).to_be_focused()


def test_the_sheet_of_a_phone_opens_and_closes_by_keyboard(bring: Bring) -> None:
    page = bring(ZHENGZHOU, PHONE, beside=True)
    toggle = page.locator("#source-toggle")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.press("Enter")

    expect(page.locator("#source")).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("region", name="原件内容")).to_be_focused()
    expect(page.locator(".source-lines li").first).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(toggle).to_be_focused()


def test_whether_the_original_stands_there_is_remembered(bring: Bring) -> None:
    page = bring(ZHENGZHOU, beside=True)
    expect(page.locator("#source")).to_be_visible()
    page.get_by_role("button", name="收起原件").click()

    page.reload()
    page.wait_for_selector("#workbench[data-ready]")

    expect(page.locator("#source")).to_be_hidden()


def test_everything_beside_the_form_has_a_name(bring: Bring, tmp_path: Path) -> None:
    page = bring(written(HUNAN, "pdf", tmp_path), beside=True)
    expect(page.locator(".page img").first).to_be_visible()

    for control in page.locator("#source :is(button, img, textarea, [role=region]):visible").all():
        name = control.get_attribute("aria-label") or control.get_attribute("alt") or control.inner_text()
        assert name.strip(), control.evaluate("one => one.outerHTML")
    page.get_by_role("button", name="缩小").focus()
    for expected in ("适合宽度", "放大", "收起原件", "原件内容"):
        page.keyboard.press("Tab")
        assert (
            page.get_by_label(expected)
            .or_(page.get_by_text(expected, exact=True))
            .first.evaluate("one => one === document.activeElement")
        ), expected


@pytest.fixture
def doubtful(tmp_path: Path) -> Callable[[], str]:
    """A document of which three cells are in doubt, as after recognition; answers the address of its form."""

    def bring_doubts() -> str:
        content = written(HUNAN, "pdf", tmp_path).read_bytes()
        reading = pipeline.check_reading(pipeline.read_bytes(content, "扫描件.pdf"))
        form = reading.forms[0]
        paths = [f"/indicators/{row}/{name}" for row, name in ((0, "name"), (1, "explanation"), (2, "name"))]
        notes = [Note(NoteKind.UNCERTAIN, "识别得不确定", form.place_of(path), path) for path in paths]
        meant = Note(NoteKind.REPAIR, "可能误识", form.place_of(paths[2]), paths[2], ("改后的名称",))
        reading = replace(reading, forms=(replace(form, notes=(*form.notes, *notes, meant)),))
        document = actions.receive(name="扫描件.pdf", content=content, reading=reading, by="甲", at=NOON)
        return f"/documents/{document.pk}/forms/1/"

    return bring_doubts


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_doubtful_cells_are_gone_through_in_one_pass(
    open_page: Callable[..., Page], live_server: LiveServer, doubtful: Callable[[], str], size: ViewportSize
) -> None:
    page = open_page(size, beside=True)
    page.goto(f"{live_server.url}{doubtful()}")
    page.wait_for_selector("#workbench[data-ready]")
    if size is PHONE:
        page.locator("#source-toggle").click()
    count, field = page.locator("#proof-count"), page.get_by_label("读出的是")
    expect(page.locator(".paper .has-uncertain")).to_have_count(3)
    expect(count).to_have_text("还有 3 处识别得不确定")

    page.get_by_role("button", name="开始核对").click()
    expect(count).to_have_text("第 1 处，共 3 处")
    expect(field).to_be_focused()
    expect(field).to_have_value(cell(page, "/indicators/0/name").locator(".text").inner_text())
    expect(page.get_by_role("img", name="原件上的这一格").locator("img")).to_be_visible()

    page.keyboard.press("Enter")
    expect(page.locator(".paper .has-uncertain")).to_have_count(2)
    expect(page.locator('.remark.corrected[data-anchor="/indicators/0/name"]')).to_contain_text("与原件核对无误")

    expect(field).to_have_value(cell(page, "/indicators/1/explanation").locator(".text").inner_text())
    field.fill("改成图上写的")
    expect(page.get_by_role("button", name="更正，下一处")).to_be_visible()
    page.keyboard.press("Enter")
    expect(cell(page, "/indicators/1/explanation")).to_contain_text("改成图上写的")

    page.locator("#proof").get_by_role("button", name="改后的名称").click()
    expect(cell(page, "/indicators/2/name")).to_contain_text("改后的名称")
    expect(page.locator(".paper .has-uncertain")).to_have_count(0)
    expect(count).to_have_text("全部核对完了")


def test_a_proposal_beside_the_form_corrects_the_cell(
    open_page: Callable[..., Page], live_server: LiveServer, doubtful: Callable[[], str]
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}{doubtful()}")
    page.wait_for_selector("#workbench[data-ready]")

    # A crowded card shows its title only until it is chosen.
    page.locator('.remark:has([data-apply="改后的名称"]) .remark-choose').first.press("Enter")
    page.locator(".remark.active").get_by_role("button", name="改后的名称", exact=True).click()

    expect(cell(page, "/indicators/2/name")).to_contain_text("改后的名称")
    expect(page.locator('.remark.corrected[data-anchor="/indicators/2/name"]')).to_be_visible()
