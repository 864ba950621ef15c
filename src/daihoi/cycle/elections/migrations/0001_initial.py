import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('ballots', '0001_initial'),
        ('congresses', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('decision', models.CharField(blank=True, default='', max_length=300, verbose_name='quyết định của đại hội')),
                ('elects', models.CharField(choices=[('executive_committee', 'ban chấp hành'), ('standing_committee', 'ban thường vụ'), ('secretary', 'bí thư'), ('deputy_secretary', 'phó bí thư'), ('inspection_committee', 'ủy ban kiểm tra'), ('inspection_head', 'chủ nhiệm ủy ban kiểm tra'), ('delegates', 'đại biểu dự đại hội cấp trên'), ('other', 'nội dung khác')], max_length=30, verbose_name='bầu gì')),
                ('title', models.CharField(max_length=200, verbose_name='tên cuộc bầu')),
                ('purpose', models.CharField(choices=[('election', 'bầu cử'), ('introduction', 'giới thiệu nhân sự'), ('poll', 'lấy phiếu xin ý kiến')], default='election', max_length=20, verbose_name='mục đích')),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='lần bầu')),
                ('is_tie', models.BooleanField(default=False, verbose_name='bầu lại giữa những người bằng phiếu')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='số lượng cần bầu')),
                ('alternates', models.PositiveSmallIntegerField(default=0, verbose_name='số dự khuyết')),
                ('convened', models.PositiveIntegerField(blank=True, null=True, verbose_name='số được triệu tập')),
                ('present', models.PositiveIntegerField(blank=True, null=True, verbose_name='số có mặt')),
                ('base', models.PositiveIntegerField(verbose_name='cơ sở tính')),
                ('checks_stamp', models.BooleanField(default=False, verbose_name='kiểm tra dấu trên phiếu')),
                ('letter', models.CharField(max_length=1, verbose_name='chữ của cuộc bầu')),
                ('page_size', models.CharField(default='A4', max_length=2, verbose_name='khổ giấy')),
                ('place', models.CharField(blank=True, default='', max_length=80, verbose_name='địa danh')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm lập')),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='congresses.congress', verbose_name='đại hội')),
                ('earlier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='elections.contest', verbose_name='cuộc bầu trước')),
                ('poll', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contest_row', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'cuộc bầu',
                'verbose_name_plural': 'cuộc bầu',
                'ordering': ['opened_at'],
                'constraints': [models.UniqueConstraint(fields=('congress', 'letter'), name='elections_contest_letter'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='elections_contest_seats'), models.CheckConstraint(condition=models.Q(('round__gte', 1)), name='elections_contest_round'), models.CheckConstraint(condition=models.Q(('base__gte', 1)), name='elections_contest_base'), models.CheckConstraint(condition=models.Q(('convened__isnull', True), ('base__lte', models.F('convened')), _connector='OR'), name='elections_contest_base_convened'), models.CheckConstraint(condition=models.Q(('page_size__in', ['A4', 'A5'])), name='elections_contest_page_size'), models.CheckConstraint(condition=models.Q(('elects__in', ['executive_committee', 'standing_committee', 'secretary', 'deputy_secretary', 'inspection_committee', 'inspection_head', 'delegates', 'other'])), name='elections_contest_elects'), models.CheckConstraint(condition=models.Q(('purpose__in', ['election', 'introduction', 'poll'])), name='elections_contest_purpose'), models.CheckConstraint(condition=models.Q(('earlier__isnull', True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='elections_later_contest_by_decision'), models.CheckConstraint(condition=models.Q(('is_tie', False), ('earlier__isnull', False), _connector='OR'), name='elections_tie_names_earlier')],
            },
        ),
        migrations.CreateModel(
            name='ContestCandidate',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField(verbose_name='thứ tự trên phiếu')),
                ('name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('born', models.CharField(blank=True, default='', max_length=10, verbose_name='ngày sinh')),
                ('sex', models.CharField(blank=True, default='', max_length=10, verbose_name='giới tính')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='ghi chú')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='elections.contest', verbose_name='cuộc bầu')),
            ],
            options={
                'verbose_name': 'người trong danh sách bầu cử',
                'verbose_name_plural': 'người trong danh sách bầu cử',
                'ordering': ['contest', 'place'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'place'), name='elections_candidate_place'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='elections_candidate_name')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.JSONField(verbose_name='kết quả')),
                ('contest_toml', models.TextField(verbose_name='danh sách và số phiếu')),
                ('charter_toml', models.TextField(verbose_name='bộ quy tắc')),
                ('readings_digest', models.CharField(max_length=64, verbose_name='mã băm kết quả đọc')),
                ('decisions_digest', models.CharField(max_length=64, verbose_name='mã băm quyết định')),
                ('digest', models.CharField(max_length=24, verbose_name='mã kiểm chứng')),
                ('journal_head', models.CharField(max_length=64, verbose_name='đầu chuỗi nhật ký')),
                ('certified_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm công bố')),
                ('certified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người công bố')),
                ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='elections.contest', verbose_name='cuộc bầu')),
                ('tally', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result_row', to='ballots.tally', verbose_name='kết quả kiểm phiếu')),
            ],
            options={
                'verbose_name': 'kết quả bầu cử',
                'verbose_name_plural': 'kết quả bầu cử',
                'constraints': [models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='elections_result_digest')],
            },
        ),
        migrations.CreateModel(
            name='MinutesSignature',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(choices=[('head', 'Trưởng ban kiểm phiếu'), ('presidium', 'Đoàn chủ tịch')], max_length=10, verbose_name='tư cách ký')),
                ('digest', models.CharField(max_length=24, verbose_name='mã kiểm chứng đã ký')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ký')),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ký')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='elections.result', verbose_name='kết quả bầu cử')),
            ],
            options={
                'verbose_name': 'chữ ký biên bản kiểm phiếu',
                'verbose_name_plural': 'chữ ký biên bản kiểm phiếu',
                'ordering': ['result', 'signed_at'],
                'constraints': [models.UniqueConstraint(fields=('result', 'place'), name='elections_signature_place'), models.UniqueConstraint(fields=('result', 'signer'), name='elections_signature_signer'), models.CheckConstraint(condition=models.Q(('place__in', ['head', 'presidium'])), name='elections_signature_known')],
            },
        ),
    ]
