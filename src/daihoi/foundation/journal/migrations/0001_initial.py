import django.db.models.deletion
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('chain', models.CharField(max_length=40, verbose_name='chuỗi')),
                ('seq', models.PositiveBigIntegerField(verbose_name='số thứ tự')),
                ('at', models.DateTimeField(verbose_name='thời điểm')),
                ('act', models.CharField(max_length=80, verbose_name='việc')),
                ('actor', models.CharField(blank=True, max_length=40, verbose_name='người làm')),
                ('object', models.CharField(max_length=120, verbose_name='đối tượng')),
                ('facts', models.JSONField(verbose_name='dữ kiện')),
                ('prev', models.CharField(blank=True, max_length=64, verbose_name='mã băm dòng trước')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='mã băm')),
                ('line', models.TextField(verbose_name='dòng chuẩn')),
                ('cause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='journal.entry', verbose_name='nguyên do')),
            ],
            options={
                'verbose_name': 'dòng nhật ký',
                'verbose_name_plural': 'nhật ký',
                'ordering': ['chain', 'seq'],
                'indexes': [models.Index(fields=['object'], name='journal_entry_object'), models.Index(fields=['at'], name='journal_entry_at')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='journal_entry_chain_seq')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(unique=True, verbose_name='số thứ tự')),
                ('at', models.DateTimeField(verbose_name='thời điểm')),
                ('chains', models.PositiveIntegerField(verbose_name='số chuỗi')),
                ('root', models.CharField(max_length=64, verbose_name='mã gốc')),
                ('prev', models.CharField(blank=True, max_length=64, verbose_name='mã băm dòng trước')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='mã băm')),
                ('line', models.TextField(verbose_name='dòng chuẩn')),
                ('cause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='journal.entry', verbose_name='nguyên do')),
            ],
            options={
                'verbose_name': 'niêm phong nhật ký',
                'verbose_name_plural': 'niêm phong nhật ký',
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='SealedHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=40, verbose_name='chuỗi')),
                ('seq', models.PositiveBigIntegerField(verbose_name='số thứ tự')),
                ('digest', models.CharField(max_length=64, verbose_name='mã băm')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heads', to='journal.seal', verbose_name='niêm phong nhật ký')),
            ],
            options={
                'verbose_name': 'đầu chuỗi',
                'verbose_name_plural': 'đầu chuỗi',
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq', 'seal'), name='journal_sealed_head')],
            },
        ),
    ]
