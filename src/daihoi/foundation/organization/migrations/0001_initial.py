import daihoi.foundation.organization.fields
import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kind',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='mã loại')),
                ('title', models.CharField(max_length=120, verbose_name='tên loại')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='bậc')),
                ('counted_as', models.CharField(blank=True, max_length=40, verbose_name='tính chung là')),
            ],
            options={
                'verbose_name': 'loại tổ chức',
                'verbose_name_plural': 'loại tổ chức',
                'ordering': ['rank', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=20, verbose_name='nhiệm kỳ')),
                ('tenure_no', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='khóa')),
                ('began', models.DateField(verbose_name='ngày bắt đầu')),
                ('ended', models.DateField(blank=True, null=True, verbose_name='ngày kết thúc')),
            ],
            options={
                'verbose_name': 'nhiệm kỳ',
                'verbose_name_plural': 'nhiệm kỳ',
                'ordering': ['unit', 'began'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended__isnull', True), ('ended__gte', models.F('began')), _connector='OR'), name='organization_term_ended')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('born', models.DateField(blank=True, null=True, verbose_name='ngày sinh')),
                ('is_female', models.BooleanField(blank=True, null=True, verbose_name='nữ')),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='dữ liệu trình diễn')),
                ('account', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'người',
                'verbose_name_plural': 'người',
            },
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(choices=[('exec_committee', 'ban chấp hành'), ('standing_committee', 'ban thường vụ'), ('cell_committee', 'chi ủy'), ('inspection_committee', 'ủy ban kiểm tra')], max_length=30, verbose_name='loại cấp ủy')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='organization.term', verbose_name='nhiệm kỳ')),
            ],
            options={
                'verbose_name': 'cấp ủy',
                'verbose_name_plural': 'cấp ủy',
                'constraints': [models.UniqueConstraint(fields=('term', 'body'), name='organization_committee_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='mã đơn vị')),
                ('opened', models.DateField(verbose_name='ngày thành lập')),
                ('closed', models.DateField(blank=True, null=True, verbose_name='ngày kết thúc')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closed__isnull', True), ('closed__gte', models.F('opened')), _connector='OR'), name='organization_unit_closed_after_opened')],
            },
        ),
        migrations.AddField(
            model_name='term',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[('consolidation', 'hợp nhất'), ('split', 'chia tách'), ('merger', 'sáp nhập')], max_length=20, verbose_name='hình thức sắp xếp')),
                ('on', models.DateField(verbose_name='ngày')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions_out', to='organization.unit', verbose_name='đơn vị cũ')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions_in', to='organization.unit', verbose_name='đơn vị mới')),
            ],
            options={
                'verbose_name': 'kế thừa tổ chức',
                'verbose_name_plural': 'kế thừa tổ chức',
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor', 'on'), name='organization_succession_once')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=300, verbose_name='tên đơn vị')),
                ('kind', models.CharField(max_length=40, verbose_name='loại tổ chức')),
                ('path', daihoi.foundation.organization.fields.PathField(max_length=120, verbose_name='đường dẫn')),
                ('depth', models.PositiveSmallIntegerField(verbose_name='độ sâu')),
                ('valid_from', models.DateField(verbose_name='có hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='hết hiệu lực')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('ended_recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='thời điểm ghi nhận hết hiệu lực')),
                ('superior', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placements_below', to='organization.unit', verbose_name='đơn vị cấp trên')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'vị trí trong cây tổ chức',
                'verbose_name_plural': 'vị trí trong cây tổ chức',
                'ordering': ['path'],
                'indexes': [models.Index(fields=['path', 'depth', 'kind'], name='organization_placement_path'), models.Index(fields=['unit', 'valid_from'], name='organization_placement_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_recorded_at__isnull', True), ('valid_to__isnull', True)), models.Q(('ended_recorded_at__isnull', False), ('valid_to__gte', models.F('valid_from'))), _connector='OR'), name='organization_placement_end'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('unit',), name='organization_one_open_placement'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('path',), name='organization_one_unit_per_path')],
            },
        ),
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='ngày')),
                ('official', models.PositiveIntegerField(verbose_name='đảng viên chính thức')),
                ('probationary', models.PositiveIntegerField(blank=True, null=True, verbose_name='đảng viên dự bị')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headcounts', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'số đảng viên',
                'verbose_name_plural': 'số đảng viên',
                'ordering': ['unit', 'on', 'recorded_at'],
                'indexes': [models.Index(fields=['unit', 'on', 'recorded_at'], name='organization_headcount_day')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=40, verbose_name='vai trò')),
                ('valid_from', models.DateField(verbose_name='có hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='hết hiệu lực')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'quyền',
                'verbose_name_plural': 'quyền',
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('user', 'role', 'unit'), name='organization_grant_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', True), ('valid_to__isnull', True)), fields=('user', 'role'), name='organization_grant_everywhere_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organization_grant_end')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('office', models.CharField(choices=[('secretary', 'bí thư'), ('deputy_secretary', 'phó bí thư'), ('inspection_head', 'chủ nhiệm ủy ban kiểm tra'), ('committee_member', 'cấp ủy viên')], max_length=30, verbose_name='chức danh')),
                ('valid_from', models.DateField(verbose_name='có hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='hết hiệu lực')),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organization.committee', verbose_name='cấp ủy')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organization.person', verbose_name='người')),
            ],
            options={
                'verbose_name': 'chức vụ',
                'verbose_name_plural': 'chức vụ',
                'constraints': [models.UniqueConstraint(fields=('person', 'committee', 'office', 'valid_from'), name='organization_post_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organization_post_end')],
            },
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('unit', 'began'), name='organization_term_began'),
        ),
    ]
