"""Keep the bytes of files by their sum, once for all documents that have the same."""

from __future__ import annotations

import hashlib

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models


def keep_once(apps: Apps, schema_editor: object) -> None:
    document_model, original_model = (apps.get_model("declarations", name) for name in ("Document", "Original"))
    for document in document_model.objects.exclude(content=None).iterator(chunk_size=1):
        content = bytes(document.content)
        sha256 = hashlib.sha256(content).hexdigest()
        original_model.objects.get_or_create(sha256=sha256, defaults={"content": content})
        document_model.objects.filter(pk=document.pk).update(original_id=sha256)


class Migration(migrations.Migration):
    dependencies = [("declarations", "0003_storedform_not_enough_data")]

    operations = [
        migrations.CreateModel(
            name="Original",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="original",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="declarations.original",
            ),
        ),
        migrations.RunPython(keep_once, migrations.RunPython.noop),
    ]
