import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(max_length=12, verbose_name='ký hiệu cơ quan ban hành')),
                ('kind', models.CharField(max_length=12, verbose_name='ký hiệu thể loại')),
                ('period', models.CharField(blank=True, max_length=40, verbose_name='kỳ')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='số cuối')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'dãy số',
                'verbose_name_plural': 'dãy số',
                'ordering': ['unit', 'body', 'kind', 'period'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'body', 'kind', 'period'), name='registers_series_once'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), models.Q(('kind', ''), _negated=True)), name='registers_series_named')],
            },
        ),
        migrations.CreateModel(
            name='Number',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('symbol', models.CharField(max_length=80, verbose_name='số, ký hiệu')),
                ('on', models.DateField(verbose_name='ngày văn bản')),
                ('abstract', models.CharField(max_length=500, verbose_name='trích yếu')),
                ('subject', models.CharField(blank=True, max_length=120, verbose_name='cấp cho')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='registers.series', verbose_name='dãy số')),
            ],
            options={
                'verbose_name': 'số văn bản',
                'verbose_name_plural': 'số văn bản',
                'ordering': ['series', 'number'],
                'indexes': [models.Index(fields=['subject'], name='registers_number_subject'), models.Index(fields=['on', 'series'], name='registers_number_day')],
                'constraints': [models.UniqueConstraint(fields=('series', 'number'), name='registers_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='registers_number_from_one'), models.CheckConstraint(condition=models.Q(('abstract', ''), _negated=True), name='registers_number_has_abstract')],
            },
        ),
        migrations.CreateModel(
            name='Cancellation',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField(verbose_name='lý do')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('number', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='registers.number', verbose_name='số văn bản')),
            ],
            options={
                'verbose_name': 'số hủy',
                'verbose_name_plural': 'số hủy',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='registers_cancellation_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(max_length=12, verbose_name='ký hiệu cơ quan ban hành')),
                ('kind', models.CharField(blank=True, max_length=12, verbose_name='ký hiệu thể loại')),
                ('by', models.CharField(choices=[('term', 'nhiệm kỳ'), ('year', 'năm')], max_length=10, verbose_name='tính số theo')),
                ('pattern', models.CharField(max_length=60, verbose_name='mẫu ký hiệu')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numberings', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'cách đánh số',
                'verbose_name_plural': 'cách đánh số',
                'ordering': ['-recorded_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('by__in', ['term', 'year'])), name='registers_numbering_by_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='registers_numbering_has_reason')],
            },
        ),
    ]
