"""What is added every week has its place: a layout, its frame and its samples carry one name."""

from __future__ import annotations

from pathlib import Path

import pytest

REGIONS = Path(__file__).resolve().parents[2] / "src" / "jiheng" / "regions"
LAYOUTS = sorted(REGIONS.glob("*/layouts/*.yaml"))
SAMPLES = sorted(REGIONS.glob("*/samples/*"))


def _short(path: Path) -> str:
    return str(path.relative_to(REGIONS))


@pytest.mark.parametrize("layout", LAYOUTS, ids=_short)
def test_every_layout_has_a_sample(layout: Path) -> None:
    assert [
        sample
        for sample in SAMPLES
        if sample.parents[1] == layout.parents[1] and sample.name.startswith(f"{layout.stem}-")
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=_short)
def test_every_sample_is_named_after_its_layout(sample: Path) -> None:
    layouts = [layout for layout in LAYOUTS if layout.parents[1] == sample.parents[1]]
    assert any(sample.name.startswith(f"{layout.stem}-") for layout in layouts)


@pytest.mark.parametrize("frame", sorted(REGIONS.glob("*/frames/*.yaml")), ids=_short)
def test_every_frame_belongs_to_a_layout(frame: Path) -> None:
    assert frame.parents[1] / "layouts" / frame.name in LAYOUTS
