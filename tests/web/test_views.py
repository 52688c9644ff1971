"""The pages of the web application: what is brought in, shown, taken back as a file, and deleted."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from invented import HEBEI, HUNAN, ZHENGZHOU
from jiheng import contract, pipeline
from jiheng.rules import RULES
from jiheng_web.declarations import opening, readings, samples
from jiheng_web.declarations.forms import clean_name
from jiheng_web.declarations.models import Document
from visits import correct, drop, text_of

Bring = Callable[[str], Document]
Sample = Callable[[str], Path]
pytestmark = pytest.mark.django_db


def test_the_first_visit_offers_samples_and_says_that_nothing_is_there(client: Client) -> None:
    page = text_of(client.get("/"))

    assert "选择文件" in page
    assert "还没有文件" in page
    assert "青禾市文化体育局" in page


def test_no_two_samples_look_the_same() -> None:
    shown = [(card.layout, card.unit) for card in samples.cards()]

    assert len({layout for layout, _ in shown}) >= 5
    assert len(set(shown)) == len(shown)


def test_a_dropped_file_is_read_and_shown_with_its_findings(client: Client, sample: Sample) -> None:
    path = sample(ZHENGZHOU)

    answer = drop(client, (path.name, path.read_bytes()))

    document = Document.objects.get()
    page = text_of(client.get(answer.url, follow=True))
    assert "青禾市文化体育局" in page
    (form,) = readings.current(document).forms
    assert form.findings
    for finding in form.findings:
        assert finding.title.replace('"', "&quot;") in page
    assert 'data-path="/tasks/1/fiscal"' in page


def test_several_files_get_a_list_with_what_became_of_each(client: Client, sample: Sample) -> None:
    answer = drop(client, ("甲.txt", sample(HUNAN).read_bytes()), ("乙.pdf", b"%PDF-1.7\n"))

    page = text_of(client.get(answer.url))
    assert "2 个文件的审核结果" in page
    assert page.index("乙.pdf") < page.index("甲.txt")
    assert "没有读出" in page
    assert "林泉县政务服务中心" in page


def test_the_script_gets_the_address_of_what_was_read(client: Client, sample: Sample) -> None:
    answer = drop(client, ("甲.txt", sample(HUNAN).read_bytes()), accept="application/json")

    (told,) = answer.json()["documents"]
    assert told == {
        "id": str(Document.objects.get().pk),
        "name": "甲.txt",
        "error": None,
        "url": reverse("document", args=[told["id"]]),
    }


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    return packed.getvalue()


def _with_entities() -> bytes:
    packed = io.BytesIO()
    laughs = '<!DOCTYPE w [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", laughs)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("便条.txt", "与报表无关的一句话。".encode()),
        ("照片.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("扫描.pdf", b"%PDF-1.7\n"),
        ("坏.docx", b"PK\x03\x04 not a zip"),
        ("炸弹.xlsx", _zip_bomb()),
        ("实体.docx", _with_entities()),
    ],
)
def test_a_bad_file_gets_a_calm_page_with_reason_and_advice(client: Client, name: str, content: bytes) -> None:
    answer = drop(client, (name, content))

    page = text_of(client.get(answer.url))
    document = Document.objects.get()
    assert (document.error or {})["message"] in page.replace("<br>", "\n").replace("&quot;", '"')
    assert "这个文件没有读出来" in page
    assert "怎么办" in page
    assert name in page
    assert document.original is None


def test_a_file_over_the_limit_is_not_read(client: Client, settings: Settings) -> None:
    settings.JIHENG_MAX_FILE_BYTES = 2**20

    answer = drop(client, ("大.xlsx", b"0" * (2**20 + 1)))

    assert "超过 1 MB 的上限" in text_of(client.get(answer.url))
    assert (Document.objects.get().error or {})["code"] == "too_large"


def test_a_file_that_takes_too_long_is_given_up(client: Client, settings: Settings, sample: Sample) -> None:
    settings.JIHENG_READING_SECONDS = 0.01
    opening._sandbox.cache_clear()

    answer = drop(client, ("慢.txt", sample(HUNAN).read_bytes()))

    opening._sandbox.cache_clear()
    assert "已停止" in text_of(client.get(answer.url))
    assert (Document.objects.get().error or {})["code"] == "timeout"


def test_no_file_is_said(client: Client) -> None:
    answer = client.post(reverse("receive"))

    assert answer.status_code == 400
    assert "没有收到文件" in text_of(answer)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\绩效表.docx", "绩效表.docx"),
        ("绩效\u202excod.exe", "绩效xcod.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
        ("...", "未命名文件"),
        ("表" * 300 + ".xlsx", "表" * 115 + ".xlsx"),
    ],
)
def test_a_file_name_is_made_harmless(sent: str, shown: str) -> None:
    assert clean_name(sent) == shown


def test_a_sample_can_be_tried(client: Client) -> None:
    answer = client.post(reverse("sample", args=[HEBEI]), follow=True)

    page = text_of(answer)
    assert "4 张表" in page
    assert "充电设施维护" in page
    assert client.post(reverse("sample", args=["../../settings"])).status_code == 404


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "html"])
def test_a_download_that_cannot_hold_a_text_says_where_and_what_to_do(
    client: Client, brought_in: Bring, suffix: str
) -> None:
    document = brought_in(ZHENGZHOU)
    stored = document.forms.get()
    stored.reading["unit"]["name"] = "青禾市\x07文化体育局"
    stored.save()

    answer = client.get(reverse("download", args=[document.pk, suffix]))

    assert answer.status_code == 422
    for words in ("/unit/name", "U+0007", "更正所说的那一格", reverse("download", args=[document.pk, "json"])):
        assert words in text_of(answer)


@pytest.mark.parametrize("name", ["layouts/own.yaml", "parameters.yaml"])
def test_a_file_of_the_site_with_a_mistake_is_named_on_every_page(
    client: Client, brought_in: Bring, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    document = brought_in(HUNAN)
    broken = tmp_path / "regions" / "430000" / name
    broken.parent.mkdir(parents=True)
    broken.write_text("id: 5\n", "utf-8")
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))

    for path in (reverse("form", args=[document.pk, 1]), reverse("download", args=[document.pk, "docx"])):
        answer = client.get(path)
        assert answer.status_code == 503
        assert broken.name in text_of(answer)
        assert "改好后刷新" in text_of(answer)

    opening._sandbox.cache_clear()  # a process that starts now sees the site's new folder
    upload = drop(client, ("甲.txt", sample(HUNAN).read_bytes()))
    opening._sandbox.cache_clear()
    page = text_of(client.get(upload.url))
    assert broken.name in page
    assert "文件本身没有问题" in page


def test_markup_in_a_cell_is_shown_as_text(client: Client, brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)

    page = text_of(correct(client, document, ("/tasks/0/name", "", "<script>alert(1)</script>")))

    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf", "html", "json"])
@pytest.mark.parametrize("key", [ZHENGZHOU, HUNAN])
def test_a_download_reads_back_equal(client: Client, brought_in: Bring, suffix: str, key: str) -> None:
    document = brought_in(key)
    correct(client, document, ("/unit/name", "", "新禾市文化局"))

    answer = client.get(reverse("download", args=[document.pk, suffix]))

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    back = pipeline.read_bytes(answer.content, f"x.{suffix}")
    assert back.forms == tuple(readings.current(document).forms)
    assert back.forms[0].unit.name == "新禾市文化局"


def test_the_downloaded_json_is_the_contract(client: Client, brought_in: Bring) -> None:
    document = brought_in(HEBEI)

    answer = client.get(reverse("download", args=[document.pk, "json"]))

    (reading,) = contract.decode(json.loads(answer.content))
    assert len(reading.forms) == 4


def test_the_original_comes_back_unchanged(client: Client, brought_in: Bring, sample: Sample) -> None:
    answer = client.get(reverse("original", args=[brought_in(HUNAN).pk]))

    assert answer.content == sample(HUNAN).read_bytes()
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_form_that_is_not_there(client: Client, brought_in: Bring) -> None:
    assert client.get(reverse("form", args=[brought_in(HUNAN).pk, 2])).status_code == 404


def test_delete_removes_it_from_the_list(client: Client, brought_in: Bring) -> None:
    document = brought_in(HUNAN)

    page = text_of(client.post(reverse("delete", args=[document.pk]), follow=True))

    assert "已删除“overall-2024-service.txt”" in page
    assert "还没有文件" in page
    assert client.get(reverse("document", args=[document.pk])).status_code == 404


def test_every_colour_that_is_drawn_has_its_rule(client: Client, brought_in: Bring) -> None:
    page = text_of(client.get(reverse("form", args=[brought_in(HUNAN).pk, 1])))
    rules = text_of(client.get(reverse("fills")))

    used = {word for word in page.replace('"', " ").split() if word.startswith("fill-")}
    assert used
    for word in used:
        assert f".{word} {{" in rules


def test_text_that_no_cell_took_is_shown_with_its_place(client: Client, sample: Sample) -> None:
    content = sample(ZHENGZHOU).read_text("utf-8").rstrip() + "\n\n联系人：周某\n"

    page = text_of(client.get(drop(client, ("带附注.txt", content.encode())).url, follow=True))

    assert "没有归入任何栏目的文字（1 处）" in page
    assert "联系人：周某" in page
    assert f"第{len(content.splitlines())}行" in page


def test_no_finding_is_not_called_clear_without_the_rules_that_could_not_judge(
    client: Client, brought_in: Bring
) -> None:
    document = brought_in(HEBEI)
    document.forms.update(errors=0, warnings=0, hints=0, not_enough_data=0)
    document.forms.filter(number=2).update(not_enough_data=4)
    said = "未发现问题 · 4 项资料不足"

    assert said in text_of(client.get("/"))
    assert said in text_of(client.get(reverse("results")))
    assert text_of(client.get(reverse("form", args=[document.pk, 1]))).count(said) == 1


def test_the_outcome_of_every_rule_is_listed_by_its_title(client: Client, brought_in: Bring) -> None:
    page = text_of(client.get(reverse("form", args=[brought_in(ZHENGZHOU).pk, 1])))

    for rule in RULES.values():
        assert rule.title.replace('"', "&quot;") in page
        assert f"<code>{rule.id}</code>" in page
