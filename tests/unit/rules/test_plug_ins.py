"""Rules of other packages: a wheel is built from the package of the manual, installed, and found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from jiheng.rules import RULES

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "reference" / "local-rules.md"
ASK = """
import json
from jiheng import catalog
from jiheng.cli import app
print(json.dumps(sorted(set(catalog.rules("410000", 2023)))))
"""


def _package() -> tuple[str, str]:
    """The module and the entry point that the manual shows."""
    page = PAGE.read_text("utf-8")
    (module,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    (entry,) = re.findall(r'\[project\.entry-points\."jiheng\.rules"\]\n(\w+) = "([\w:]+)"', page)
    return module, f"[jiheng.rules]\n{entry[0]} = {entry[1]}\n"


def _install(folder: Path, module: str, entry_points: str) -> Path:
    """Install the package as pip does it: unpack its wheel into a folder of packages."""
    wheel = folder / "qinghe_rules-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("qinghe_rules.py", module)
        archive.writestr(
            "qinghe_rules-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: qinghe-rules\nVersion: 1.0\n"
        )
        archive.writestr(
            "qinghe_rules-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("qinghe_rules-1.0.dist-info/entry_points.txt", entry_points)
        archive.writestr("qinghe_rules-1.0.dist-info/RECORD", "")
    site = folder / "packages"
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def _asked(site: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(site), "COLUMNS": "200"}
    return subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )


def test_the_plug_in_of_the_manual_is_found(tmp_path: Path) -> None:
    site = _install(tmp_path, *_package())
    found = json.loads(_asked(site, "-c", ASK).stdout)
    assert set(found) - RULES.keys() == {"qinghe.goal-names-its-object"}
    form = tmp_path / "form.txt"
    form.write_text((ROOT / "docs" / "manual" / "example-form.txt").read_text("utf-8"), "utf-8")
    checked = json.loads(_asked(site, "-m", "jiheng", "check", str(form), "--json").stdout)
    ledger = checked["documents"][0]["forms"][0]["ledger"]
    assert "qinghe.goal-names-its-object" in {one for column in ledger.values() for one in column}


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("import no_such_module\n", "装不上"),
        ("RULES = ['not a rule']\n", "给出的不是规则"),
        ("from jiheng.rules import RULES as KNOWN\nRULES = tuple(KNOWN.values())[:1]\n", "与已有的规则同号"),
    ],
)
def test_a_wrong_plug_in_is_named(module: str, said: str, tmp_path: Path) -> None:
    site = _install(tmp_path, module, "[jiheng.rules]\nqinghe = qinghe_rules:RULES\n")
    done = _asked(site, "-m", "jiheng", "rules")
    assert done.returncode == 2
    assert "规则插件 qinghe" in done.stderr
    assert said in done.stderr
