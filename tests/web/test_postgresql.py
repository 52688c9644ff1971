"""What holds on the embedded database holds on PostgreSQL: the same tests, run once more there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__)


def test_the_web_application_behaves_the_same(postgres_url: str) -> None:
    environment = {**os.environ, "JIHENG_DATABASE_URL": postgres_url}
    command = [sys.executable, "-m", "pytest", str(HERE.parent), f"--ignore={HERE}", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(  # noqa: S603 - our own tests, no words from outside
        command, cwd=HERE.parents[2], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
