"""Who may come in. There is no sign-in yet, so only the person at this machine; nobody else, not even to look."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.core.exceptions import BadRequest, DisallowedHost, PermissionDenied
from django.http import HttpRequest, HttpResponseBase

PERSON = "本机用户"
_TRACES_OF_A_PROXY = frozenset(
    {
        "HTTP_FORWARDED",
        "HTTP_VIA",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_REAL_IP",
    }
)


def this_machine_only(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware that answers 403 to every request that does not come from this machine itself.

    A page of a stranger may point a name of its own at this machine (DNS rebinding), so another host name is refused
    as well, before anything is served, be it only a style sheet.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not comes_from_this_machine(request):
            raise PermissionDenied("绩衡没有登录功能，只接受本机访问。")
        _refuse_foreign_host(request)
        return get_response(request)

    return middleware


def kept_nowhere(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware that asks browsers to keep no copy: what is deleted here shall not live on in a cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Whether the other end of the connection is this machine and no proxy stands between."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not _TRACES_OF_A_PROXY & request.META.keys()


def _refuse_foreign_host(request: HttpRequest) -> None:
    try:
        request.get_host()
    except DisallowedHost:
        raise BadRequest("请用 http://127.0.0.1 加端口号打开绩衡，不接受别的网址。") from None
