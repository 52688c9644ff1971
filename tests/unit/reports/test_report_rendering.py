"""What the browser makes of a report: nothing runs out of the window of a desk or a phone, and it prints on A4."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from jiheng import catalog, pipeline
from jiheng.reports import collect, write_report

SAMPLES = ("410100/overall-2020-culture", "130000/project-2023-logistics", "430000/overall-2024-service")
# What stands outside its own box although that box does not scroll.
CUT_OFF = """() => [...document.querySelectorAll('p, dd, dt, th, td, li, h1, h2, h3, h4')]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
  .map(one => one.textContent.slice(0, 40))"""


@pytest.fixture(scope="module", params=[1, 3])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    count: int = request.param
    readings = [pipeline.check(catalog.samples()[name]) for name in SAMPLES[:count]]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(write_report(collect(readings), "html", on=date(2026, 3, 2)))
    return path


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_cut_off(report: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    page.add_style_tag(content=".form { content-visibility: visible !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []
    page.close()
    assert [one for one in complaints if "style" not in one] == []


def test_a_link_of_the_overview_leads_to_its_form(report: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(report.as_uri())
    links = page.locator("table.units a")
    if links.count():
        links.last.click()
        target = page.locator(str(links.last.get_attribute("href")))
        assert -2 <= float(target.evaluate("one => one.getBoundingClientRect().top")) < 900
    else:
        assert page.locator("section.form").count() == 1
    page.close()


def test_it_prints(report: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed
