import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import uuid
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('journal', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('step', models.CharField(max_length=20, verbose_name='bước')),
                ('title', models.CharField(max_length=300, verbose_name='nội dung')),
                ('speaker', models.CharField(blank=True, max_length=200, verbose_name='người trình bày')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='số phút dự kiến')),
                ('began_at', models.DateTimeField(blank=True, null=True, verbose_name='bắt đầu lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
            ],
            options={
                'verbose_name': 'việc trong chương trình',
                'verbose_name_plural': 'việc trong chương trình',
                'ordering': ['meeting', 'position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('began_at__isnull', False), ('ended_at__gte', models.F('began_at'))), _connector='OR'), name='meetings_item_times')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=300, verbose_name='tên hội nghị')),
                ('body', models.CharField(choices=[('standing_committee', 'ban thường vụ'), ('exec_committee', 'ban chấp hành'), ('key_cadres', 'cán bộ chủ chốt'), ('delegates', 'đại biểu'), ('members', 'toàn thể đảng viên')], max_length=20, verbose_name='chủ thể')),
                ('kind', models.CharField(choices=[('ordinary', 'định kỳ'), ('extraordinary', 'bất thường'), ('extended', 'mở rộng')], default='ordinary', max_length=20, verbose_name='loại hội nghị')),
                ('ordinal', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lần thứ')),
                ('term', models.CharField(blank=True, max_length=20, verbose_name='nhiệm kỳ')),
                ('opens_at', models.DateTimeField(verbose_name='giờ khai mạc')),
                ('place', models.CharField(max_length=200, verbose_name='địa điểm')),
                ('chair', models.CharField(blank=True, max_length=200, verbose_name='chủ trì')),
                ('quorum', models.CharField(choices=[('more_than_half', 'quá nửa'), ('two_thirds', 'ít nhất hai phần ba')], max_length=20, verbose_name='tỷ lệ cần có mặt')),
                ('state', models.CharField(choices=[('preparing', 'đang chuẩn bị'), ('called', 'đã triệu tập'), ('running', 'đang họp'), ('paused', 'đang nghỉ'), ('closed', 'đã bế mạc')], default='preparing', max_length=10, verbose_name='giai đoạn')),
                ('symbol', models.CharField(blank=True, max_length=40, verbose_name='số giấy triệu tập')),
                ('called_on', models.DateField(blank=True, null=True, verbose_name='ngày triệu tập')),
                ('version', models.PositiveBigIntegerField(default=0, verbose_name='lần thay đổi')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'hội nghị',
                'verbose_name_plural': 'hội nghị',
                'ordering': ['-opens_at'],
                'indexes': [models.Index(fields=['unit', 'opens_at'], name='meetings_meeting_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('body__in', ['standing_committee', 'exec_committee', 'key_cadres', 'delegates', 'members'])), name='meetings_body_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['ordinary', 'extraordinary', 'extended'])), name='meetings_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['preparing', 'called', 'running', 'paused', 'closed'])), name='meetings_state_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='meetings_title_given')],
            },
        ),
        migrations.CreateModel(
            name='OpenVote',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=400, verbose_name='nội dung biểu quyết')),
                ('subject', models.CharField(blank=True, max_length=80, verbose_name='khóa đối tượng')),
                ('form', models.CharField(choices=[('hands', 'giơ tay'), ('cards', 'giơ thẻ'), ('device', 'thiết bị của đại biểu')], default='hands', max_length=10, verbose_name='cách biểu quyết')),
                ('share', models.CharField(choices=[('more_than_half', 'quá nửa'), ('two_thirds', 'ít nhất hai phần ba')], default='more_than_half', max_length=20, verbose_name='tỷ lệ cần đạt')),
                ('base', models.PositiveIntegerField(verbose_name='cơ sở tính')),
                ('present', models.PositiveIntegerField(verbose_name='số có mặt')),
                ('state', models.CharField(choices=[('open', 'đang biểu quyết'), ('closed', 'đã có kết quả'), ('cancelled', 'đã hủy')], default='open', max_length=10, verbose_name='tình trạng biểu quyết')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm mở')),
            ],
            options={
                'verbose_name': 'cuộc biểu quyết',
                'verbose_name_plural': 'cuộc biểu quyết',
                'ordering': ['meeting', 'opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('base__gte', 1)), name='meetings_vote_base'), models.CheckConstraint(condition=models.Q(('form__in', ['hands', 'cards', 'device'])), name='meetings_vote_form')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('title', models.CharField(max_length=300, verbose_name='tên tài liệu')),
                ('subject', models.CharField(blank=True, max_length=80, verbose_name='khóa tài liệu')),
                ('page', models.CharField(blank=True, max_length=80, verbose_name='trang của tài liệu')),
                ('argument', models.CharField(blank=True, max_length=80, verbose_name='tham số của trang')),
                ('words', models.PositiveIntegerField(default=0, verbose_name='số từ')),
                ('is_for_adoption', models.BooleanField(default=False, verbose_name='để biểu quyết thông qua')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='nhận lúc')),
                ('stored', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp lưu')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='meetings.item', verbose_name='việc trong chương trình')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='meetings.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'tài liệu hội nghị',
                'verbose_name_plural': 'tài liệu hội nghị',
                'ordering': ['meeting', 'position'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='meetings_paper_position'), models.UniqueConstraint(condition=models.Q(('subject', ''), _negated=True), fields=('meeting', 'subject'), name='meetings_paper_subject'), models.CheckConstraint(condition=models.Q(('received_at__isnull', True), models.Q(('page', ''), _negated=True), ('stored__isnull', False), _connector='OR'), name='meetings_paper_received')],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='meetings.meeting', verbose_name='hội nghị'),
        ),
        migrations.CreateModel(
            name='Invitee',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('title', models.CharField(max_length=200, verbose_name='thành phần')),
                ('delegation', models.CharField(blank=True, max_length=200, verbose_name='đoàn')),
                ('heads', models.PositiveIntegerField(default=1, verbose_name='số triệu tập')),
                ('has_vote', models.BooleanField(default=True, verbose_name='có quyền biểu quyết')),
                ('present', models.PositiveIntegerField(default=0, verbose_name='số có mặt')),
                ('excused', models.PositiveIntegerField(default=0, verbose_name='số vắng có lý do')),
                ('elsewhere', models.PositiveIntegerField(default=0, verbose_name='số sinh hoạt nơi khác, không dự')),
                ('suspended', models.PositiveIntegerField(default=0, verbose_name='số bị đình chỉ sinh hoạt')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='lý do vắng')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='organization.person', verbose_name='người')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitees', to='meetings.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'thành phần triệu tập',
                'verbose_name_plural': 'thành phần triệu tập',
                'ordering': ['meeting', 'position'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='meetings_invitee_position'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('meeting', 'person'), name='meetings_invitee_person'), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('heads', 1), _connector='OR'), name='meetings_invitee_one_person'), models.CheckConstraint(condition=models.Q(('heads__gte', 1)), name='meetings_invitee_heads'), models.CheckConstraint(condition=models.Q(('heads__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('present'), '+', models.F('excused')), '+', models.F('elsewhere')), '+', models.F('suspended')))), name='meetings_invitee_sum'), models.CheckConstraint(condition=models.Q(('excused', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='meetings_invitee_reason')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='số thứ tự')),
                ('at', models.DateTimeField(verbose_name='thời điểm')),
                ('verb', models.CharField(choices=[('prepared', 'chuẩn bị'), ('summoned', 'ra giấy triệu tập'), ('opened', 'khai mạc'), ('presence', 'điểm danh'), ('item_started', 'bắt đầu việc'), ('item_ended', 'xong việc'), ('registered', 'đăng ký phát biểu'), ('preferred', 'mời trước'), ('called', 'mời phát biểu'), ('ended', 'phát biểu xong'), ('withdrawn', 'rút đăng ký'), ('handed_in', 'gửi bằng văn bản'), ('vote_opened', 'mở biểu quyết'), ('vote_closed', 'kết quả biểu quyết'), ('vote_cancelled', 'hủy biểu quyết'), ('amended', 'đề nghị sửa đổi'), ('adopted', 'quyết định về văn bản'), ('concluded', 'kết luận'), ('noted', 'ghi nhận'), ('shown', 'đổi màn hình'), ('paused', 'tạm nghỉ'), ('resumed', 'họp tiếp'), ('closed', 'bế mạc')], max_length=20, verbose_name='việc')),
                ('subject', models.CharField(blank=True, max_length=40, verbose_name='đối tượng')),
                ('facts', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='dữ kiện')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.entry', verbose_name='dòng nhật ký')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='meetings.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'diễn biến hội nghị',
                'verbose_name_plural': 'diễn biến hội nghị',
                'ordering': ['meeting', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'seq'), name='meetings_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='Conclusion',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='số thứ tự')),
                ('text', models.TextField(verbose_name='nội dung kết luận')),
                ('owner_post', models.CharField(max_length=120, verbose_name='chức danh chịu trách nhiệm')),
                ('due', models.DateField(verbose_name='hạn')),
                ('assignment', models.CharField(blank=True, max_length=80, verbose_name='khóa việc được giao')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='đơn vị thực hiện')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='meetings.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'kết luận hội nghị',
                'verbose_name_plural': 'kết luận hội nghị',
                'ordering': ['meeting', 'number'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='meetings_conclusion_number')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('symbol', models.CharField(max_length=40, verbose_name='số biên bản')),
                ('writer', models.CharField(max_length=120, verbose_name='người ghi biên bản')),
                ('sentences', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='các câu')),
                ('digest', models.CharField(max_length=64, verbose_name='mã kiểm chứng')),
                ('fixed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm chốt')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='fixed_minutes', to='meetings.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'biên bản hội nghị',
                'verbose_name_plural': 'biên bản hội nghị',
            },
        ),
        migrations.CreateModel(
            name='VoteResult',
            fields=[
                ('vote', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='result', serialize=False, to='meetings.openvote', verbose_name='cuộc biểu quyết')),
                ('agree', models.PositiveIntegerField(verbose_name='tán thành')),
                ('disagree', models.PositiveIntegerField(verbose_name='không tán thành')),
                ('other', models.PositiveIntegerField(verbose_name='ý kiến khác')),
                ('not_voted', models.PositiveIntegerField(verbose_name='không biểu quyết')),
                ('present', models.PositiveIntegerField(verbose_name='số có mặt')),
                ('base', models.PositiveIntegerField(verbose_name='cơ sở tính')),
                ('needed', models.PositiveIntegerField(verbose_name='số cần đạt')),
                ('is_carried', models.BooleanField(verbose_name='được thông qua')),
                ('inputs', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='đầu vào')),
                ('closed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm chốt')),
            ],
            options={
                'verbose_name': 'kết quả biểu quyết',
                'verbose_name_plural': 'kết quả biểu quyết',
                'constraints': [models.CheckConstraint(condition=models.Q(('present', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('agree'), '+', models.F('disagree')), '+', models.F('other')), '+', models.F('not_voted')))), name='meetings_result_adds_up'), models.CheckConstraint(condition=models.Q(models.Q(('agree__gte', models.F('needed')), ('is_carried', True)), models.Q(('agree__lt', models.F('needed')), ('is_carried', False)), _connector='OR'), name='meetings_result_carried')],
            },
        ),
        migrations.AddField(
            model_name='openvote',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='meetings.item', verbose_name='việc trong chương trình'),
        ),
        migrations.AddField(
            model_name='openvote',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='meetings.meeting', verbose_name='hội nghị'),
        ),
        migrations.CreateModel(
            name='DeviceCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('agree', 'tán thành'), ('disagree', 'không tán thành'), ('other', 'ý kiến khác')], max_length=10, verbose_name='lựa chọn')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='số lượng')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='device_counts', to='meetings.openvote', verbose_name='cuộc biểu quyết')),
            ],
            options={
                'verbose_name': 'số máy đã chọn',
                'verbose_name_plural': 'số máy đã chọn',
                'constraints': [models.UniqueConstraint(fields=('vote', 'choice'), name='meetings_device_choice')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='số thứ tự')),
                ('passage', models.CharField(max_length=200, verbose_name='đoạn')),
                ('text', models.TextField(verbose_name='nội dung sửa')),
                ('source', models.CharField(max_length=200, verbose_name='nơi đề nghị')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='meetings.paper', verbose_name='tài liệu hội nghị')),
                ('vote', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendment', to='meetings.openvote', verbose_name='cuộc biểu quyết')),
            ],
            options={
                'verbose_name': 'đề nghị sửa đổi',
                'verbose_name_plural': 'đề nghị sửa đổi',
                'ordering': ['paper', 'number'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'number'), name='meetings_amendment_number')],
            },
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=120, verbose_name='người phát biểu')),
                ('delegation', models.CharField(blank=True, max_length=200, verbose_name='đoàn')),
                ('form', models.CharField(choices=[('turn', 'phát biểu'), ('speech', 'tham luận'), ('point_of_order', 'ý kiến về cách điều hành')], default='turn', max_length=20, verbose_name='hình thức phát biểu')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='tên tham luận')),
                ('words', models.PositiveIntegerField(default=0, verbose_name='số từ')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='speakers', to='meetings.meeting', verbose_name='hội nghị')),
                ('stored', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='tệp lưu')),
            ],
            options={
                'verbose_name': 'người đăng ký phát biểu',
                'verbose_name_plural': 'người đăng ký phát biểu',
                'constraints': [models.CheckConstraint(condition=models.Q(('form__in', ['turn', 'speech', 'point_of_order'])), name='meetings_speaker_form'), models.CheckConstraint(condition=models.Q(models.Q(('form', 'speech'), _negated=True), models.Q(('title', ''), _negated=True), _connector='OR'), name='meetings_speech_title')],
            },
        ),
        migrations.CreateModel(
            name='VotingCard',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seat', models.PositiveIntegerField(verbose_name='số ghế')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='mã băm của thẻ')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='đã thu hồi')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='meetings.meeting', verbose_name='hội nghị')),
            ],
            options={
                'verbose_name': 'thẻ biểu quyết',
                'verbose_name_plural': 'thẻ biểu quyết',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_withdrawn', False)), fields=('meeting', 'seat'), name='meetings_card_seat')],
            },
        ),
        migrations.CreateModel(
            name='CardUse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='meetings.openvote', verbose_name='cuộc biểu quyết')),
                ('card', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='meetings.votingcard', verbose_name='thẻ biểu quyết')),
            ],
            options={
                'verbose_name': 'thẻ đã biểu quyết',
                'verbose_name_plural': 'thẻ đã biểu quyết',
                'constraints': [models.UniqueConstraint(fields=('vote', 'card'), name='meetings_card_once')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='adoption', serialize=False, to='meetings.paper', verbose_name='tài liệu hội nghị')),
                ('is_adopted', models.BooleanField(verbose_name='được thông qua')),
                ('inputs', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='đầu vào')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm quyết định')),
                ('vote', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='adoption', to='meetings.openvote', verbose_name='cuộc biểu quyết')),
            ],
            options={
                'verbose_name': 'quyết định thông qua văn bản',
                'verbose_name_plural': 'quyết định thông qua văn bản',
            },
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('meeting', 'position'), name='meetings_item_position'),
        ),
        migrations.AddConstraint(
            model_name='openvote',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('meeting',), name='meetings_one_open_vote'),
        ),
    ]
