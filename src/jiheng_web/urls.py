"""Addresses of the application."""

from __future__ import annotations

from django.urls import include, path

handler400 = "jiheng_web.declarations.problems.bad_request"
handler403 = "jiheng_web.declarations.problems.refused"
handler404 = "jiheng_web.declarations.problems.not_found"
handler500 = "jiheng_web.declarations.problems.broken"

urlpatterns = [path("", include("jiheng_web.declarations.urls"))]
