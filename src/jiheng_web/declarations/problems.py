"""Pages that say what went wrong and what to do, in place of Django's bare ones. A script gets the same as JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from jiheng.yaml_files import DataFileError


class Explained:
    """Middleware that explains what no page is to blame for: a mistake in a layout or parameter file of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataFileError):
            message = f"{exception} 改好后刷新页面即可，不用重新启动。"
            return _problem(request, 503, "有一个版式或参数文件写错了", message)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 400, "请求不完整", str(exception) or "浏览器发来的内容不完整。")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 403, "不能从这里访问", str(exception) or "没有权限。")


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF failed: as a rule the page stood open while the application was started anew."""
    del reason
    return _problem(request, 403, "页面已过期", "请刷新页面后重试；已保存的更正不会丢失。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return _problem(request, 404, "没有找到这个页面", "文件可能已经删除，请回到首页查看最近的文件。")


def broken(request: HttpRequest) -> HttpResponse:
    return _problem(
        request, 500, "程序出了问题", "这次操作没有保存。请重试；如果仍然这样，请把时间和操作告诉维护人员。"
    )


def _problem(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"message": message}, status=status)
    return render(request, "declarations/problem.html", {"title": title, "message": message}, status=status)
