from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("declarations", "0002_document_log_key")]

    operations = [
        migrations.AddField(
            model_name="storedform",
            name="not_enough_data",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
