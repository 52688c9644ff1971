"""Start the application on this machine: `python -m jiheng_web`. Prepares the database, then serves until Ctrl+C.

`python -m jiheng_web verify-log` checks the log of what was done instead.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.wsgi import get_wsgi_application
from waitress import create_server

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 after Ctrl+C or for a log that is whole, 1 where the address cannot be had or the log is broken."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng_web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    return _verify_log() if options.task == "verify-log" else _serve(options.host, options.port)


def _verify_log() -> int:
    try:
        call_command("verify_log")
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _serve(host: str, port: int) -> int:
    try:
        server = create_server(get_wsgi_application(), host=host, port=port, **_limits())
    except OSError as error:
        sys.stderr.write(_busy(port, error))
        return 1
    sys.stdout.write(_started(host, port))
    sys.stdout.flush()
    server.run()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jiheng_web", description="绩衡网页版：只在本机打开。")
    tasks = "serve：打开网页版（默认）；verify-log：核对操作记录有没有被改动"
    parser.add_argument("task", nargs="?", default="serve", choices=("serve", "verify-log"), help=tasks)
    parser.add_argument("--host", default="127.0.0.1", choices=LOOPBACK, help="本机地址（没有登录，只允许本机访问）")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    return parser


def _limits() -> dict[str, object]:
    return {
        "threads": 8,
        "ident": None,
        "clear_untrusted_proxy_headers": False,  # access.py refuses who comes through a proxy, so it must see them
        "max_request_body_size": settings.JIHENG_MAX_FILE_BYTES * 5,
        "channel_timeout": settings.JIHENG_READING_SECONDS * 3,
    }


def _started(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"绩衡已启动：http://{shown}:{port}\n数据保存在 {settings.JIHENG_HOME}；按 Ctrl+C 停止。\n"


def _busy(port: int, error: OSError) -> str:
    return (
        f"无法使用端口 {port}：{error.strerror}。\n"
        f"可能已有一个绩衡在运行，请先打开 http://127.0.0.1:{port} 看看；"
        f"或换一个端口：python -m jiheng_web --port {port + 1}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
