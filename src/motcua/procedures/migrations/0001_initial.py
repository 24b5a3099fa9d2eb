import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CodeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.TextField()),
                ('code', models.TextField()),
                ('title', models.TextField()),
                ('place', models.PositiveIntegerField(help_text='Its place in the list, from 0.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list', 'code'), name='a_code_stands_once_in_its_list'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='a_code_has_a_title')],
            },
        ),
        migrations.CreateModel(
            name='Regime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.TextField()),
                ('in_force', models.DateField()),
                ('value', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('aspect', 'in_force'), name='one_regime_of_an_aspect_begins_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField(unique=True)),
                ('title', models.TextField()),
                ('title_folded', models.TextField(help_text='Lower case, without accents, without a leading “Thủ tục”.')),
                ('national_title', models.TextField(blank=True, default='', help_text='As the nation lists it.')),
                ('words', models.TextField(help_text='All that the search looks at, folded, each word after one space.')),
                ('kind', models.TextField(default='public')),
                ('field', models.TextField()),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=[('ministry', 'Cấp bộ'), ('province', 'Cấp tỉnh'), ('district', 'Cấp huyện'), ('commune', 'Cấp xã'), ('other', 'Cơ quan khác')]), size=None)),
                ('online', models.TextField(blank=True, choices=[('full', 'Toàn trình'), ('partial', 'Một phần'), ('info', 'Cung cấp thông tin')], default='', help_text='Empty: the list does not say.')),
                ('life_events', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('agency_name', models.TextField(blank=True, default='', help_text='The competent agency as the national list names it.')),
                ('decision', models.TextField(blank=True, default='')),
            ],
            options={
                'indexes': [models.Index(fields=['field'], name='procedure_by_field')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('code', ''), _negated=True), models.Q(('field', ''), _negated=True)), name='a_procedure_has_code_title_and_field'), models.CheckConstraint(condition=models.Q(('levels__len__gt', 0)), name='a_procedure_has_a_level')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('in_force', django.contrib.postgres.fields.ranges.DateRangeField(help_text='From the first day on; the upper end is the first day no longer in force.')),
                ('definition', models.JSONField(help_text='The whole file.')),
                ('form', models.JSONField(default=list, help_text="The declaration's fields.")),
                ('digest', models.TextField(help_text="SHA-256 of what the file says: comments and layout don't count.")),
                ('decision', models.TextField(blank=True, default='')),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by', models.TextField(blank=True, default='')),
                ('procedure', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.procedure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='a_version_has_its_own_number'), models.CheckConstraint(condition=models.Q(('in_force__isempty', False)), name='a_version_is_in_force_for_a_day'), models.CheckConstraint(condition=models.Q(('in_force__lower_inf', False)), name='a_version_begins_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by', '')), models.Q(('published_at__isnull', False), models.Q(('published_by', ''), _negated=True)), _connector='OR'), name='a_publication_has_an_author'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('published_at__isnull', False)), expressions=[(models.Func(models.F('procedure_id'), models.F('procedure_id'), models.Value('[]'), function='int8range'), '&&'), ('in_force', '&&')], name='no_two_published_versions_at_once')],
            },
        ),
        migrations.CreateModel(
            name='VersionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('text', models.TextField()),
                ('scenarios', models.TextField(blank=True, default='')),
                ('file_digest', models.TextField(blank=True, default='', help_text="SHA-256 of the catalogue's file as the draft knows it.")),
                ('revision', models.PositiveIntegerField(default=1)),
                ('state', models.TextField(choices=[('open', 'Đang soạn'), ('submitted', 'Chờ duyệt'), ('published', 'Đã công bố'), ('dropped', 'Đã bỏ')], default='open')),
                ('editors', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text='Whoever wrote in it.', size=None)),
                ('changed_by', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('submitted_by', models.TextField(blank=True, default='')),
                ('approved_by', models.TextField(blank=True, default='')),
                ('note', models.TextField(blank=True, default='', help_text='Why it was sent back.')),
                ('base', models.ForeignKey(help_text='The version from which it departs.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='procedures.procedureversion')),
                ('version', models.OneToOneField(help_text='What it was published as.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='procedures.procedureversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'submitted'])), fields=('code',), name='a_procedure_has_one_draft_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), ('version__isnull', False), models.Q(('approved_by', ''), _negated=True)), models.Q(models.Q(('state', 'published'), _negated=True), ('approved_by', ''), ('version__isnull', True)), _connector='OR'), name='a_published_draft_was_approved'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), models.Q(('submitted_by', ''), _negated=True), _connector='OR'), name='a_submission_has_an_author'), models.CheckConstraint(condition=models.Q(('approved_by', ''), models.Q(('editors__contains', [models.F('approved_by')]), _negated=True), _connector='OR'), name='four_eyes_see_a_publication'), models.CheckConstraint(condition=models.Q(('editors__len__gt', 0)), name='a_draft_has_an_editor')],
            },
        ),
    ]
