from __future__ import annotations

import pytest

from jiheng.readers.formats import detect


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("部门整体绩效目标表\n名称\t甲", "表.txt", "text"),
        ("名称\t<p>做好工作</p>", "表", "text"),
        ("<!DOCTYPE html><p>表", "表.txt", "html"),
        ("<table><tr><td>表", "表.xls", "html"),
        ("﻿<html><body>", "表.xls", "html"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "表.xhtml", "html"),
        ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "表.xml", "xls"),
        ("表格正文", "表.html", "html"),
        ('{"jiheng": "1"}', "表.txt", "json"),
        ("[bookmark: _Toc]一、总体目标", "表.json", "text"),
    ],
)
def test_content_tells_before_the_name_does(written: str, name: str, kind: str) -> None:
    assert detect(written.encode(), name) == kind


def test_old_chinese_encodings_are_text() -> None:
    assert detect("绩效目标表".encode("gb18030"), "表") == "text"
    assert detect("绩效目标表".encode("utf-16"), "表") == "text"


def test_a_text_that_begins_like_a_bitmap_is_text() -> None:
    assert detect(b"BM1 indicator", "") == "text"
    assert detect(b"BM" + (70).to_bytes(4, "little") + bytes(60), "") == "image"
