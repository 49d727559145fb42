# The audience of everybody is marked, so that it is never that of an open space.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='audience',
            name='is_everybody',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.UniqueConstraint(condition=models.Q(('is_everybody', True)), fields=('is_everybody',), name='audience_everybody_once'),
        ),
    ]
