from __future__ import annotations

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "jiheng_web.declarations"
    verbose_name = "绩效申报表"
