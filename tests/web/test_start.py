"""The application as a person starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest


@pytest.fixture
def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environ = {**os.environ, "JIHENG_HOME": str(home), "JIHENG_DATABASE_URL": "", "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "jiheng_web", *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_prepares_its_folder_says_its_address_and_serves(tmp_path: Path, port: int) -> None:
    with start(tmp_path, "--port", str(port)) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == f"绩衡已启动：http://127.0.0.1:{port}\n"
            with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
                assert "选择文件" in answer.read().decode()
            with urlopen(f"http://127.0.0.1:{port}/static/jiheng/form.js", timeout=20) as answer:
                assert answer.headers.get_content_type() == "text/javascript"
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
    assert {"jiheng.sqlite3", "secret.key"} <= {path.name for path in tmp_path.iterdir()}


def test_a_busy_port_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with start(tmp_path, "--port", str(port)) as process:
            _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert f"无法使用端口 {port}" in said
    assert f"--port {port + 1}" in said
    assert "Traceback" not in said


def test_another_address_than_this_machine_is_refused(tmp_path: Path) -> None:
    with start(tmp_path, "--host", "0.0.0.0") as process:  # noqa: S104 - that it is refused is the point
        _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "0.0.0.0" in said  # noqa: S104
