"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jiheng_web.declarations import views


class SuffixConverter(StringConverter):
    """A format that forms can be written in."""

    regex = "docx|xlsx|pdf|html|json"


register_converter(SuffixConverter, "suffix")

_DOCUMENT = "documents/<uuid:pk>/"
_FORM = f"{_DOCUMENT}forms/<int:number>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("documents/", views.receive, name="receive"),
    path("documents/results/", views.results, name="results"),
    path("samples/<path:key>/", views.try_sample, name="sample"),
    path("fills.css", views.fills, name="fills"),
    path(_DOCUMENT, views.document, name="document"),
    path(f"{_DOCUMENT}original/", views.original, name="original"),
    path(f"{_DOCUMENT}source/", views.source, name="source"),
    path(f"{_DOCUMENT}pages/<int:page>/", views.page, name="page"),
    path(f"{_DOCUMENT}annotated/", views.annotated, name="annotated"),
    path(f"{_DOCUMENT}delete/", views.delete, name="delete"),
    path(f"{_DOCUMENT}download.<suffix:suffix>", views.download, name="download"),
    path(_FORM, views.form, name="form"),
    path(f"{_FORM}corrections/", views.correct, name="correct"),
    path(f"{_FORM}confirmations/", views.confirm, name="confirm"),
    path(f"{_FORM}corrections/<int:step>/undo/", views.undo, name="undo"),
    path(f"{_FORM}answers/", views.answer, name="answer"),
    path(f"{_FORM}answers/<int:answer>/withdraw/", views.withdraw, name="withdraw"),
]
