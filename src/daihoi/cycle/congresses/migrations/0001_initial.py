import django.core.serializers.json
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
            name='FrozenCharter',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='mã kiểm chứng')),
                ('name', models.CharField(max_length=40, verbose_name='bộ quy chế')),
                ('text', models.TextField(verbose_name='nội dung')),
            ],
            options={
                'verbose_name': 'quy chế đã chốt',
                'verbose_name_plural': 'quy chế đã chốt',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='frozencharter_text_given')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='mã đợt')),
                ('directive', models.CharField(max_length=60, verbose_name='số hiệu chỉ thị')),
                ('directive_date', models.DateField(verbose_name='ngày chỉ thị')),
                ('level', models.CharField(choices=[('sub_cell', 'chi bộ trực thuộc'), ('grassroots', 'tổ chức cơ sở đảng'), ('upper_grassroots', 'cấp trên trực tiếp cơ sở'), ('central_sub', 'trực thuộc Trung ương'), ('central', 'Trung ương')], max_length=20, verbose_name='cấp')),
                ('kinds', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='loại tổ chức')),
                ('term', models.CharField(max_length=20, verbose_name='nhiệm kỳ')),
                ('charter', models.CharField(max_length=40, verbose_name='bộ quy chế')),
                ('starts', models.DateField(verbose_name='bắt đầu')),
                ('deadline', models.DateField(verbose_name='hạn')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='organization.unit', verbose_name='cấp mở đợt')),
            ],
            options={
                'verbose_name': 'đợt đại hội',
                'verbose_name_plural': 'đợt đại hội',
                'ordering': ['starts', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('deadline__gte', models.F('starts'))), name='round_deadline_after_start'), models.CheckConstraint(condition=models.Q(('level__in', ['sub_cell', 'grassroots', 'upper_grassroots', 'central_sub', 'central'])), name='round_level_known'), models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='round_code_given'), models.CheckConstraint(condition=models.Q(('directive', ''), _negated=True), name='round_directive_given'), models.UniqueConstraint(fields=('unit', 'directive', 'directive_date', 'level', 'term'), name='round_once')],
            },
        ),
        migrations.CreateModel(
            name='Congress',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[('member_congress', 'Đại hội đảng viên'), ('delegate_congress', 'Đại hội đại biểu')], default='member_congress', max_length=20, verbose_name='hình thức')),
                ('ordinal', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lần thứ')),
                ('contents', models.PositiveSmallIntegerField(choices=[(4, '4 nội dung'), (3, '3 nội dung, không bầu cấp ủy'), (2, '2 nội dung, không bầu cử')], default=4, verbose_name='số nội dung')),
                ('pilot', models.BooleanField(default=False, verbose_name='đại hội điểm')),
                ('charter_reason', models.TextField(blank=True, default='', verbose_name='lý do đổi quy chế')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='congresses', to='organization.unit', verbose_name='đơn vị')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='congresses.frozencharter', verbose_name='quy chế đã chốt')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='congresses', to='congresses.round', verbose_name='đợt đại hội')),
            ],
            options={
                'verbose_name': 'đại hội',
                'verbose_name_plural': 'đại hội',
                'constraints': [models.UniqueConstraint(fields=('round', 'unit'), name='congress_once_in_round'), models.CheckConstraint(condition=models.Q(('contents__in', [4, 3, 2])), name='congress_contents_known'), models.CheckConstraint(condition=models.Q(('form__in', ['member_congress', 'delegate_congress'])), name='congress_form_known'), models.CheckConstraint(condition=models.Q(('ordinal__isnull', True), ('ordinal__gte', 1), _connector='OR'), name='congress_ordinal_from_one')],
            },
        ),
        migrations.CreateModel(
            name='StageEvent',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('called', 'Triệu tập'), ('prepared', 'Chuẩn bị'), ('contents_approved', 'Duyệt nội dung'), ('held', 'Đại hội'), ('results_reported', 'Báo cáo kết quả'), ('results_approved', 'Chuẩn y'), ('filed', 'Lưu hồ sơ')], max_length=20, verbose_name='mốc')),
                ('happened_on', models.DateField(blank=True, null=True, verbose_name='ngày diễn ra')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('reason', models.TextField(blank=True, default='', verbose_name='lý do')),
                ('document', models.CharField(blank=True, default='', max_length=200, verbose_name='văn bản')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='congresses.congress', verbose_name='đại hội')),
                ('withdraws', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='congresses.stageevent', verbose_name='thay cho')),
            ],
            options={
                'verbose_name': 'mốc tiến trình',
                'verbose_name_plural': 'mốc tiến trình',
                'ordering': ['recorded_at', 'id'],
                'indexes': [models.Index(fields=['congress', 'stage', 'happened_on', 'recorded_at'], name='stageevent_as_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdraws__isnull', True)), fields=('congress', 'stage'), name='stageevent_first_once'), models.CheckConstraint(condition=models.Q(('stage__in', ['called', 'prepared', 'contents_approved', 'held', 'results_reported', 'results_approved', 'filed'])), name='stageevent_stage_known'), models.CheckConstraint(condition=models.Q(('happened_on__isnull', False), ('withdraws__isnull', False), _connector='OR'), name='stageevent_day_or_withdrawal'), models.CheckConstraint(condition=models.Q(('withdraws__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='stageevent_correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='PlannedDate',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('planned', models.DateField(verbose_name='ngày dự kiến')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('reason', models.TextField(blank=True, default='', verbose_name='lý do')),
                ('document', models.CharField(blank=True, default='', max_length=200, verbose_name='văn bản')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_dates', to='congresses.congress', verbose_name='đại hội')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='congresses.planneddate', verbose_name='thay cho')),
            ],
            options={
                'verbose_name': 'ngày dự kiến',
                'verbose_name_plural': 'ngày dự kiến',
                'ordering': ['recorded_at', 'id'],
                'indexes': [models.Index(fields=['congress', 'planned', 'recorded_at'], name='planneddate_as_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('congress',), name='planneddate_first_once'), models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='planneddate_revision_has_reason')],
            },
        ),
    ]
