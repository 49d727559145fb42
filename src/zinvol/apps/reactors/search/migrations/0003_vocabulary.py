# The words a document was counted for, so that rebuilt is incremental and an erased name goes.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='vocabulary',
            field=models.TextField(default=''),
        ),
    ]
