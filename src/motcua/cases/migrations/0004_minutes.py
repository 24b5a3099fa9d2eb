"""Minutes of verifications on site and of councils; what was written down stays."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_moves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(help_text='verification or council.')),
                ('held_at', models.DateTimeField(help_text='Later than ``at``: it is announced, not held yet.')),
                ('place', models.TextField()),
                ('participants', models.JSONField(help_text='Name and capacity of each.')),
                ('content', models.TextField()),
                ('present', models.SmallIntegerField(help_text='Members of a council who voted.')),
                ('in_favour', models.SmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='cases.case')),
                ('step', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='cases.step')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['verification', 'council'])), name='minutes_are_of_a_known_sitting'), models.CheckConstraint(condition=models.Q(('in_favour__gte', 0), ('present__gte', models.F('in_favour'))), name='no_more_agree_than_are_there')],
            },
        ),
        migrations.RunSQL(
            """CREATE TRIGGER what_was_written_down_stays BEFORE UPDATE OR DELETE ON cases_minutes
            FOR EACH ROW EXECUTE FUNCTION cases_closed_stays()""",
            "DROP TRIGGER what_was_written_down_stays ON cases_minutes",
        ),
    ]
