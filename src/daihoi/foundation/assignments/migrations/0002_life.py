import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('assignments', '0001_first'),
        ('files', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('post', models.CharField(blank=True, default='', max_length=40, verbose_name='chức trách')),
                ('is_substitute', models.BooleanField(default=False, verbose_name='làm thay')),
                ('valid_from', models.DateField(verbose_name='có hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='hết hiệu lực')),
            ],
            options={
                'verbose_name': 'phân công phụ trách',
                'verbose_name_plural': 'phân công phụ trách',
                'ordering': ['unit', 'post', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignments_charge_end'), models.CheckConstraint(condition=models.Q(('is_substitute', False), ('valid_to__isnull', False), _connector='OR'), name='assignments_substitute_until')],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='ngày')),
                ('soon', models.PositiveIntegerField(default=0, verbose_name='sắp đến hạn')),
                ('late', models.PositiveIntegerField(default=0, verbose_name='quá hạn')),
                ('below', models.PositiveIntegerField(default=0, verbose_name='quá hạn của cấp dưới')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('delivery', models.CharField(choices=[('none', 'chỉ trong chương trình'), ('waiting', 'chờ gửi'), ('sending', 'đang gửi'), ('sent', 'đã gửi'), ('given_up', 'không gửi được')], default='none', max_length=10, verbose_name='tình trạng gửi thư')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần gửi')),
                ('fault', models.CharField(blank=True, default='', max_length=300, verbose_name='lỗi gửi')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='gửi lúc')),
            ],
            options={
                'verbose_name': 'bản tin nhắc việc',
                'verbose_name_plural': 'bản tin nhắc việc',
                'ordering': ['-on', 'user'],
                'indexes': [models.Index(fields=['delivery'], name='assignments_digest_delivery')],
                'constraints': [models.CheckConstraint(condition=models.Q(('delivery__in', ['none', 'waiting', 'sending', 'sent', 'given_up'])), name='assignments_delivery_known')],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='mailbox', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
                ('address', models.EmailField(blank=True, default='', max_length=254, verbose_name='thư điện tử')),
                ('feed_digest', models.CharField(blank=True, default='', max_length=64, verbose_name='mã băm địa chỉ lịch')),
                ('feed_since', models.DateTimeField(blank=True, null=True, verbose_name='lịch mở từ')),
            ],
            options={
                'verbose_name': 'nơi nhận nhắc việc',
                'verbose_name_plural': 'nơi nhận nhắc việc',
                'constraints': [models.UniqueConstraint(condition=models.Q(('feed_digest', ''), _negated=True), fields=('feed_digest',), name='assignments_feed_once')],
            },
        ),
        migrations.CreateModel(
            name='Urging',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[('letter', 'công văn'), ('text', 'tin nhắn, bảng ảnh')], max_length=10, verbose_name='hình thức đôn đốc')),
                ('on', models.DateField(verbose_name='ngày')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm')),
                ('symbol', models.CharField(blank=True, default='', max_length=80, verbose_name='số, ký hiệu')),
                ('units', models.PositiveIntegerField(verbose_name='số đơn vị')),
                ('items', models.PositiveIntegerField(verbose_name='số việc')),
            ],
            options={
                'verbose_name': 'lần đôn đốc',
                'verbose_name_plural': 'lần đôn đốc',
                'ordering': ['-at'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='assignments_event_step_known',
        ),
        migrations.RemoveIndex(
            model_name='assignment',
            name='assignments_of_batch',
        ),
        migrations.AlterField(
            model_name='event',
            name='step',
            field=models.CharField(choices=[('received', 'nhận'), ('read', 'đọc'), ('planned', 'lập kế hoạch'), ('done', 'báo xong'), ('returned', 'trả lại'), ('accepted', 'nghiệm thu'), ('met', 'xong'), ('reopened', 'mở lại'), ('dropped', 'thôi giao'), ('due_moved', 'đổi hạn'), ('moved', 'chuyển đơn vị thực hiện'), ('reminded', 'đôn đốc')], max_length=10, verbose_name='mốc'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['batch', 'unit', 'state', 'owed', 'due'], name='assignments_of_batch'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['received', 'read', 'planned', 'done', 'returned', 'accepted', 'met', 'reopened', 'dropped', 'due_moved', 'moved', 'reminded'])), name='assignments_event_step_known'),
        ),
        migrations.AddField(
            model_name='charge',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='organization.unit', verbose_name='đơn vị'),
        ),
        migrations.AddField(
            model_name='charge',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to=settings.AUTH_USER_MODEL, verbose_name='người phụ trách'),
        ),
        migrations.AddField(
            model_name='digest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản'),
        ),
        migrations.AddField(
            model_name='urging',
            name='docx',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='bản DOCX'),
        ),
        migrations.AddField(
            model_name='urging',
            name='pdf',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='bản PDF'),
        ),
        migrations.AddField(
            model_name='urging',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='organization.unit', verbose_name='đơn vị đôn đốc'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(condition=models.Q(('is_substitute', False), ('valid_to__isnull', True)), fields=('unit', 'post'), name='assignments_one_in_charge'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('user', 'on'), name='assignments_one_digest_a_day'),
        ),
    ]
