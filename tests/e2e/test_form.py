"""The main job in a real browser: bring a form in, see what is wrong beside its cell, correct it, take it home."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from invented import HEBEI, HUNAN, ZHENGZHOU
from jiheng import catalog, pipeline

Bring = Callable[..., Page]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
FISCAL = "/tasks/1/fiscal"
PROSE = "130000/overall-2023-logistics"

pytestmark = pytest.mark.django_db(transaction=True)


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'.paper [data-path="{path}"]')


def card(page: Page, path: str, kind: str = "error") -> Locator:
    return page.locator(f'.remark.{kind}[data-anchor="{path}"]')


def top(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


def eventually(holds: Callable[[], bool], page: Page) -> None:
    """Wait for what moves to come to rest; polled from here, because the page's policy forbids code from outside."""
    for _ in range(60):
        if holds():
            return
        page.wait_for_timeout(50)
    assert holds()


def test_a_finding_stands_beside_its_cell(bring: Bring) -> None:
    page = bring(ZHENGZHOU)

    expect(page.get_by_role("heading", level=1)).to_have_text("青禾市文化体育局")
    expect(card(page, FISCAL)).to_contain_text("错误")
    expect(page.locator(".remarks.settled")).to_be_visible()
    for path in (FISCAL, "/tasks/0/amount"):
        assert abs(top(card(page, path)) - top(cell(page, path))) < 120
    assert card(page, FISCAL).bounding_box()["x"] > cell(page, FISCAL).bounding_box()["x"] + 100  # type: ignore[index] # both are drawn


def test_a_chosen_card_stands_exactly_beside_its_cell_and_both_are_marked(bring: Bring) -> None:
    page = bring(ZHENGZHOU)

    card(page, FISCAL).click()

    expect(card(page, FISCAL)).to_contain_class("active")
    expect(page.locator(".active-cell")).to_have_attribute("data-path", FISCAL)
    eventually(lambda: abs(top(card(page, FISCAL)) - top(cell(page, FISCAL))) < 3, page)


def test_the_cell_leads_to_its_card(bring: Bring) -> None:
    page = bring(ZHENGZHOU)

    cell(page, FISCAL).focus()

    expect(page.locator(".remark.active")).to_have_attribute("data-anchor", FISCAL)


def test_a_correction_by_keyboard_takes_the_finding_away_and_undo_brings_it_back(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, FISCAL).focus()

    page.keyboard.type("800.5")
    page.keyboard.press("Enter")

    expect(cell(page, FISCAL)).to_contain_text("800.5")
    expect(card(page, FISCAL)).to_have_count(0)
    expect(card(page, FISCAL, "corrected")).to_contain_text("原为“880.5”")
    expect(page.locator("#live")).to_contain_text("已更正")
    expect(cell(page, "/tasks/2/fiscal")).to_be_focused()

    page.keyboard.press("Control+z")

    expect(cell(page, FISCAL)).to_contain_text("880.5")
    expect(card(page, FISCAL)).to_have_count(1)
    expect(card(page, FISCAL, "corrected")).to_have_count(0)


def test_a_click_opens_a_cell_and_escape_leaves_it_as_it_was(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, FISCAL).click()
    expect(page.locator(".editor")).to_have_value("880.5")

    page.keyboard.type("1")
    page.keyboard.press("Escape")

    expect(page.locator(".editor")).to_have_count(0)
    expect(cell(page, FISCAL)).to_contain_text("880.5")
    expect(cell(page, FISCAL)).to_be_focused()
    expect(page.locator(".remark.corrected")).to_have_count(0)


def test_arrows_move_between_cells(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, "/tasks/1/amount").focus()

    for key, path in (
        ("ArrowRight", "/tasks/1/fiscal"),
        ("ArrowDown", "/tasks/2/fiscal"),
        ("ArrowLeft", "/tasks/2/amount"),
        ("ArrowUp", "/tasks/1/amount"),
    ):
        page.keyboard.press(key)
        expect(cell(page, path)).to_be_focused()


def test_the_paper_is_one_stop_of_the_tab_key_and_the_cards_follow_by_name(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    stop = page.locator('.paper [tabindex="0"]')
    expect(stop).to_have_count(1)
    cell(page, "/tasks/1/amount").focus()
    page.keyboard.press("ArrowRight")

    expect(stop).to_have_count(1)
    expect(stop).to_have_attribute("data-path", FISCAL)
    page.keyboard.press("Tab")
    assert page.locator(".paper :focus").count() == 0
    page.keyboard.press("Shift+Tab")
    expect(cell(page, FISCAL)).to_be_focused()

    name = card(page, FISCAL).locator(".remark-choose").get_attribute("aria-label") or ""
    page.get_by_role("button", name=name).press("Enter")

    assert name.startswith("错误 ")
    expect(card(page, FISCAL)).to_contain_class("active")
    expect(page.get_by_role("button", name=name)).to_have_attribute("aria-expanded", "true")


def test_tab_in_an_open_cell_keeps_it_and_goes_on(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, "/tasks/1/amount").focus()

    page.keyboard.type("861")
    page.keyboard.press("Tab")

    expect(cell(page, "/tasks/1/amount").locator(".text")).to_have_text("861")
    expect(cell(page, FISCAL)).to_be_focused()
    expect(page.locator('.paper [tabindex="0"]')).to_have_count(1)


def test_only_cells_of_a_grid_are_called_read_only(bring: Bring) -> None:
    page = bring(ZHENGZHOU)

    assert page.locator("p[aria-readonly]").count() == 0
    expect(page.get_by_role("grid").first).to_have_accessible_name(re.compile("绩效目标"))
    expect(cell(page, "/year")).to_have_accessible_name("可更正：（2020年度）")


def test_typing_on_while_a_change_is_saved_loses_nothing(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, "/tasks/0/fiscal").focus()

    for amount in ("100.1", "200.2", "300.3"):
        page.keyboard.type(amount)
        page.keyboard.press("Enter")

    for number, amount in enumerate(("100.1", "200.2", "300.3")):
        expect(cell(page, f"/tasks/{number}/fiscal")).to_contain_text(amount)
    expect(page.locator(".remark.corrected")).to_have_count(3)


def test_a_block_from_a_spreadsheet_fills_cells_to_the_right_and_below(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    page.evaluate("text => navigator.clipboard.writeText(text)", '2000\t1900\t"第一行\n第二行"\n861\t860\t另报')
    cell(page, "/tasks/0/amount").focus()

    page.keyboard.press("Control+v")

    expect(cell(page, "/tasks/1/note")).to_contain_text("另报")
    for path, text in (
        ("/tasks/0/amount", "2000"),
        ("/tasks/0/fiscal", "1900"),
        ("/tasks/0/note", "第一行\n第二行"),
        ("/tasks/1/amount", "861"),
        ("/tasks/1/fiscal", "860"),
    ):
        assert text in cell(page, path).locator(".text").inner_text()

    page.locator(".remark.corrected .undo").first.click()

    expect(cell(page, "/tasks/0/amount")).to_contain_text("2150.0")
    expect(page.locator(".remark.corrected")).to_have_count(0)


def test_a_merged_cell_is_corrected_for_all_its_rows(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    merged = cell(page, "/indicators/0/level2")
    rows = int(merged.get_attribute("rowspan") or 1)
    assert rows > 1
    merged.focus()

    page.keyboard.press("Enter")
    page.keyboard.insert_text("工作目标")
    page.keyboard.press("Enter")

    expect(merged.locator(".text")).to_have_text("工作目标")
    expect(merged).to_have_attribute("rowspan", str(rows))


def test_an_impossible_correction_is_explained_and_changes_nothing(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, "/year").focus()

    page.keyboard.press("F2")
    page.keyboard.insert_text("去年")
    page.keyboard.press("Enter")

    expect(cell(page, "/year").get_by_role("alert")).to_contain_text("“去年”不是年度")
    expect(page.locator(".editor")).to_have_value("去年")
    expect(page.locator(".editor")).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.locator(".editor")).to_have_count(0)
    expect(cell(page, "/year")).to_contain_text("（2020年度）")
    expect(page.locator(".refused")).to_have_count(0)


def test_what_was_refused_waits_in_its_cell_and_can_be_mended(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    cell(page, "/year").focus()
    page.keyboard.press("F2")
    page.keyboard.insert_text("去年")
    page.keyboard.press("Enter")
    expect(page.locator(".editor-complaint")).to_be_visible()

    page.get_by_role("heading", level=1).click()
    expect(page.locator(".editor")).to_have_count(0)
    expect(cell(page, "/year")).to_contain_class("refused")

    cell(page, "/year").click()
    expect(page.locator(".editor")).to_have_value("去年")
    page.locator(".editor").fill("2021")
    page.keyboard.press("Enter")

    expect(cell(page, "/year").locator(".text")).to_have_text("（2021年度）")
    expect(page.locator(".refused")).to_have_count(0)


def test_of_a_block_that_is_refused_the_cell_at_fault_opens(bring: Bring) -> None:
    page = bring(HEBEI)
    page.goto(page.url.replace("/forms/1/", "/forms/4/"))
    expect(page.locator("#workbench[data-ready]")).to_be_visible()
    percent = page.locator('.paper [data-path^="/spending_plan/"][data-path$="/percent"]')
    path = percent.nth(1).get_attribute("data-path") or ""
    page.evaluate("text => navigator.clipboard.writeText(text)", "20%\t大半\t100%")
    percent.nth(0).focus()

    page.keyboard.press("Control+v")

    expect(cell(page, path).get_by_role("alert")).to_contain_text("整块没有填入")
    expect(page.locator(".editor")).to_have_value("大半")
    expect(page.locator(".remark.corrected")).to_have_count(0)


def test_notes_of_the_reading_can_be_shown(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    notes = page.locator(".remark.note")
    assert notes.count() > 0
    expect(notes.first).to_be_hidden()

    page.get_by_role("button", name="读表说明").click()

    expect(notes.first).to_be_visible()


def test_a_corrected_form_goes_home_as_a_workbook_and_reads_back_equal(bring: Bring, tmp_path: Path) -> None:
    page = bring(ZHENGZHOU)
    cell(page, FISCAL).focus()
    page.keyboard.type("800.5")
    page.keyboard.press("Enter")
    expect(card(page, FISCAL, "corrected")).to_have_count(1)

    page.get_by_text("下载", exact=True).click()
    with page.expect_download() as arriving:
        page.get_by_text("Excel 工作簿").click()
    arriving.value.save_as(tmp_path / "form.xlsx")

    (back,) = pipeline.read(tmp_path / "form.xlsx").forms
    (read,) = pipeline.read(catalog.samples()[ZHENGZHOU]).forms
    assert back.tasks[1].fiscal is not None
    assert back.tasks[1].fiscal.raw == "800.5"
    assert back.indicators == read.indicators
    assert arriving.value.suggested_filename == "overall-2020-culture（绩衡）.xlsx"


def test_the_forms_of_one_file_stand_in_a_list(bring: Bring) -> None:
    page = bring(HEBEI)
    links = page.get_by_role("navigation", name="文件里的各张表").get_by_role("link")
    expect(links).to_have_count(4)

    links.nth(3).click()

    expect(page.locator(".forms [aria-current]")).to_contain_text("充电设施维护")
    expect(page.locator(".remark.error")).not_to_have_count(0)


def test_deleting_asks_first(bring: Bring) -> None:
    page = bring(HUNAN)

    page.locator(".bar").get_by_label("删除").click()
    page.get_by_role("button", name="确认删除").click()

    expect(page.locator(".flash")).to_contain_text("已删除")
    expect(page.locator(".empty")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
@pytest.mark.parametrize("key", [ZHENGZHOU, HUNAN, HEBEI])
def test_no_page_is_wider_than_its_window(bring: Bring, key: str, size: ViewportSize) -> None:
    page = bring(key, size)
    for address in (page.url, page.url.replace("/forms/1/", "/forms/3/") if key == HEBEI else "/"):
        page.goto(address if address.startswith("http") else page.url.split("/documents")[0])
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


@pytest.mark.parametrize("size", [PHONE, ViewportSize(width=1000, height=800)], ids=["390", "1000"])
def test_how_to_correct_is_said_on_narrow_windows_too(bring: Bring, size: ViewportSize) -> None:
    expect(bring(ZHENGZHOU, size).get_by_text("点一格即可更正")).to_be_in_viewport()


def test_a_form_of_paragraphs_fits_a_phone_without_scrolling_sideways(bring: Bring) -> None:
    page = bring(PROSE, PHONE)
    expect(page.locator(".paper.prose")).to_be_visible()

    assert page.evaluate("(box => box.scrollWidth - box.clientWidth)(document.querySelector('.paper-scroll'))") == 0


def test_on_a_phone_the_findings_stand_in_a_tray(bring: Bring) -> None:
    page = bring(ZHENGZHOU, PHONE)
    tray = page.locator(".margin")
    expect(tray).to_be_in_viewport()
    box = tray.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)

    cell(page, FISCAL).locator(".mark").click()

    expect(card(page, FISCAL)).to_be_in_viewport(ratio=0.7)
    expect(cell(page, FISCAL)).to_be_in_viewport()
