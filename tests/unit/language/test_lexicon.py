from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jiheng.language.lexicon import FOLDER, LexiconFileError, alternation, read_lexicon

HEAD = "# title: 试\n# source: 测试\n# since: 2026-01-01\n"


def _file(folder: Path, text: str) -> Path:
    path = folder / "words.tsv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_word_list_of_the_package_can_be_read(path: Path) -> None:
    assert read_lexicon(path).size > 0


def test_a_group_goes_on_in_further_lines(tmp_path: Path) -> None:
    found = read_lexicon(_file(tmp_path, HEAD + "甲\t一 二\n# 说明\n\n甲\t三\n乙\t一\n"))
    assert (found.title, found.source, found.since) == ("试", "测试", date(2026, 1, 1))
    assert found.groups == {"甲": ("一", "二", "三"), "乙": ("一",)}
    assert found.size == 4


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("甲\t一\n", "开头缺少“# title: …”"),
        (HEAD.replace("测试", ""), "开头缺少“# source: …”"),
        (HEAD.replace("2026-01-01", "去年"), "since 应为日期"),
        (HEAD + "甲 一\n", "第4行应为"),
        (HEAD + "甲\t\n", "第4行应为"),
        (HEAD + "甲\t一\n甲\t二 一\n", "第5行的“一”在“甲”组里写了两次"),
    ],
)
def test_a_wrong_word_list_says_what_and_where(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconFileError, match=complaint):
        read_lexicon(_file(tmp_path, text))


def test_a_missing_word_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconFileError, match="nothing"):
        read_lexicon(tmp_path / "nothing.tsv")


def test_a_word_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes("# title: 试".encode("gbk"))
    with pytest.raises(LexiconFileError, match="UTF-8"):
        read_lexicon(path)


def test_of_two_words_at_one_place_the_longer_is_found() -> None:
    assert alternation(["满意", "满意度", "a+b"]).findall("满意度，满意，a+b") == ["满意度", "满意", "a+b"]
    assert alternation([]).search("满意") is None
