"""Settling what was found, in a real browser: adopt a repair, answer, go where a finding points, step by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from invented import HEBEI, ZHENGZHOU

Bring = Callable[..., Page]
PHONE = ViewportSize(width=390, height=844)
WORDS = "文化场馆按季结算，已附说明。"

pytestmark = pytest.mark.django_db(transaction=True)


def chosen(page: Page, kind: str) -> tuple[Locator, str, str]:
    """Choose the first card of a kind that stands beside a target; return it with its path and its title."""
    first = page.locator(f'.remark.{kind}[data-anchor$="/target"][data-key]').first
    path, title = first.get_attribute("data-anchor"), first.locator(".remark-choose").inner_text()
    assert path
    first.locator(".remark-choose").press("Enter")
    expect(first).to_contain_class("active")
    return first, path, title


def number_of(page: Page, kind: str) -> int:
    words = page.locator(f"[data-filter={kind}]").inner_text()
    return int(words.split()[-1])


def test_what_was_found_is_settled_one_by_one(bring: Bring) -> None:
    page = bring(ZHENGZHOU)

    # A repair is adopted by keyboard, and can be undone as every correction.
    repair = page.locator(".remark:has([data-adopt])").first
    path = repair.locator("[data-adopt]").get_attribute("data-adopt") or ""
    after = repair.locator("[data-adopt]").get_attribute("data-after") or ""
    repair.locator(".remark-choose").press("Enter")
    repair.locator("[data-adopt]").press("Enter")
    expect(page.locator(f'.paper [data-path="{path}"] .text')).to_have_text(after)
    expect(page.locator(".remark.corrected")).to_have_count(1)

    # A warning is answered; it counts no more and stays so after the page is loaded anew.
    warnings = number_of(page, "warning")
    warned, anchor, title = chosen(page, "warning")
    warned.get_by_role("button", name="说明…").click()
    page.get_by_label("为什么这样填").fill(WORDS)
    page.keyboard.press("Control+Enter")
    answered = page.locator(f'.remark.answered[data-anchor="{anchor}"]', has_text=title)
    expect(answered).to_contain_text(WORDS)
    assert number_of(page, "warning") == warnings - 1
    page.reload()
    expect(answered).to_contain_text(WORDS)
    assert number_of(page, "warning") == warnings - 1

    # Once the words change, the answer fits nothing; the ledger says so.
    cell = page.locator(f'.paper [data-path="{anchor}"]')
    cell.focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("另一句话")
    page.keyboard.press("Enter")
    expect(page.locator(".remark.answered")).to_have_count(0)
    expect(page.locator(".ledger summary")).to_contain_text("答复未对应 1")


def test_an_answer_needs_words_and_can_be_given_up_and_withdrawn(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    errors = number_of(page, "error")
    wrong, _, _ = chosen(page, "error")
    wrong.get_by_role("button", name="不适用…").click()

    page.get_by_role("button", name="保存").click()
    expect(page.locator(".reply-form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".reply-form")).to_have_count(0)
    expect(wrong.get_by_role("button", name="不适用…")).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.insert_text(WORDS)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".remark.answered")).to_have_count(1)
    page.get_by_role("button", name="撤回答复").click()
    expect(page.locator(".remark.answered")).to_have_count(0)
    assert number_of(page, "error") == errors


def test_a_question_is_put_to_a_person_and_answered_at_one_click(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    question = page.locator(".remark.question").first
    title = question.locator(".remark-choose").inner_text()
    assert title.endswith("？")

    question.locator(".remark-choose").press("Enter")
    question.get_by_role("button", name="没有问题").click()

    expect(page.locator(".remark.answered", has_text=title)).to_contain_text("没有问题")


def test_a_key_goes_from_one_open_finding_to_the_next_and_back(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    numbers = []
    for key in ("F8", "F8", "Shift+F8"):
        page.keyboard.press(key)
        expect(page.locator(".remark.active .remark-choose")).to_be_focused()
        numbers.append(page.locator(".remark.active .remark-number").inner_text())

    assert numbers == ["1", "2", "1"]
    page.locator("[data-filter=error]").click()
    page.keyboard.press("F8")
    expect(page.locator(".remark.active")).not_to_contain_class("error")


@pytest.mark.parametrize("size", [ViewportSize(width=1440, height=900), PHONE], ids=["1440", "390"])
def test_a_link_leads_to_the_cell_of_another_form(bring: Bring, size: ViewportSize) -> None:
    page = bring(HEBEI, size)
    page.goto(f"{page.url.replace('/forms/1/', '/forms/2/')}#/goals/0/text")

    marked = page.locator(".active-cell")
    expect(marked).to_have_attribute("data-path", "/goals/0/text")
    expect(marked).to_be_in_viewport()


def test_every_button_of_a_card_has_a_name(bring: Bring) -> None:
    page = bring(ZHENGZHOU)
    for button in page.locator(".margin button").all():
        name = button.get_attribute("aria-label") or button.inner_text()
        assert name.strip()
