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
        migrations.AddField(
            model_name='case',
            name='limit_from',
            field=models.ForeignKey(db_index=False, help_text="By whose limit its promise is counted; null for its own version's.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('limit_from__isnull', True), models.Q(('received_at__isnull', False), models.Q(('limit_from', models.F('version')), _negated=True)), _connector='OR'), name='a_promise_kept_in_a_move_is_of_another_version'),
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.TextField()),
                ('reason', models.TextField()),
                ('choices', models.JSONField(help_text='What is done with the cases of each kind.')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undo_reason', models.TextField(blank=True, default='')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedure')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ('undone_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
            ],
        ),
        migrations.CreateModel(
            name='MovedCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('outcome', models.TextField(help_text='waiting, moved, kept, refused, going-back, back')),
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
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undo_reason', ''), ('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undo_reason', ''), _negated=True)), _connector='OR'), name='a_move_is_undone_by_somebody_for_a_reason'),
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
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['waiting', 'moved', 'kept', 'refused', 'going-back', 'back'])), name='a_move_of_a_case_has_a_known_outcome'),
        ),
    ]
