import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('congresses', '0001_initial'),
        ('files', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('opened_on', models.DateField(verbose_name='ngày mở')),
                ('closes_on', models.DateField(verbose_name='ngày đóng')),
                ('report_days', models.PositiveSmallIntegerField(verbose_name='số ngày gửi tổng hợp')),
                ('question', models.TextField(blank=True, default='', verbose_name='nội dung xin ý kiến')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ghi lúc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'đợt lấy ý kiến',
                'verbose_name_plural': 'đợt lấy ý kiến',
                'ordering': ['-opened_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opened_on'))), name='consultation_closes_after_opening')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(blank=True, default='', max_length=120, verbose_name='cơ quan góp ý')),
                ('channel', models.CharField(choices=[('conference', 'hội nghị'), ('application', 'ứng dụng'), ('letter', 'thư'), ('online', 'biểu mẫu trực tuyến')], max_length=12, verbose_name='kênh góp ý')),
                ('passage', models.CharField(blank=True, default='', max_length=12, verbose_name='đoạn')),
                ('kind', models.CharField(choices=[('agree', 'đồng ý'), ('add', 'bổ sung'), ('amend', 'sửa'), ('delete', 'bỏ'), ('ask', 'hỏi')], max_length=8, verbose_name='loại ý kiến')),
                ('text', models.TextField(verbose_name='ý kiến')),
                ('proposal', models.TextField(blank=True, default='', verbose_name='đề nghị viết là')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='số lượt')),
                ('receipt', models.CharField(max_length=64, verbose_name='mã gửi')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ghi lúc')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='documents.consultation', verbose_name='đợt lấy ý kiến')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='organization.unit', verbose_name='nơi góp ý')),
            ],
            options={
                'verbose_name': 'ý kiến góp ý',
                'verbose_name_plural': 'ý kiến góp ý',
                'ordering': ['recorded_at', 'id'],
                'indexes': [models.Index(fields=['consultation', 'passage', 'kind'], name='contribution_by_passage')],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'receipt'), name='contribution_sent_once'), models.CheckConstraint(condition=models.Q(('times__gte', 1)), name='contribution_times_counted'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='contribution_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30, verbose_name='thể loại')),
                ('body', models.CharField(max_length=30, verbose_name='cơ quan ban hành')),
                ('title', models.CharField(max_length=300, verbose_name='trích yếu')),
                ('grade', models.CharField(choices=[('open', 'thường'), ('internal', 'nội bộ'), ('secret', 'Mật'), ('top_secret', 'Tối mật'), ('utmost_secret', 'Tuyệt mật')], default='internal', max_length=20, verbose_name='độ mật')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lập lúc')),
                ('congress', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='congresses.congress', verbose_name='đại hội')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'văn kiện',
                'verbose_name_plural': 'văn kiện',
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['unit', 'created_at'], name='document_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='document_title_given'), models.CheckConstraint(condition=models.Q(('grade__in', ['open', 'internal', 'secret', 'top_secret', 'utmost_secret'])), name='document_grade_known')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('passage', models.CharField(blank=True, default='', max_length=12, verbose_name='đoạn')),
                ('kind', models.CharField(choices=[('agree', 'đồng ý'), ('add', 'bổ sung'), ('amend', 'sửa'), ('delete', 'bỏ'), ('ask', 'hỏi')], max_length=8, verbose_name='loại ý kiến')),
                ('name', models.TextField(verbose_name='tên nhóm')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ghi lúc')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='documents.consultation', verbose_name='đợt lấy ý kiến')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinion_groups', to='organization.unit', verbose_name='nơi tổng hợp')),
                ('within', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='documents.group', verbose_name='thuộc nhóm')),
            ],
            options={
                'verbose_name': 'nhóm ý kiến',
                'verbose_name_plural': 'nhóm ý kiến',
                'ordering': ['recorded_at', 'id'],
                'indexes': [models.Index(fields=['consultation', 'unit', 'passage'], name='group_by_passage')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('decision', models.CharField(choices=[('taken', 'tiếp thu'), ('partly', 'tiếp thu một phần'), ('not', 'không tiếp thu')], max_length=8, verbose_name='kết quả tiếp thu')),
                ('reason', models.TextField(blank=True, default='', verbose_name='giải trình')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ghi lúc')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='documents.answer', verbose_name='thay cho')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='documents.group', verbose_name='nhóm ý kiến')),
            ],
            options={
                'verbose_name': 'tiếp thu, giải trình',
                'verbose_name_plural': 'tiếp thu, giải trình',
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('group',), name='answer_first_once'), models.CheckConstraint(condition=models.Q(('decision', 'taken'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='answer_refusal_explained')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('contribution', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='membership', to='documents.contribution', verbose_name='ý kiến góp ý')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='documents.group', verbose_name='nhóm ý kiến')),
            ],
            options={
                'verbose_name': 'ý kiến trong nhóm',
                'verbose_name_plural': 'ý kiến trong nhóm',
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('step', models.PositiveSmallIntegerField(verbose_name='bước duyệt')),
                ('title', models.CharField(max_length=120, verbose_name='tên bước')),
                ('due', models.DateField(verbose_name='hạn')),
                ('rest', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='các bước còn lại')),
                ('note', models.TextField(blank=True, default='', verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='trình lúc')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions_in', to='organization.unit', verbose_name='nơi duyệt')),
            ],
            options={
                'verbose_name': 'lần trình duyệt',
                'verbose_name_plural': 'lần trình duyệt',
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30, verbose_name='thể loại')),
                ('sections', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='các mục')),
                ('route', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='các bước duyệt')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lưu lúc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_templates', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'mẫu văn bản',
                'verbose_name_plural': 'mẫu văn bản',
                'ordering': ['unit', 'kind', '-recorded_at'],
                'indexes': [models.Index(fields=['kind', 'unit', 'recorded_at'], name='template_newest')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('approved', 'đồng ý'), ('returned', 'trả lại')], max_length=10, verbose_name='kết quả duyệt')),
                ('reasons', models.TextField(blank=True, default='', verbose_name='lý do')),
                ('paper', models.CharField(blank=True, default='', max_length=200, verbose_name='văn bản')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ghi lúc')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='documents.submission', verbose_name='lần trình duyệt')),
            ],
            options={
                'verbose_name': 'kết quả duyệt văn kiện',
                'verbose_name_plural': 'kết quả duyệt văn kiện',
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', 'approved'), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='verdict_returned_with_reasons')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='bản số')),
                ('phase', models.CharField(choices=[('outline', 'đề cương'), ('detailed_outline', 'đề cương chi tiết'), ('draft', 'dự thảo'), ('revised_draft', 'dự thảo đã tiếp thu'), ('final', 'bản chính thức')], default='draft', max_length=20, verbose_name='bước soạn thảo')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='ghi chú')),
                ('origin', models.CharField(choices=[('written', 'soạn trên màn hình'), ('imported', 'nhập từ tệp'), ('adopted', 'thông qua')], default='written', max_length=20, verbose_name='nguồn của bản')),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='nội dung')),
                ('digest', models.CharField(max_length=64, verbose_name='mã kiểm chứng')),
                ('word_count', models.PositiveIntegerField(verbose_name='số chữ')),
                ('last_key', models.PositiveIntegerField(verbose_name='số đoạn đã đặt tên')),
                ('revision_count', models.PositiveIntegerField(default=0, verbose_name='số lần sửa đã gộp')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lưu lúc')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.document', verbose_name='văn kiện')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp gốc')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='documents.version', verbose_name='tiếp sau bản')),
            ],
            options={
                'verbose_name': 'bản văn kiện',
                'verbose_name_plural': 'bản văn kiện',
                'ordering': ['document', 'number'],
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='version_number_once'), models.CheckConstraint(condition=models.Q(('number', 1), ('follows__isnull', False), _connector='OR'), name='version_follows_or_first')],
            },
        ),
        migrations.AddField(
            model_name='submission',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='documents.version', verbose_name='bản văn kiện'),
        ),
        migrations.CreateModel(
            name='RevisionRow',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='lần sửa số')),
                ('deed', models.CharField(choices=[('change', 'change'), ('insert', 'insert'), ('remove', 'remove'), ('move', 'move')], max_length=10, verbose_name='việc sửa')),
                ('key', models.CharField(max_length=12, verbose_name='đoạn')),
                ('text', models.TextField(blank=True, default='', verbose_name='nội dung')),
                ('style', models.CharField(blank=True, default='', max_length=12, verbose_name='kiểu đoạn')),
                ('after', models.CharField(blank=True, default='', max_length=12, verbose_name='đứng sau đoạn')),
                ('base', models.CharField(blank=True, default='', max_length=16, verbose_name='sửa trên nội dung')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lưu lúc')),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='documents.answer', verbose_name='theo trả lời')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='documents.version', verbose_name='bản văn kiện')),
            ],
            options={
                'verbose_name': 'lần sửa văn kiện',
                'verbose_name_plural': 'lần sửa văn kiện',
                'ordering': ['version', 'number'],
                'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='revision_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('symbol', models.CharField(max_length=60, verbose_name='số và ký hiệu')),
                ('signed_on', models.DateField(verbose_name='ngày ký')),
                ('place', models.CharField(blank=True, default='', max_length=80, verbose_name='địa danh')),
                ('signer_title', models.CharField(blank=True, default='', max_length=120, verbose_name='chức vụ người ký')),
                ('signer_name', models.CharField(blank=True, default='', max_length=120, verbose_name='họ tên người ký')),
                ('recipients', models.TextField(blank=True, default='', verbose_name='nơi nhận')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ghi lúc')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='issue', to='documents.document', verbose_name='văn kiện')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='issue', to='documents.version', verbose_name='bản văn kiện')),
            ],
            options={
                'verbose_name': 'lần phát hành',
                'verbose_name_plural': 'lần phát hành',
            },
        ),
        migrations.AddField(
            model_name='consultation',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='documents.version', verbose_name='bản văn kiện'),
        ),
        migrations.CreateModel(
            name='Consolidation',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='nội dung')),
                ('groups', models.PositiveIntegerField(verbose_name='số nhóm')),
                ('contributions', models.PositiveIntegerField(verbose_name='số ý kiến')),
                ('root', models.CharField(max_length=64, verbose_name='mã kiểm chứng')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='gửi lúc')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consolidations', to='organization.unit', verbose_name='nơi tổng hợp')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consolidations', to='documents.consultation', verbose_name='đợt lấy ý kiến')),
            ],
            options={
                'verbose_name': 'báo cáo tổng hợp ý kiến',
                'verbose_name_plural': 'báo cáo tổng hợp ý kiến',
                'ordering': ['sent_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'unit'), name='consolidation_once')],
            },
        ),
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('whole_branch', models.BooleanField(default=True, verbose_name='cả nhánh')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations_in', to='organization.unit', verbose_name='đơn vị')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressees', to='documents.consultation', verbose_name='đợt lấy ý kiến')),
            ],
            options={
                'verbose_name': 'nơi được lấy ý kiến',
                'verbose_name_plural': 'nơi được lấy ý kiến',
                'constraints': [models.UniqueConstraint(fields=('consultation', 'unit'), name='addressee_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('version', 'step'), name='submission_step_once'),
        ),
    ]
