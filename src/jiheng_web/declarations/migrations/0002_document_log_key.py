import secrets

from django.apps.registry import Apps
from django.db import migrations, models


def give_each_its_own(apps: Apps, schema_editor: object) -> None:
    """The default is computed once for all rows that are there already."""
    for document in apps.get_model("declarations", "Document").objects.only("pk").iterator():
        document.log_key = secrets.token_hex()
        document.save(update_fields=["log_key"])


class Migration(migrations.Migration):
    dependencies = [("declarations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="log_key",
            field=models.CharField(default=secrets.token_hex, editable=False, max_length=64),
        ),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
    ]
