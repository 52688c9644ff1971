"""The application as a person starts it."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from invented import ZHENGZHOU


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


@contextmanager
def serving(home: Path, port: int) -> Iterator[str]:
    """Gives the line that the program prints, and ends it as Ctrl+C does."""
    with start(home, "--port", str(port)) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


def get(port: int, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, content type and body, asked for over a real socket."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read().decode()
    finally:
        connection.close()


def test_prepares_its_folder_says_its_address_and_serves(tmp_path: Path, port: int) -> None:
    with serving(tmp_path, port) as said:
        assert said == f"绩衡已启动：http://127.0.0.1:{port}\n"
        status, _, page = get(port, "/")
        assert (status, "选择文件" in page) == (200, True)
        assert get(port, "/static/jiheng/form.js")[:2] == (200, "text/javascript")
    assert {"jiheng.sqlite3", "secret.key"} <= {path.name for path in tmp_path.iterdir()}


def test_who_comes_through_a_proxy_or_by_another_name_is_refused_by_the_server_itself(
    tmp_path: Path, port: int
) -> None:
    proxied = (
        {"X_Forwarded_For": "192.168.1.20"},
        {"X_Forwarded_Host": "jiheng.example"},
        {"X_Forwarded_Proto": "https"},
        {"X_Real_IP": "192.168.1.20"},
        {"Forwarded": "for=192.168.1.20"},
        {"Via": "1.1 proxy"},
    )
    with serving(tmp_path, port):
        for path in ("/", "/static/jiheng/form.js"):
            for headers in proxied:
                assert get(port, path, **headers)[0] == 403, (path, headers)
            assert get(port, path, Host="jiheng.example")[0] == 400, path
            assert get(port, path)[0] == 200, path


def send(browser: OpenerDirector, port: int, path: str) -> str:
    """Press a button of the page; answers the address that it leads to."""
    home = f"http://127.0.0.1:{port}"
    page = browser.open(f"{home}/", timeout=60).read().decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    body = urlencode({"csrfmiddlewaretoken": token}).encode()
    with browser.open(f"{home}{path}", body, timeout=60) as answer:
        return str(answer.url).removeprefix(home)


def files_that_say(folder: Path, words: str) -> set[str]:
    """The files that hold words, as they are written or as JSON escapes them."""
    forms = (words.encode(), words.encode("unicode_escape"))
    return {path.name for path in folder.iterdir() if any(form in path.read_bytes() for form in forms)}


def test_what_is_deleted_is_in_no_file_of_the_data_folder(tmp_path: Path, port: int) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with serving(tmp_path, port):
        form = send(browser, port, f"/samples/{quote(ZHENGZHOU)}/")
        assert files_that_say(tmp_path, "青禾市文化体育局")

        send(browser, port, form.replace("forms/1/", "delete/"))

        assert files_that_say(tmp_path, "青禾市文化体育局") == set()
        assert files_that_say(tmp_path, "公共文化场馆免费开放") == set()


def verify_log(home: Path) -> tuple[int, str, str]:
    with start(home, "verify-log") as process:
        said, complained = process.communicate(timeout=60)
    return process.returncode, said, complained


def test_the_log_can_be_verified_by_whoever_runs_the_site(tmp_path: Path, port: int) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    with serving(tmp_path, port):
        form = send(browser, port, f"/samples/{quote(ZHENGZHOU)}/")
        send(browser, port, form.replace("forms/1/", "delete/"))
    with closing(sqlite3.connect(tmp_path / "jiheng.sqlite3")) as database:
        ((seal,),) = database.execute("SELECT seal FROM audit_event ORDER BY id DESC LIMIT 1").fetchall()
        assert verify_log(tmp_path) == (0, f"操作记录完整：共 2 条。\n最后一个封印：{seal}\n", "")

        database.execute("UPDATE audit_event SET actor = '乙' WHERE id = 1")
        database.commit()

    status, said, complained = verify_log(tmp_path)
    assert (status, said) == (1, "")
    assert "从第 1 号起" in complained
    assert "Traceback" not in complained


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
