import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('congresses', '0001_initial'),
        ('organization', '0001_initial'),
        ('registers', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='congress',
            name='ordinal_basis',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, 'tính tiếp các nhiệm kỳ trước'), (2, 'tiếp số của tổ chức trước khi chia tách'), (3, 'số lịch sử cộng nhiệm kỳ này, sau sáp nhập'), (4, 'tổ chức mới lập, tính từ lần thứ nhất'), (5, 'cách khác, theo ý kiến Ban Bí thư')], null=True, verbose_name='căn cứ tính lần thứ'),
        ),
        migrations.AddField(
            model_name='stageevent',
            name='source',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, 'qua điện thoại'), (2, 'bằng văn bản'), (3, 'cán bộ dự và ghi lại')], null=True, verbose_name='nguồn báo'),
        ),
        migrations.CreateModel(
            name='ApprovalBatch',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('matter', models.CharField(choices=[('contents', 'nội dung đại hội'), ('results', 'kết quả bầu cử')], max_length=10, verbose_name='nội dung trình')),
                ('decided_on', models.DateField(verbose_name='ngày quyết định')),
                ('signer_title', models.CharField(blank=True, default='', max_length=80, verbose_name='chức vụ người ký')),
                ('place', models.CharField(blank=True, default='', max_length=80, verbose_name='địa danh')),
                ('count', models.PositiveIntegerField(verbose_name='số văn bản')),
                ('exceptions', models.JSONField(default=list, verbose_name='không phát hành')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_batches', to='organization.unit', verbose_name='cấp duyệt')),
            ],
            options={
                'verbose_name': 'đợt phát hành',
                'verbose_name_plural': 'đợt phát hành',
                'ordering': ['-recorded_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='approvalbatch_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='ghi chú')),
                ('assigned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='phân công lúc')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi lúc')),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='lý do thôi')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='congresses.congress', verbose_name='đại hội')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.post', verbose_name='chức vụ')),
            ],
            options={
                'verbose_name': 'dự và chỉ đạo đại hội',
                'verbose_name_plural': 'dự và chỉ đạo đại hội',
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('congress', 'post'), name='attendance_once'), models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='attendance_release_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ExtraordinaryGrounds',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(choices=[('tasks', 'thay đổi lớn về chủ trương, nhiệm vụ'), ('personnel', 'thay đổi lớn về cán bộ chủ chốt'), ('disunity', 'mất đoàn kết nghiêm trọng, hoặc đa số cấp ủy viên bị kỷ luật')], max_length=20, verbose_name='lý do bất thường')),
                ('asked_by', models.CharField(choices=[('committee', 'cấp ủy, bỏ phiếu kín'), ('organizations', 'các tổ chức trực thuộc')], max_length=20, verbose_name='bên đề nghị')),
                ('in_favour', models.PositiveIntegerField(verbose_name='số đề nghị')),
                ('of_all', models.PositiveIntegerField(verbose_name='trên tổng số')),
                ('consent', models.CharField(max_length=200, verbose_name='văn bản đồng ý của cấp trên')),
                ('congress', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='congresses.congress', verbose_name='đại hội')),
            ],
            options={
                'verbose_name': 'căn cứ đại hội bất thường',
                'verbose_name_plural': 'căn cứ đại hội bất thường',
                'constraints': [models.CheckConstraint(condition=models.Q(('of_all__lt', django.db.models.expressions.CombinedExpression(models.F('in_favour'), '*', models.Value(2))), ('in_favour__lte', models.F('of_all'))), name='grounds_over_half'), models.CheckConstraint(condition=models.Q(('consent', ''), _negated=True), name='grounds_consent_given')],
            },
        ),
        migrations.CreateModel(
            name='GatePass',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('called', 'Triệu tập'), ('prepared', 'Chuẩn bị'), ('contents_approved', 'Duyệt nội dung'), ('held', 'Đại hội'), ('results_reported', 'Báo cáo kết quả'), ('results_approved', 'Chuẩn y'), ('filed', 'Lưu hồ sơ')], max_length=20, verbose_name='mốc')),
                ('gate', models.CharField(max_length=60, verbose_name='điều kiện')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passes', to='congresses.congress', verbose_name='đại hội')),
                ('passed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người cho qua')),
            ],
            options={
                'verbose_name': 'cho qua điều kiện',
                'verbose_name_plural': 'cho qua điều kiện',
                'constraints': [models.UniqueConstraint(fields=('congress', 'stage', 'gate'), name='gatepass_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='gatepass_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('called', 'Triệu tập'), ('prepared', 'Chuẩn bị'), ('contents_approved', 'Duyệt nội dung'), ('held', 'Đại hội'), ('results_reported', 'Báo cáo kết quả'), ('results_approved', 'Chuẩn y'), ('filed', 'Lưu hồ sơ')], max_length=20, verbose_name='mốc')),
                ('text', models.TextField(verbose_name='bài học')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='congresses.congress', verbose_name='đại hội')),
            ],
            options={
                'verbose_name': 'bài học đại hội điểm',
                'verbose_name_plural': 'bài học đại hội điểm',
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='lesson_text_given')],
            },
        ),
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=40, verbose_name='việc')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='ngày xong')),
                ('document', models.CharField(blank=True, default='', max_length=200, verbose_name='văn bản')),
                ('source', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'qua điện thoại'), (2, 'bằng văn bản'), (3, 'cán bộ dự và ghi lại')], null=True, verbose_name='nguồn báo')),
                ('note', models.TextField(blank=True, default='', verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preparations', to='congresses.congress', verbose_name='đại hội')),
                ('withdraws', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='congresses.preparation', verbose_name='thay cho')),
            ],
            options={
                'verbose_name': 'việc chuẩn bị',
                'verbose_name_plural': 'việc chuẩn bị',
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdraws__isnull', True)), fields=('congress', 'task'), name='preparation_first_once'), models.CheckConstraint(condition=models.Q(('done_on__isnull', False), ('withdraws__isnull', False), _connector='OR'), name='preparation_day_or_withdrawal')],
            },
        ),
        migrations.CreateModel(
            name='ResultDraft',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('facts', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='số liệu')),
                ('given', models.JSONField(default=list, verbose_name='lấy từ bầu cử')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sửa lúc')),
                ('congress', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result_draft', to='congresses.congress', verbose_name='đại hội')),
            ],
            options={
                'verbose_name': 'bản nháp kết quả',
                'verbose_name_plural': 'bản nháp kết quả',
            },
        ),
        migrations.CreateModel(
            name='SentResult',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('facts', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='số liệu')),
                ('digest', models.CharField(max_length=64, verbose_name='mã kiểm chứng')),
                ('receipt', models.CharField(max_length=12, verbose_name='mã biên nhận')),
                ('source', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'qua điện thoại'), (2, 'bằng văn bản'), (3, 'cán bộ dự và ghi lại')], null=True, verbose_name='nguồn báo')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gửi lúc')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='congresses.congress', verbose_name='đại hội')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='congresses.sentresult', verbose_name='thay cho')),
            ],
            options={
                'verbose_name': 'kết quả nhanh',
                'verbose_name_plural': 'kết quả nhanh',
                'ordering': ['sent_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('congress',), name='sentresult_first_once'), models.CheckConstraint(condition=models.Q(('receipt', ''), _negated=True), name='sentresult_receipt_given')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('preparatory', 'phiên trù bị'), ('official', 'phiên chính thức')], max_length=20, verbose_name='phiên')),
                ('opens_on', models.DateField(verbose_name='khai mạc')),
                ('half_days', models.PositiveSmallIntegerField(verbose_name='số buổi')),
                ('place', models.CharField(blank=True, default='', max_length=200, verbose_name='nơi họp')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='congresses.congress', verbose_name='đại hội')),
            ],
            options={
                'verbose_name': 'phiên họp đại hội',
                'verbose_name_plural': 'phiên họp đại hội',
                'ordering': ['opens_on', '-kind'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'kind'), name='session_once'), models.CheckConstraint(condition=models.Q(('half_days__gte', 1), ('half_days__lte', 20)), name='session_length')],
            },
        ),
        migrations.CreateModel(
            name='Subcommittee',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('documents', 'tiểu ban văn kiện'), ('personnel', 'tiểu ban nhân sự'), ('logistics', 'tiểu ban tổ chức phục vụ'), ('propaganda', 'tiểu ban tuyên truyền'), ('support_team', 'tổ giúp việc')], max_length=20, verbose_name='loại tiểu ban')),
                ('set_up_on', models.DateField(verbose_name='ngày lập')),
                ('document', models.CharField(blank=True, default='', max_length=200, verbose_name='quyết định')),
                ('people', models.PositiveSmallIntegerField(verbose_name='số người')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subcommittees', to='congresses.congress', verbose_name='đại hội')),
            ],
            options={
                'verbose_name': 'tiểu ban',
                'verbose_name_plural': 'tiểu ban',
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'kind'), name='subcommittee_once'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='subcommittee_has_people')],
            },
        ),
        migrations.CreateModel(
            name='SubcommitteeSeat',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(choices=[('head', 'trưởng tiểu ban'), ('deputy', 'phó trưởng tiểu ban'), ('member', 'thành viên')], default='member', max_length=10, verbose_name='vai trò')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.post', verbose_name='chức vụ')),
                ('subcommittee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='congresses.subcommittee', verbose_name='tiểu ban')),
            ],
            options={
                'verbose_name': 'thành viên tiểu ban',
                'verbose_name_plural': 'thành viên tiểu ban',
                'constraints': [models.UniqueConstraint(fields=('subcommittee', 'post'), name='subcommittee_seat_once'), models.UniqueConstraint(condition=models.Q(('place', 'head')), fields=('subcommittee',), name='subcommittee_one_head')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('matter', models.CharField(choices=[('contents', 'nội dung đại hội'), ('results', 'kết quả bầu cử')], max_length=10, verbose_name='nội dung trình')),
                ('submitted_on', models.DateField(verbose_name='ngày trình')),
                ('document', models.CharField(blank=True, default='', max_length=200, verbose_name='tờ trình')),
                ('source', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'qua điện thoại'), (2, 'bằng văn bản'), (3, 'cán bộ dự và ghi lại')], null=True, verbose_name='nguồn báo')),
                ('note', models.TextField(blank=True, default='', verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='congresses.congress', verbose_name='đại hội')),
            ],
            options={
                'verbose_name': 'hồ sơ trình',
                'verbose_name_plural': 'hồ sơ trình',
                'ordering': ['recorded_at', 'id'],
                'indexes': [models.Index(fields=['congress', 'matter'], name='submission_matter')],
                'constraints': [models.CheckConstraint(condition=models.Q(('matter__in', ['contents', 'results'])), name='submission_matter_known')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(choices=[('approved', 'đồng ý'), ('returned', 'trả lại')], max_length=10, verbose_name='kết quả xem xét')),
                ('decided_on', models.DateField(verbose_name='ngày trả lời')),
                ('reason', models.TextField(blank=True, default='', verbose_name='lý do')),
                ('document', models.CharField(blank=True, default='', max_length=200, verbose_name='văn bản')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='biết lúc')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='congresses.approvalbatch', verbose_name='đợt phát hành')),
                ('number', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registers.number', verbose_name='số văn bản')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='congresses.submission', verbose_name='hồ sơ trình')),
            ],
            options={
                'verbose_name': 'trả lời hồ sơ',
                'verbose_name_plural': 'trả lời hồ sơ',
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['approved', 'returned'])), name='decision_verdict_known'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_return_has_reason')],
            },
        ),
    ]
