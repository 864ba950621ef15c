import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('journal', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='tên cuộc bầu')),
                ('letter', models.CharField(max_length=1, verbose_name='chữ của cuộc bầu')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã trên phiếu')),
                ('page_size', models.CharField(max_length=2, verbose_name='khổ giấy')),
                ('state', models.CharField(choices=[('draft', 'chờ ký bản in thử'), ('proofed', 'chờ in phiếu'), ('printed', 'chờ phát phiếu'), ('issued', 'đã phát phiếu'), ('counting', 'đang kiểm phiếu'), ('closed', 'đã khóa kiểm phiếu')], default='draft', max_length=10, verbose_name='giai đoạn')),
                ('contest_toml', models.TextField(verbose_name='danh sách và số lượng')),
                ('charter_toml', models.TextField(verbose_name='bộ quy tắc')),
                ('layout', models.JSONField(verbose_name='bố cục phiếu')),
                ('digest', models.CharField(max_length=64, verbose_name='mã băm của phiếu')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm lập')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='mẫu phiếu')),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='poll', to='files.contentkey', verbose_name='khóa ảnh quét')),
                ('specimen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='phiếu mẫu để niêm yết')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='polls', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'cuộc bỏ phiếu',
                'verbose_name_plural': 'cuộc bỏ phiếu',
                'ordering': ['opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('page_size__in', ['A4', 'A5'])), name='ballots_poll_page_size'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proofed', 'printed', 'issued', 'counting', 'closed'])), name='ballots_poll_state')],
            },
        ),
        migrations.CreateModel(
            name='CountRecord',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('printed', 'in'), ('issued', 'phát ra'), ('spoiled', 'hỏng'), ('left_over', 'còn lại'), ('returned', 'thu về')], max_length=10, verbose_name='loại số phiếu')),
                ('turn', models.PositiveSmallIntegerField(default=1, verbose_name='lần ghi')),
                ('count', models.PositiveIntegerField(verbose_name='số phiếu')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do sửa')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_records', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'số phiếu ghi nhận',
                'verbose_name_plural': 'số phiếu ghi nhận',
                'ordering': ['poll', 'kind', 'turn'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'kind', 'turn'), name='ballots_count_turn'), models.CheckConstraint(condition=models.Q(('turn', 1), models.Q(('turn__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='ballots_count_corrected_with_reason'), models.CheckConstraint(condition=models.Q(('kind__in', ['printed', 'issued', 'spoiled', 'left_over', 'returned'])), name='ballots_count_kind')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=80, verbose_name='câu hỏi')),
                ('held_until', models.DateTimeField(verbose_name='giữ đến')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người giữ')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'lượt giữ',
                'verbose_name_plural': 'lượt giữ',
                'constraints': [models.UniqueConstraint(fields=('poll', 'question'), name='ballots_claim_one_holder')],
            },
        ),
        migrations.CreateModel(
            name='Adjudication',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=80, verbose_name='câu hỏi')),
                ('turn', models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
                ('verdict', models.JSONField(null=True, verbose_name='ý kiến')),
                ('for_board', models.BooleanField(default=False, verbose_name='thay mặt cả ban')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('salt', models.CharField(max_length=32, verbose_name='muối')),
                ('commitment', models.CharField(max_length=64, verbose_name='cam kết')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm')),
                ('decider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người quyết')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjudications', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'ý kiến về phiếu nghi ngờ',
                'verbose_name_plural': 'ý kiến về phiếu nghi ngờ',
                'ordering': ['poll', 'question', 'decided_at'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'question', 'decider', 'turn'), name='ballots_adjudication_one_answer'), models.CheckConstraint(condition=models.Q(('for_board', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ballots_adjudication_board_reason')],
            },
        ),
        migrations.CreateModel(
            name='PrintRun',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('copies', models.PositiveIntegerField(verbose_name='số phiếu in')),
                ('digest', models.CharField(max_length=64, verbose_name='mã băm của bản in')),
                ('printed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm in')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='print_runs', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'đợt in',
                'verbose_name_plural': 'đợt in',
                'ordering': ['printed_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='ballots_print_run_copies')],
            },
        ),
        migrations.CreateModel(
            name='ProofSignature',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField(verbose_name='chỗ ký')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ký')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proof_signatures', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ký')),
            ],
            options={
                'verbose_name': 'chữ ký bản in thử',
                'verbose_name_plural': 'chữ ký bản in thử',
                'ordering': ['poll', 'place'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'signer'), name='ballots_proof_two_people'), models.UniqueConstraint(fields=('poll', 'place'), name='ballots_proof_place'), models.CheckConstraint(condition=models.Q(('place__in', [1, 2])), name='ballots_proof_two_places')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField(verbose_name='thứ tự trang')),
                ('source', models.CharField(max_length=300, verbose_name='tệp và trang')),
                ('digest', models.CharField(max_length=64, verbose_name='mã băm của ảnh')),
                ('stored', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp lưu')),
            ],
            options={
                'verbose_name': 'ảnh quét',
                'verbose_name_plural': 'ảnh quét',
                'ordering': ['batch', 'sequence'],
                'indexes': [models.Index(fields=['digest'], name='ballots_scan_digest')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('line', models.JSONField(verbose_name='dòng kết quả')),
                ('reader', models.CharField(max_length=40, verbose_name='phiên bản máy đọc')),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm đọc')),
                ('scan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reading', to='ballots.scan', verbose_name='ảnh quét')),
            ],
            options={
                'verbose_name': 'kết quả đọc',
                'verbose_name_plural': 'kết quả đọc',
            },
        ),
        migrations.CreateModel(
            name='ScanBatch',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField(verbose_name='lô số')),
                ('label', models.CharField(max_length=80, verbose_name='tên lô')),
                ('hand_count', models.PositiveIntegerField(verbose_name='số tờ đếm tay')),
                ('state', models.CharField(choices=[('waiting', 'chờ đọc'), ('reading', 'đang đọc'), ('read', 'đã đọc xong'), ('withdrawn', 'đã rút')], default='waiting', max_length=10, verbose_name='tình trạng')),
                ('pages_expected', models.PositiveIntegerField(default=0, verbose_name='số trang trong tệp')),
                ('pages_read', models.PositiveIntegerField(default=0, verbose_name='số trang đã đọc')),
                ('first_ballot', models.PositiveIntegerField(null=True, verbose_name='phiếu đầu tiên của lô')),
                ('ballots', models.PositiveIntegerField(default=0, verbose_name='số phiếu đã đọc')),
                ('pages_aside', models.PositiveIntegerField(default=0, verbose_name='số trang để riêng')),
                ('order', models.PositiveIntegerField(null=True, verbose_name='thứ tự đọc xong')),
                ('leased_until', models.DateTimeField(null=True, verbose_name='máy đọc giữ đến')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do rút')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm nhận')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.entry', verbose_name='dòng nhật ký')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'lô phiếu',
                'verbose_name_plural': 'lô phiếu',
                'ordering': ['poll', 'sequence'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'sequence'), name='ballots_batch_sequence'), models.UniqueConstraint(fields=('poll', 'order'), name='ballots_batch_order'), models.CheckConstraint(condition=models.Q(('hand_count__gte', 1)), name='ballots_batch_hand_count'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'reading', 'read', 'withdrawn'])), name='ballots_batch_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ballots_batch_withdrawn_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'read'), _negated=True), models.Q(('first_ballot__isnull', False), ('order__isnull', False)), _connector='OR'), name='ballots_batch_read_has_numbers')],
            },
        ),
        migrations.AddField(
            model_name='scan',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='ballots.scanbatch', verbose_name='lô phiếu'),
        ),
        migrations.CreateModel(
            name='ScanFile',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField(verbose_name='thứ tự tệp')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('pages', models.PositiveIntegerField(verbose_name='số trang')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='ballots.scanbatch', verbose_name='lô phiếu')),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp lưu')),
            ],
            options={
                'verbose_name': 'tệp quét',
                'verbose_name_plural': 'tệp quét',
                'ordering': ['batch', 'sequence'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'sequence'), name='ballots_scan_file_sequence')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('contest_toml', models.TextField(verbose_name='danh sách và số phiếu')),
                ('readings_digest', models.CharField(max_length=64, verbose_name='mã băm kết quả đọc')),
                ('decisions_digest', models.CharField(max_length=64, verbose_name='mã băm quyết định')),
                ('result', models.JSONField(verbose_name='kết quả')),
                ('digest', models.CharField(max_length=24, verbose_name='mã kiểm chứng')),
                ('issued', models.PositiveIntegerField(verbose_name='phát ra')),
                ('returned', models.PositiveIntegerField(verbose_name='thu về')),
                ('valid', models.PositiveIntegerField(verbose_name='hợp lệ')),
                ('invalid', models.PositiveIntegerField(verbose_name='không hợp lệ')),
                ('closed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm khóa')),
                ('poll', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tally', to='ballots.poll', verbose_name='cuộc bỏ phiếu')),
            ],
            options={
                'verbose_name': 'kết quả kiểm phiếu',
                'verbose_name_plural': 'kết quả kiểm phiếu',
                'constraints': [models.CheckConstraint(condition=models.Q(('returned', django.db.models.expressions.CombinedExpression(models.F('valid'), '+', models.F('invalid')))), name='ballots_tally_returned'), models.CheckConstraint(condition=models.Q(('returned__lte', models.F('issued'))), name='ballots_tally_issued')],
            },
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(fields=('batch', 'sequence'), name='ballots_scan_sequence'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(fields=('batch', 'source'), name='ballots_scan_source'),
        ),
    ]
