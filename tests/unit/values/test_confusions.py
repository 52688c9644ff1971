from __future__ import annotations

import pytest

from jiheng.values.confusions import proposals


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("295%", "≥95%"),
        ("2100%", "≥100%"),
        ("工95%", "≥95%"),
        ("^95%", "≥95%"),
        ("$30人", "≥30人"),
        ("%=95%", "≥95%"),
        ("5=95%", "≥95%"),
        ("W100%", "≥100%"),
        ("M1%", "≤1%"),
        ("二100%", "=100%"),
        ("l00%", "100%"),
        ("1O0%", "100%"),
        ("≥9〇％", "≥90%"),
        ("98,5%", "98.5%"),
        ("10一12次", "10-12次"),
    ],
)
def test_what_a_recogniser_confuses_is_proposed(raw: str, meant: str) -> None:
    assert proposals(raw) == (meant,)


@pytest.mark.parametrize(
    "raw",
    ["95%", "≥95%", "200%", "25台", "23次", "2023年12月底前", "完成", "工作", "一次", "1,055.4", "10-12次", "", "O型"],
)
def test_what_may_well_be_printed_is_left_alone(raw: str) -> None:
    assert proposals(raw) == ()


def test_a_count_that_begins_with_2_is_suspect_where_all_values_around_it_show_the_sign() -> None:
    assert proposals("23次", siblings=["≥2次", "≥5篇", "良好"]) == ("≥3次",)
    assert proposals("23次", siblings=["≥2次", "5篇"]) == ()
    assert proposals("23次", siblings=["良好"]) == ()
    assert proposals("≥23次", siblings=["≥2次"]) == ()


def test_a_proposal_can_always_be_read() -> None:
    assert proposals("工作日") == ()
    assert proposals("二十") == ()
    assert proposals("95%" * 50) == ()
