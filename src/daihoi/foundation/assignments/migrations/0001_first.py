import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False, verbose_name='mã mốc')),
                ('title', models.CharField(max_length=300, verbose_name='tên mốc')),
            ],
            options={
                'verbose_name': 'mốc tính hạn',
                'verbose_name_plural': 'mốc tính hạn',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=300, verbose_name='việc')),
                ('details', models.TextField(blank=True, default='', verbose_name='yêu cầu')),
                ('asks', models.CharField(choices=[('nothing', 'chỉ báo đã xong'), ('text', 'báo kết quả bằng chữ'), ('file', 'gửi tệp: văn bản, ảnh, biên bản'), ('form', 'điền biểu mẫu')], default='text', max_length=10, verbose_name='minh chứng cần có')),
                ('owner_post', models.CharField(blank=True, default='', max_length=40, verbose_name='chức trách')),
                ('source', models.CharField(blank=True, default='', max_length=120, verbose_name='nguồn')),
                ('source_title', models.CharField(blank=True, default='', max_length=300, verbose_name='tên nguồn')),
                ('link', models.CharField(blank=True, default='', max_length=200, verbose_name='trang nguồn')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn cố định')),
                ('anchor', models.CharField(blank=True, default='', max_length=120, verbose_name='mốc tính hạn')),
                ('due_days', models.PositiveSmallIntegerField(default=0, verbose_name='số ngày đếm hạn')),
                ('due_before', models.BooleanField(default=True, verbose_name='đếm lùi')),
                ('due_working', models.BooleanField(default=True, verbose_name='ngày làm việc')),
                ('grade', models.CharField(blank=True, default='', max_length=20, verbose_name='độ mật')),
                ('assigned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm giao')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches_issued', to='organization.unit', verbose_name='đơn vị giao')),
            ],
            options={
                'verbose_name': 'lần giao việc',
                'verbose_name_plural': 'lần giao việc',
                'ordering': ['-assigned_at', '-id'],
                'indexes': [models.Index(fields=['source'], name='assignments_batch_source'), models.Index(fields=['anchor'], name='assignments_batch_anchor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='assignments_batch_title_given'), models.CheckConstraint(condition=models.Q(('asks__in', ['nothing', 'text', 'file', 'form'])), name='assignments_batch_asks_known'), models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('anchor', ''), _connector='OR'), name='assignments_batch_one_way_of_due')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('post', models.CharField(blank=True, default='', max_length=40, verbose_name='chức trách')),
                ('subject', models.CharField(blank=True, default='', max_length=120, verbose_name='đối tượng của hạn')),
                ('link', models.CharField(blank=True, default='', max_length=200, verbose_name='trang của việc')),
                ('due', models.DateField(blank=True, null=True, verbose_name='hạn')),
                ('state', models.CharField(choices=[('sent', 'đã gửi'), ('received', 'đã nhận'), ('read', 'đã đọc'), ('planned', 'đã có kế hoạch'), ('done', 'đã báo xong'), ('returned', 'trả lại'), ('accepted', 'đã nghiệm thu'), ('met', 'đã xong'), ('dropped', 'không còn phải làm')], default='sent', max_length=10, verbose_name='tình trạng việc')),
                ('owed', models.BooleanField(default=True, verbose_name='còn phải làm')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='ngày xong')),
                ('anchor_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counted_assignments', to='organization.unit', verbose_name='đơn vị của mốc')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organization.unit', verbose_name='đơn vị thực hiện')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='assignments.batch', verbose_name='lần giao việc')),
            ],
            options={
                'verbose_name': 'việc được giao',
                'verbose_name_plural': 'việc được giao',
                'indexes': [models.Index(fields=['unit', 'owed', 'due'], name='assignments_of_unit'), models.Index(fields=['owed', 'due', 'unit'], name='assignments_by_day'), models.Index(fields=['batch', 'state'], name='assignments_of_batch')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('subject', ''), models.Q(('state', 'dropped'), _negated=True)), fields=('batch', 'unit'), name='assignments_once_per_unit'), models.UniqueConstraint(condition=models.Q(('subject', ''), _negated=True), fields=('subject',), name='assignments_subject_once'), models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'received', 'read', 'planned', 'done', 'returned', 'accepted', 'met', 'dropped'])), name='assignments_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('met_on__isnull', True), ('owed', True), ('state__in', ('sent', 'received', 'read', 'planned', 'returned'))), models.Q(('owed', False), models.Q(('state__in', ('sent', 'received', 'read', 'planned', 'returned')), _negated=True)), _connector='OR'), name='assignments_owed_by_state')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(choices=[('received', 'nhận'), ('read', 'đọc'), ('planned', 'lập kế hoạch'), ('done', 'báo xong'), ('returned', 'trả lại'), ('accepted', 'nghiệm thu'), ('met', 'xong'), ('reopened', 'mở lại'), ('dropped', 'thôi giao'), ('due_moved', 'đổi hạn'), ('moved', 'chuyển đơn vị thực hiện')], max_length=10, verbose_name='mốc')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm')),
                ('on', models.DateField(blank=True, null=True, verbose_name='ngày')),
                ('note', models.TextField(blank=True, default='', verbose_name='nội dung')),
                ('due_before', models.DateField(blank=True, null=True, verbose_name='hạn cũ')),
                ('due_after', models.DateField(blank=True, null=True, verbose_name='hạn mới')),
                ('key', models.UUIDField(blank=True, null=True, verbose_name='mã lần gửi')),
                ('assignment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='assignments.assignment', verbose_name='việc được giao')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người làm')),
                ('file', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp minh chứng')),
                ('unit_after', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị mới')),
                ('unit_before', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị cũ')),
            ],
            options={
                'verbose_name': 'mốc của việc',
                'verbose_name_plural': 'mốc của việc',
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['assignment', 'at'], name='assignments_event_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('key',), name='assignments_event_sent_once'), models.CheckConstraint(condition=models.Q(('step__in', ['received', 'read', 'planned', 'done', 'returned', 'accepted', 'met', 'reopened', 'dropped', 'due_moved', 'moved'])), name='assignments_event_step_known'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'returned'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='assignments_return_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='AnchorDay',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='ngày')),
                ('anchor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='assignments.anchor', verbose_name='mốc tính hạn')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='anchor_days', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'ngày của mốc',
                'verbose_name_plural': 'ngày của mốc',
                'constraints': [models.UniqueConstraint(fields=('anchor', 'unit'), name='assignments_anchor_day_once')],
            },
        ),
    ]
