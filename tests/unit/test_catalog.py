"""The catalogue finds what comes with the program and what a site adds, and says which file is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import sleep

import pytest

from jiheng import catalog, regions
from jiheng.layouts.schema import Frame, FrameRow

OWN_LAYOUT = """
id: 990100/overall-2025
region: "990100"
name: 某市整体绩效目标表
kind: overall
stage: goal
evidence: forms
source: 某市公开的表
title: {text: 某市整体绩效目标表}
blocks:
  - line: [{label: 单位名称}, {field: unit.name}]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIHENG_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("home")
def test_a_layout_is_called_by_its_region_and_its_file() -> None:
    for layout_id, layout in catalog.layouts().items():
        region, _, name = layout_id.partition("/")
        assert layout.region == region
        assert (regions.FOLDER / region / "layouts" / f"{name}.yaml").is_file()


def test_a_site_adds_a_layout_while_the_program_runs(home: Path) -> None:
    assert "990100/overall-2025" not in catalog.layouts()
    path = _write(home / "regions" / "990100" / "layouts" / "overall-2025.yaml", OWN_LAYOUT)
    assert catalog.layout("990100/overall-2025").name == "某市整体绩效目标表"
    path.write_text(OWN_LAYOUT.replace("某市", "某县"), "utf-8")
    sleep(1.1)
    assert catalog.layout("990100/overall-2025").name == "某县整体绩效目标表"


def test_a_broken_layout_names_its_file(home: Path) -> None:
    path = _write(home / "regions" / "990100" / "layouts" / "overall-2025.yaml", OWN_LAYOUT + "colour: red\n")
    with pytest.raises(catalog.LayoutFileError, match=path.name):
        catalog.layouts()


@pytest.mark.usefixtures("home")
def test_a_site_loads_its_own_wording_of_a_frame() -> None:
    layout = catalog.layout("410000/overall-2023")
    first = layout.frame[0]
    assert first.wording is None
    frame = Frame(source="某市空表", rows=(FrameRow(name=first.name, level2=first.level2, wording="本市的说明文字"),))
    catalog.save_frame(layout, frame)
    assert catalog.layout("410000/overall-2023").frame[0].wording == "本市的说明文字"


def test_parameters_of_a_site_win(home: Path) -> None:
    text = "longest_indicator_name:\n  title: 上限\n  values:\n    - {since: 2020-01-01, value: 7, source: 某市文件}\n"
    _write(home / "regions" / "410000" / "parameters.yaml", text)
    limits = [
        catalog.parameters(code)["longest_indicator_name"].at(date(2023, 1, 1)) for code in ("410105", "430000", None)
    ]
    assert limits == [7, 30, 30]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: 990100/overall-2025", "id: 410000/overall-2023", "/id：.*应为“990100/overall-2025”"),
        ("id: 990100/overall-2025", "id: ../x", "/id：.*应为“990100/overall-2025”"),
        ('region: "990100"', 'region: "990200"', "/region：.*应为“990100”"),
        ("id: 990100", "# 990100", "/id：缺少这一项"),
    ],
)
def test_a_layout_stands_where_its_id_says(old: str, new: str, said: str, home: Path) -> None:
    _write(home / "regions" / "990100" / "layouts" / "overall-2025.yaml", OWN_LAYOUT.replace(old, new))
    with pytest.raises(catalog.LayoutFileError, match=said):
        catalog.layouts()


def test_a_layout_of_a_site_replaces_the_one_of_the_program(home: Path) -> None:
    own = OWN_LAYOUT.replace("990100/overall-2025", "410000/overall-2023").replace("990100", "410000")
    _write(home / "regions" / "410000" / "layouts" / "overall-2023.yaml", own)
    assert catalog.layout("410000/overall-2023").name == "某市整体绩效目标表"


def test_a_frame_of_a_site_is_read_anew_when_it_changes(home: Path) -> None:
    _write(home / "regions" / "990100" / "layouts" / "overall-2025.yaml", OWN_LAYOUT)
    assert catalog.layout("990100/overall-2025").frame == ()
    rows = "source: 某市空表\nrows:\n  - {name: 预算执行率, level2: 预算管理}\n"
    _write(home / "regions" / "990100" / "frames" / "overall-2025.yaml", rows)
    assert [row.name for row in catalog.layout("990100/overall-2025").frame] == ["预算执行率"]


def test_an_unknown_layout_names_the_nearest(home: Path) -> None:
    assert home.is_dir()
    with pytest.raises(catalog.UnknownLayoutError, match="430000/overall-2024"):
        catalog.layout("430000/overall")


def test_the_folder_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIHENG_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/data/site")
    assert catalog.home() == Path("/data/site/jiheng")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert catalog.home() == Path.home() / ".local" / "share" / "jiheng"


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    catalog.look_again()
    return path
