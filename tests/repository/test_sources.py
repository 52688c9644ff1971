"""What a linter does not know about our sources: names, sizes, who may write, and what the core needs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
MODULES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
SAYS_NOTHING = {"utils", "helpers", "common", "misc", "base", "manager"}
LONGEST_MODULE = 400
WRITES = {
    *("save", "create", "bulk_create", "bulk_update", "delete", "get_or_create", "update_or_create"),
    *("asave", "acreate", "abulk_create", "abulk_update", "adelete", "aget_or_create", "aupdate_or_create"),
    *("execute", "executemany"),
}
IMPORT_THE_CORE = """
import importlib, pkgutil, sys
sys.modules["django"] = None
import jiheng
for module in pkgutil.walk_packages(jiheng.__path__, "jiheng."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def _short(path: Path) -> str:
    return str(path.relative_to(SRC))


@pytest.mark.parametrize("path", MODULES, ids=_short)
def test_a_module_is_named_after_what_it_holds(path: Path) -> None:
    assert not SAYS_NOTHING & {path.stem, *path.relative_to(SRC).parts}


@pytest.mark.parametrize("path", MODULES, ids=_short)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "jiheng_web" in path.parts and path.name != "actions.py"], ids=_short
)
def test_only_actions_write_to_the_database(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert [f"line {call.lineno}" for call in calls if _writes(call)] == []


def test_the_core_is_importable_without_django() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_THE_CORE], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("call", "writes"),
    [
        ("form.save()", True),
        ("Form.objects.filter(id=1).update(title='x')", True),
        ("Form.objects.filter(id=1).aupdate(title='x')", True),
        ("digest.update(chunk)", False),
        ("actions.delete(document=found)", False),
        ("found.delete()", True),
    ],
)
def test_a_write_is_recognised(call: str, writes: bool) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert _writes(node) is writes


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or (
        isinstance(call.func.value, ast.Name) and call.func.value.id == "actions"
    ):
        return False
    # A queryset's update takes keywords only; that of a dict or a digest takes a value.
    updates = call.func.attr in {"update", "aupdate"} and bool(call.keywords) and not call.args
    return call.func.attr in WRITES or updates
