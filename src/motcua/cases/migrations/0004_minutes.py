"""Minutes of verifications on site and of councils, documents of opinions; what was written down stays."""

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
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(help_text='Number and symbol, as 45/SCT-QLCN.')),
                ('dated', models.DateField()),
                ('files', models.JSONField(help_text='The SHA-256 of each content; the files are papers of the case.')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='cases.case')),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='cases.step')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='a_reply_has_a_number')],
            },
        ),
        migrations.RunSQL(
            """CREATE TRIGGER what_was_answered_stays BEFORE UPDATE OR DELETE ON cases_reply
            FOR EACH ROW EXECUTE FUNCTION cases_closed_stays()""",
            "DROP TRIGGER what_was_answered_stays ON cases_reply",
        ),
        migrations.RunSQL(
            """CREATE TRIGGER what_was_written_down_stays BEFORE UPDATE OR DELETE ON cases_minutes
            FOR EACH ROW EXECUTE FUNCTION cases_closed_stays()""",
            "DROP TRIGGER what_was_written_down_stays ON cases_minutes",
        ),
    ]
