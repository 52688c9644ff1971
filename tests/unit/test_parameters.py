from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from jiheng.parameters import NotYetInForceError, Parameter, lineage, load_parameters

REGIONS = Path(__file__).parents[2] / "src" / "jiheng" / "regions"

LIMIT = """\
limit:
  title: 上限
  unit: "%"
  values:
    - {since: 2020-01-01, value: 30, source: 甲文}
    - {since: 2023-01-01, value: 0.5, source: 乙文}
"""


def write(folder: Path, code: str, text: str) -> None:
    (folder / code).mkdir()
    (folder / code / "parameters.yaml").write_text(text, "utf-8")


def limit(folder: Path, region: str) -> Parameter:
    return load_parameters(folder, region)["limit"]


def test_the_value_of_the_day_is_in_force(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT)
    found = limit(tmp_path, "410105")
    assert found.at(date(2022, 12, 31)) == 30
    assert found.at(date(2023, 1, 1)) == Decimal("0.5")


def test_before_the_first_value_there_is_none(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT)
    with pytest.raises(NotYetInForceError, match=r"“上限”在 2019-12-31 .*最早自 2020-01-01 起"):
        limit(tmp_path, "410105").at(date(2019, 12, 31))


def test_the_nearest_region_wins(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT)
    write(tmp_path, "410000", LIMIT.replace("value: 30", "value: 20"))
    write(tmp_path, "410105", LIMIT.replace("value: 30", "value: 10"))
    day = date(2021, 1, 1)
    assert [limit(tmp_path, code).at(day) for code in ("000000", "130000", "410100", "410105")] == [30, 30, 20, 10]


def test_a_value_may_be_the_name_of_a_method(tmp_path: Path) -> None:
    write(tmp_path, "130000", LIMIT.replace("30", "gb32100_minus1"))
    assert limit(tmp_path, "130281").at(date(2021, 1, 1)) == "gb32100_minus1"


@pytest.mark.parametrize("wrong", ["value: 30, ", "source: 甲文", "since: 2020-01-01, "])
def test_a_value_without_date_number_or_source_is_refused(tmp_path: Path, wrong: str) -> None:
    write(tmp_path, "000000", LIMIT.replace(wrong, "", 1))
    with pytest.raises(ValidationError):
        load_parameters(tmp_path, "410000")


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "000000", LIMIT.replace("unit:", "units:"))
    with pytest.raises(ValidationError, match="units"):
        load_parameters(tmp_path, "410000")


def test_lineage_runs_from_the_country_down() -> None:
    assert lineage("410105") == ("000000", "410000", "410100", "410105")
    assert lineage("000000") == ("000000",)


@pytest.mark.parametrize("path", sorted(REGIONS.glob("*/parameters.yaml")), ids=lambda path: path.parent.name)
def test_every_shipped_parameter_is_in_order(path: Path) -> None:
    for name, parameter in load_parameters(REGIONS, path.parent.name).items():
        days = [dated.since for dated in parameter.values]
        assert days == sorted(set(days)), name
        assert all(dated.source for dated in parameter.values), name
