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
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('term', models.CharField(max_length=20, verbose_name='nhiệm kỳ')),
                ('number', models.CharField(max_length=60, verbose_name='số và ký hiệu')),
                ('dated', models.DateField(verbose_name='ngày ban hành')),
                ('key_points', models.JSONField(default=list, verbose_name='trọng tâm, trọng điểm')),
                ('widened_to', models.JSONField(default=list, verbose_name='đối tượng giám sát mở rộng')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspection_programmes', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'chương trình kiểm tra, giám sát',
                'verbose_name_plural': 'chương trình kiểm tra, giám sát',
                'ordering': ['-dated'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'number', 'dated'), name='directives_programme_once')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[('inspection', 'kiểm tra'), ('supervision', 'giám sát')], max_length=20, verbose_name='hình thức')),
                ('title', models.CharField(max_length=300, verbose_name='nội dung kiểm tra')),
                ('key_points', models.JSONField(default=list, verbose_name='trọng tâm, trọng điểm')),
                ('decision', models.CharField(max_length=120, verbose_name='quyết định thành lập đoàn')),
                ('starts', models.DateField(verbose_name='từ ngày')),
                ('ends', models.DateField(verbose_name='đến ngày')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ngày kết thúc')),
                ('conclusion', models.TextField(blank=True, default='', verbose_name='kết luận')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='organization.unit', verbose_name='đơn vị')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='directives.programme', verbose_name='chương trình kiểm tra, giám sát')),
            ],
            options={
                'verbose_name': 'cuộc kiểm tra, giám sát',
                'verbose_name_plural': 'cuộc kiểm tra, giám sát',
                'ordering': ['-starts', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='directives_inspection_days'), models.CheckConstraint(condition=models.Q(('form__in', ['inspection', 'supervision'])), name='directives_inspection_form'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('conclusion', '')), ('closed_on__gte', models.F('starts')), _connector='OR'), name='directives_inspection_closed')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_head', models.BooleanField(default=False, verbose_name='trưởng đoàn')),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team', to='directives.inspection', verbose_name='cuộc kiểm tra, giám sát')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.person', verbose_name='người')),
            ],
            options={
                'verbose_name': 'thành viên đoàn kiểm tra',
                'verbose_name_plural': 'thành viên đoàn kiểm tra',
                'ordering': ['inspection', 'position'],
                'constraints': [models.UniqueConstraint(fields=('inspection', 'person'), name='directives_member_once'), models.UniqueConstraint(condition=models.Q(('is_head', True)), fields=('inspection',), name='directives_one_head')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('directive', 'Chỉ thị'), ('resolution', 'Nghị quyết'), ('conclusion', 'Kết luận'), ('guidance', 'Hướng dẫn'), ('plan', 'Kế hoạch'), ('circular', 'Thông tri'), ('regulation', 'Quy định'), ('decision', 'Quyết định'), ('programme', 'Chương trình')], max_length=20, verbose_name='loại văn bản')),
                ('number', models.CharField(max_length=60, verbose_name='số và ký hiệu')),
                ('body', models.CharField(max_length=160, verbose_name='cơ quan ban hành')),
                ('dated', models.DateField(verbose_name='ngày ban hành')),
                ('abstract', models.CharField(max_length=400, verbose_name='trích yếu')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='bản đã ký')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='organization.unit', verbose_name='đơn vị ban hành')),
            ],
            options={
                'verbose_name': 'văn bản chỉ đạo',
                'verbose_name_plural': 'văn bản chỉ đạo',
                'ordering': ['-dated', 'number'],
                'indexes': [models.Index(fields=['unit', 'kind', 'dated'], name='directives_text_unit')],
                'constraints': [models.UniqueConstraint(fields=('number', 'body', 'dated'), name='directives_text_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('body', ''), _negated=True), models.Q(('abstract', ''), _negated=True)), name='directives_text_named'), models.CheckConstraint(condition=models.Q(('kind__in', ['directive', 'resolution', 'conclusion', 'guidance', 'plan', 'circular', 'regulation', 'decision', 'programme'])), name='directives_text_kind')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('verb', models.CharField(choices=[('amends', 'sửa đổi, bổ sung'), ('replaces', 'thay thế'), ('repeals', 'bãi bỏ'), ('guides', 'hướng dẫn thực hiện')], max_length=20, verbose_name='quan hệ')),
                ('on', models.DateField(verbose_name='từ ngày')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='thời điểm rút')),
                ('withdrawn_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='lý do rút')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acted_on_by', to='directives.text', verbose_name='văn bản chịu tác động')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts_on', to='directives.text', verbose_name='văn bản chỉ đạo')),
            ],
            options={
                'verbose_name': 'quan hệ văn bản',
                'verbose_name_plural': 'quan hệ văn bản',
                'ordering': ['on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('text', 'target', 'verb'), name='directives_relation_once'), models.CheckConstraint(condition=models.Q(('text', models.F('target')), _negated=True), name='directives_relation_of_two'), models.CheckConstraint(condition=models.Q(('verb__in', ['amends', 'replaces', 'repeals', 'guides'])), name='directives_relation_verb'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='directives_relation_withdrawn')],
            },
        ),
        migrations.AddField(
            model_name='inspection',
            name='text',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='directives.text', verbose_name='văn bản được kiểm tra'),
        ),
        migrations.CreateModel(
            name='Dissemination',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('held_on', models.DateField(verbose_name='ngày họp')),
                ('form', models.CharField(choices=[('in_person', 'trực tiếp'), ('online', 'trực tuyến'), ('cell', 'sinh hoạt chi bộ')], max_length=20, verbose_name='hình thức hội nghị')),
                ('attended', models.PositiveIntegerField(verbose_name='số dự')),
                ('expected', models.PositiveIntegerField(verbose_name='số phải dự')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('is_withdrawn', models.BooleanField(default=False, verbose_name='đã rút')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='directives.dissemination', verbose_name='thay cho')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disseminations', to='organization.unit', verbose_name='đơn vị')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disseminations', to='directives.text', verbose_name='văn bản chỉ đạo')),
            ],
            options={
                'verbose_name': 'hội nghị quán triệt',
                'verbose_name_plural': 'hội nghị quán triệt',
                'ordering': ['held_on', 'id'],
                'indexes': [models.Index(fields=['text', 'unit'], name='directives_dissemination_text')],
                'constraints': [models.CheckConstraint(condition=models.Q(('form__in', ['in_person', 'online', 'cell'])), name='directives_dissemination_form'), models.CheckConstraint(condition=models.Q(('attended__lte', models.F('expected')), ('expected__gt', 0)), name='directives_dissemination_whole'), models.CheckConstraint(condition=models.Q(('is_withdrawn', False), ('replaces__isnull', False), _connector='OR'), name='directives_dissemination_withdrawn')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sent_on', models.DateField(verbose_name='ngày gửi')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='ngày nhận')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='thời điểm ghi nhận đã nhận')),
                ('read_on', models.DateField(blank=True, null=True, verbose_name='ngày đọc')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='thời điểm ghi nhận đã đọc')),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đọc')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhận')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='organization.unit', verbose_name='đơn vị')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='directives.text', verbose_name='văn bản chỉ đạo')),
            ],
            options={
                'verbose_name': 'tiếp nhận văn bản',
                'verbose_name_plural': 'tiếp nhận văn bản',
                'indexes': [models.Index(fields=['unit', 'received_on'], name='directives_delivery_waiting')],
                'constraints': [models.UniqueConstraint(fields=('text', 'unit'), name='directives_delivery_once'), models.CheckConstraint(condition=models.Q(models.Q(('received_at__isnull', True), ('received_by__isnull', True), ('received_on__isnull', True)), models.Q(('received_at__isnull', False), ('received_by__isnull', False), ('received_on__gte', models.F('sent_on'))), _connector='OR'), name='directives_delivery_received'), models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('read_by__isnull', True), ('read_on__isnull', True)), models.Q(('read_at__isnull', False), ('read_by__isnull', False), ('read_on__gte', models.F('received_on'))), _connector='OR'), name='directives_delivery_read')],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('number', models.CharField(max_length=20, verbose_name='số điều khoản')),
                ('title', models.CharField(max_length=300, verbose_name='tên điều khoản')),
                ('content', models.TextField(blank=True, default='', verbose_name='nội dung')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='directives.text', verbose_name='văn bản chỉ đạo')),
            ],
            options={
                'verbose_name': 'điều khoản',
                'verbose_name_plural': 'điều khoản',
                'ordering': ['text', 'position'],
                'constraints': [models.UniqueConstraint(fields=('text', 'position'), name='directives_clause_position'), models.UniqueConstraint(fields=('text', 'number'), name='directives_clause_number'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='directives_clause_named')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('planned_on', models.DateField(verbose_name='ngày dự kiến')),
                ('visited_on', models.DateField(blank=True, null=True, verbose_name='ngày làm việc')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='directives.inspection', verbose_name='cuộc kiểm tra, giám sát')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspection_visits', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'nơi được kiểm tra',
                'verbose_name_plural': 'nơi được kiểm tra',
                'ordering': ['planned_on', 'id'],
                'constraints': [models.UniqueConstraint(fields=('inspection', 'unit'), name='directives_visit_once')],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('content', models.CharField(max_length=300, verbose_name='yêu cầu')),
                ('due', models.DateField(verbose_name='hạn')),
                ('waived_on', models.DateField(blank=True, null=True, verbose_name='ngày thôi yêu cầu')),
                ('waived_reason', models.CharField(blank=True, default='', max_length=300, verbose_name='lý do thôi yêu cầu')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='directives.visit', verbose_name='nơi được kiểm tra')),
            ],
            options={
                'verbose_name': 'yêu cầu khắc phục',
                'verbose_name_plural': 'yêu cầu khắc phục',
                'ordering': ['due', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('content', ''), _negated=True), name='directives_remedy_said'), models.CheckConstraint(condition=models.Q(('waived_on__isnull', True), models.Q(('waived_reason', ''), _negated=True), _connector='OR'), name='directives_remedy_waived')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('strength', 'ưu điểm'), ('shortcoming', 'tồn tại, hạn chế'), ('sign_of_violation', 'dấu hiệu vi phạm')], max_length=20, verbose_name='loại nhận xét')),
                ('content', models.TextField(verbose_name='nội dung')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='directives.clause', verbose_name='điều khoản')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='directives.visit', verbose_name='nơi được kiểm tra')),
            ],
            options={
                'verbose_name': 'nhận xét qua kiểm tra',
                'verbose_name_plural': 'nhận xét qua kiểm tra',
                'ordering': ['recorded_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['strength', 'shortcoming', 'sign_of_violation'])), name='directives_observation_kind'), models.CheckConstraint(condition=models.Q(('content', ''), _negated=True), name='directives_observation_said')],
            },
        ),
        migrations.CreateModel(
            name='PlanLink',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('planned_on', models.DateField(verbose_name='ngày kế hoạch')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm ghi nhận')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carries_out', to='directives.clause', verbose_name='điều khoản')),
                ('superior', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried_out_by', to='directives.clause', verbose_name='điều khoản cấp trên')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_links', to='organization.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'nối kế hoạch với điều khoản',
                'verbose_name_plural': 'nối kế hoạch với điều khoản',
                'indexes': [models.Index(fields=['superior', 'unit', 'planned_on'], name='directives_plan_link_superior')],
                'constraints': [models.UniqueConstraint(fields=('superior', 'clause'), name='directives_plan_link_once'), models.CheckConstraint(condition=models.Q(('superior', models.F('clause')), _negated=True), name='directives_plan_link_of_two')],
            },
        ),
    ]
