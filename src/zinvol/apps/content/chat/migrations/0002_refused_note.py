from django.db import migrations, models

NOTES = ["added", "left", "named", "proposed", "asked", "refused"]


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="note",
            field=models.CharField(blank=True, choices=[(note, note) for note in NOTES], max_length=10),
        )
    ]
