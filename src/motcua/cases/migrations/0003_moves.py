"""Running cases move to another version of their procedure."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_law'),
        ('procedures', '0002_published_versions_are_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.TextField()),
                ('reason', models.TextField()),
                ('choices', models.JSONField(help_text='What is done with the cases of each kind.')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedure')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
            ],
        ),
        migrations.CreateModel(
            name='MovedCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('outcome', models.TextField(help_text='waiting, moved, kept, refused, back')),
                ('why', models.TextField(blank=True, default='')),
                ('seq', models.IntegerField(null=True)),
                ('before', models.JSONField(default=dict)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('move', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.move')),
            ],
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='a_move_leads_to_another_version'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='a_move_has_its_decision'),
        ),
        migrations.AddIndex(
            model_name='movedcase',
            index=models.Index(fields=['move', 'outcome', 'id'], name='moved_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='movedcase',
            constraint=models.UniqueConstraint(fields=('move', 'case'), name='a_case_is_moved_once_in_a_move'),
        ),
        migrations.AddConstraint(
            model_name='movedcase',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['waiting', 'moved', 'kept', 'refused', 'back'])), name='a_move_of_a_case_has_a_known_outcome'),
        ),
    ]
