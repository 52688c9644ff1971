"""Drop the copies that 0004 made needless; note what people found right.

A step of its own: PostgreSQL alters no table whose rows were moved in the same transaction.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("declarations", "0004_original")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_keeps_content_or_says_why_not"),
        migrations.RemoveField(model_name="document", name="content"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=Q(original__isnull=False) | Q(error__isnull=False),
                name="document_keeps_content_or_says_why_not",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="confirms",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=Q(confirms=False) | Q(before=F("after")),
                name="correction_that_confirms_changes_nothing",
            ),
        ),
    ]
