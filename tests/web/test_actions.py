from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from invented import HEBEI, NOON, ZHENGZHOU
from jiheng import pipeline
from jiheng.correction import CorrectionError
from jiheng.model import Form
from jiheng_web.audit import queries as audit
from jiheng_web.declarations import actions, readings
from jiheng_web.declarations.actions import Change
from jiheng_web.declarations.models import Correction, Document, StoredForm

Bring = Callable[[str], Document]
LATER = NOON + timedelta(minutes=5)
FISCAL = "/tasks/1/fiscal"


def now_says(document: Document, number: int = 1) -> Form:
    return readings.current(Document.objects.get(pk=document.pk)).forms[number - 1]


def broken_rules(document: Document, path: str) -> set[str]:
    return {finding.rule for finding in now_says(document).findings or () if finding.path == path}


def change(document: Document, path: str, text: str) -> None:
    stored = document.forms.get(number=1)
    actions.correct(stored=stored, changes=[Change(path, "", text)], by="乙", at=LATER)


def kinds(document: Document) -> list[str]:
    return [event.kind for event in audit.of_subject(document.subject)]


def test_what_is_received_is_what_was_read(brought_in: Bring, sample: Callable[[str], Path]) -> None:
    document = brought_in(HEBEI)

    read = pipeline.check(sample(HEBEI))
    stored = readings.current(document)
    assert stored.forms == read.forms
    assert [form.findings for form in stored.forms] == [form.findings for form in read.forms]
    assert [form.notes for form in stored.forms] == [form.notes for form in read.forms]
    assert document.original is not None
    assert bytes(document.original.content) == sample(HEBEI).read_bytes()
    assert kinds(document) == ["received"]


def test_lists_know_unit_title_and_counts(brought_in: Bring) -> None:
    document = brought_in(HEBEI)

    rows = list(document.forms.values_list("number", "unit", "title"))
    assert [number for number, _, _ in rows] == [1, 2, 3, 4]
    assert all(unit.startswith("松鹤市机关后勤服务中心") for _, unit, _ in rows)
    assert [title for _, _, title in rows][1:] == ["会议室设备更新", "公共区域保洁服务", "充电设施维护"]
    for stored, form in zip(document.forms.all(), readings.current(document).forms, strict=True):
        assert stored.errors + stored.warnings + stored.hints == len(form.findings or ())
        assert form.ledger is not None
        assert stored.not_enough_data == len(form.ledger.not_enough_data)


def test_a_correction_takes_the_finding_away_and_leaves_one_event(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    before = document.forms.get().errors
    assert broken_rules(document, FISCAL)

    change(document, FISCAL, "800.5")

    assert not broken_rules(document, FISCAL)
    assert document.forms.get().errors == before - 1
    assert kinds(document) == ["received", "corrected"]
    assert audit.verify().intact


def test_a_renamed_row_is_no_longer_one_that_the_region_prints_until_it_gets_its_name_back(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    number, row = next((at, one) for at, one in enumerate(now_says(document).indicators) if one.fixed)

    change(document, f"/indicators/{number}/name", "自己想出来的指标")
    assert not now_says(document).indicators[number].fixed

    change(document, f"/indicators/{number}/name", row.name or "")
    assert now_says(document).indicators[number].fixed


def test_the_reading_itself_never_changes(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    reading = document.forms.get().reading

    change(document, FISCAL, "800.5")

    assert document.forms.get().reading == reading


def test_undo_brings_the_form_back(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    form, counts = now_says(document), document.forms.values().get()
    change(document, FISCAL, "800.5")

    actions.undo(stored=document.forms.get(), step=1, by="丙", at=LATER)

    assert now_says(document) == form
    assert document.forms.values().get() == counts
    assert kinds(document) == ["received", "corrected", "correction_undone"]
    assert Correction.objects.get().undone_by == "丙"


def test_an_earlier_step_can_be_undone_alone(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    change(document, "/unit/name", "青禾市文化局")
    change(document, FISCAL, "800.5")

    actions.undo(stored=document.forms.get(), step=1, by="乙", at=LATER)

    assert now_says(document).unit.name == "青禾市文化体育局"
    assert not broken_rules(document, FISCAL)


def test_undoing_twice_is_refused(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    change(document, FISCAL, "800.5")
    actions.undo(stored=document.forms.get(), step=1, by="乙", at=LATER)

    with pytest.raises(actions.NothingToUndoError):
        actions.undo(stored=document.forms.get(), step=1, by="乙", at=LATER)

    assert kinds(document) == ["received", "corrected", "correction_undone"]


def test_a_block_is_one_step(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    block = [Change("/tasks/0/name", "", "场馆免费开放"), Change("/tasks/0/content", "", "全年开放")]

    actions.correct(stored=document.forms.get(), changes=block, by="乙", at=LATER)
    assert (now_says(document).tasks[0].name, now_says(document).tasks[0].content) == ("场馆免费开放", "全年开放")
    assert kinds(document) == ["received", "corrected"]

    actions.undo(stored=document.forms.get(), step=1, by="乙", at=LATER)
    assert now_says(document).tasks[0].name == "公共文化场馆免费开放"


def test_one_impossible_cell_refuses_the_whole_block(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    block = [Change("/tasks/0/name", "", "场馆免费开放"), Change("/year", "", "去年")]

    with pytest.raises(CorrectionError, match="去年"):
        actions.correct(stored=document.forms.get(), changes=block, by="乙", at=LATER)

    assert now_says(document).tasks[0].name == "公共文化场馆免费开放"
    assert not Correction.objects.exists()
    assert kinds(document) == ["received"]


def test_delete_leaves_nothing_but_the_event(brought_in: Bring) -> None:
    document = brought_in(ZHENGZHOU)
    change(document, FISCAL, "800.5")
    subject = document.subject

    actions.delete(document=document, by="乙", at=LATER)

    assert not Document.objects.exists()
    assert not StoredForm.objects.exists()
    assert not Correction.objects.exists()
    assert [event.kind for event in audit.of_subject(subject)] == ["received", "corrected", "deleted"]
    assert audit.verify().intact


def test_every_document_has_a_key_of_its_own_for_the_log(brought_in: Bring) -> None:
    one, other = brought_in(ZHENGZHOU), brought_in(ZHENGZHOU)

    assert len(one.log_key) == len(other.log_key) == 64
    assert one.log_key != other.log_key
    (first,), (second,) = audit.of_subject(one.subject), audit.of_subject(other.subject)
    assert first.detail_digest != second.detail_digest


def test_a_file_that_cannot_be_read_keeps_the_reason_and_not_the_content(db: None) -> None:
    content = "与报表无关的一句话。".encode()
    reading = pipeline.check_reading(pipeline.read_bytes(content, "便条.txt"))
    assert reading.error is not None

    document = actions.receive(name="便条.txt", content=content, reading=reading, by="甲", at=NOON)

    assert document.original is None
    assert (document.error or {})["code"] == reading.error.code


@pytest.mark.parametrize("half", [{"undone_by": "乙"}, {"undone_at": LATER}, {"undone_by": "乙", "undone_at": NOON}])
def test_half_an_undo_cannot_be_stored(brought_in: Bring, half: dict[str, object]) -> None:
    document = brought_in(ZHENGZHOU)
    change(document, FISCAL, "800.5")

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(**half)


def test_a_document_without_content_and_reason_cannot_be_stored(brought_in: Bring) -> None:
    brought_in(ZHENGZHOU)

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.update(original=None)


def test_the_migrations_make_what_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
