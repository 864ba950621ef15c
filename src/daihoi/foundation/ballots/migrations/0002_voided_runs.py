import django.db.models.deletion
import django.utils.timezone
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ballots', '0001_initial'),
        ('files', '0001_initial'),
        ('organization', '0002_sheets_of_others'),
    ]

    operations = [
        migrations.CreateModel(
            name='VoidedRun',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=300, verbose_name='lý do hủy')),
                ('is_list_wrong', models.BooleanField(default=False, verbose_name='danh sách trên phiếu sai')),
                ('destroyed', models.PositiveIntegerField(verbose_name='số tờ đã hủy')),
                ('copies', models.PositiveIntegerField(verbose_name='số tờ của đợt in')),
                ('missing_note', models.CharField(blank=True, max_length=300, verbose_name='những tờ không hủy được')),
                ('first_witness', models.CharField(choices=[('counting_head', 'trưởng ban kiểm phiếu'), ('counting_committee', 'ủy viên ban kiểm phiếu'), ('secretariat', 'đoàn thư ký'), ('presidium', 'đoàn chủ tịch'), ('credentials_board', 'ban thẩm tra tư cách đại biểu'), ('inspection', 'ủy ban kiểm tra'), ('archive', 'cán bộ lưu trữ')], max_length=20, verbose_name='người chứng kiến thứ nhất')),
                ('second_witness', models.CharField(choices=[('counting_head', 'trưởng ban kiểm phiếu'), ('counting_committee', 'ủy viên ban kiểm phiếu'), ('secretariat', 'đoàn thư ký'), ('presidium', 'đoàn chủ tịch'), ('credentials_board', 'ban thẩm tra tư cách đại biểu'), ('inspection', 'ủy ban kiểm tra'), ('archive', 'cán bộ lưu trữ')], max_length=20, verbose_name='người chứng kiến thứ hai')),
                ('voided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='thời điểm hủy')),
            ],
            options={
                'verbose_name': 'đợt in bị hủy',
                'verbose_name_plural': 'đợt in bị hủy',
                'ordering': ['voided_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ballots_voided_run_reason'), models.CheckConstraint(condition=models.Q(('destroyed__lte', models.F('copies'))), name='ballots_voided_run_destroyed'), models.CheckConstraint(condition=models.Q(('destroyed', models.F('copies')), models.Q(('missing_note', ''), _negated=True), _connector='OR'), name='ballots_voided_run_missing_explained')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='poll',
            name='ballots_poll_state',
        ),
        migrations.AddField(
            model_name='poll',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='ballots.poll', verbose_name='thay cho phiếu đã hủy'),
        ),
        migrations.AlterField(
            model_name='poll',
            name='state',
            field=models.CharField(choices=[('draft', 'chờ ký bản in thử'), ('proofed', 'chờ in phiếu'), ('printed', 'chờ phát phiếu'), ('issued', 'đã phát phiếu'), ('counting', 'đang kiểm phiếu'), ('closed', 'đã khóa kiểm phiếu'), ('voided', 'đã hủy phiếu')], default='draft', max_length=10, verbose_name='giai đoạn'),
        ),
        migrations.AddConstraint(
            model_name='poll',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proofed', 'printed', 'issued', 'counting', 'closed', 'voided'])), name='ballots_poll_state'),
        ),
        migrations.AddField(
            model_name='voidedrun',
            name='run',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='voided', to='ballots.printrun', verbose_name='đợt in'),
        ),
    ]
