"""Keep what people say to findings and questions."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0005_original_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("rule", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(choices=[("not_applicable", "不适用"), ("explained", "说明")], max_length=20),
                ),
                ("words", models.TextField()),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("withdrawn_by", models.CharField(max_length=150, null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="declarations.storedform",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("form", "key"),
                        name="finding_has_one_standing_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__gte", models.F("at")),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="answer_is_withdrawn_by_somebody_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("rule", ""), _negated=True),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="answer_speaks_of_a_finding_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["not_applicable", "explained"])), name="answer_kind_is_known"
                    ),
                ],
            },
        ),
    ]
