"""Bringing files in, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from invented import HUNAN, ZHENGZHOU
from jiheng import catalog

Open = Callable[..., Page]

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """
([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/plain"}));
  const area = document.getElementById("drop");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    area.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}
"""


def test_a_dropped_file_opens(open_page: Open) -> None:
    page = open_page()

    page.evaluate(DROP, ["政务中心.txt", catalog.samples()[HUNAN].read_text("utf-8")])

    expect(page.get_by_role("heading", level=1)).to_have_text("林泉县政务服务中心")
    expect(page.locator(".bar-file")).to_have_text("政务中心.txt")


def test_a_sample_opens_with_one_click(open_page: Open) -> None:
    page = open_page()

    page.get_by_role("button", name="青禾市文化体育局").click()

    expect(page.locator(".paper")).to_contain_text("市级部门整体绩效目标申报表")


def test_several_files_are_read_one_after_another_and_listed(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    note = tmp_path / "便条.txt"
    note.write_text("与报表无关的一句话。", "utf-8")

    page.set_input_files("#files", [catalog.samples()[ZHENGZHOU], note])

    expect(page.get_by_role("heading", level=1)).to_have_text("2 个文件的审核结果")
    expect(page.locator(".document-row").filter(has_text="便条.txt")).to_contain_text("没有读出")
    expect(page.locator(".document-row").filter(has_text="青禾市文化体育局")).to_contain_text("错误")


def test_a_file_over_the_limit_is_refused_before_it_is_sent(open_page: Open) -> None:
    page = open_page()
    page.evaluate("document.getElementById('drop').dataset.limit")
    large = {"name": "大.xlsx", "mimeType": "application/octet-stream", "buffer": b"0" * (20 * 2**20 + 1)}

    page.set_input_files("#files", large)  # type: ignore[arg-type] # playwright's FilePayload

    expect(page.locator("#progress")).to_contain_text("超过 20 MB 的上限")
    expect(page.locator(".empty")).to_be_visible()


def test_beside_a_file_that_is_too_large_the_others_lead_on(open_page: Open) -> None:
    page = open_page()
    large = {"name": "大.xlsx", "mimeType": "application/octet-stream", "buffer": b"0" * (20 * 2**20 + 1)}
    good = {"name": "好.txt", "mimeType": "text/plain", "buffer": catalog.samples()[HUNAN].read_bytes()}

    page.set_input_files("#files", [large, good])  # type: ignore[arg-type] # playwright's FilePayload
    expect(page.locator("#progress")).to_contain_text("超过 20 MB 的上限")
    page.locator("#progress li", has_text="好.txt").get_by_role("link", name="已读出，打开").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("林泉县政务服务中心")


def test_a_file_can_be_deleted_from_the_list_and_is_asked_for_first(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="青禾市文化体育局").click()
    expect(page.locator(".paper")).to_be_visible()
    page.get_by_role("link", name="绩衡首页").click()
    row = page.locator(".document-row")

    row.get_by_label("删除").click()
    expect(row.get_by_role("button", name="确认删除")).to_be_visible()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="确认删除").click()

    expect(page.locator(".flash")).to_contain_text("已删除")
    expect(row).to_have_count(0)


def test_an_unreadable_file_gets_a_calm_page(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF-1.7\n")

    page.set_input_files("#files", scan)

    expect(page.get_by_role("heading", level=1)).to_have_text("这个文件没有读出来")
    expect(page.locator(".problem")).to_contain_text("怎么办")
