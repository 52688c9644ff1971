"""Say whether the chain of events holds, and give the last seal to be kept elsewhere. Changes nothing."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from jiheng_web.audit.queries import verify


class Command(BaseCommand):
    """Compute every seal of the log anew."""

    help = "核对操作记录：有没有被改动、插入或抽掉；给出最后一个封印，供另行保存。"

    def handle(self, *args: object, **options: object) -> None:
        del args, options
        verdict = verify()
        if not verdict.intact:
            raise CommandError(
                f"操作记录对不上：共 {verdict.events} 条，从第 {verdict.broken_at} 号起与前一条接不上，"
                "它或它前面的记录被改动、插入或抽掉过。请保留数据目录，与备份中的记录比对。"
            )
        self.stdout.write(f"操作记录完整：共 {verdict.events} 条。\n最后一个封印：{verdict.seal}")
