import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PERSON = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


class Migration(migrations.Migration):

    dependencies = [
        ('ballots', '0014_stopped_polls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name='custodyevent', old_name='destroy_by', new_name='kept_until'),
        migrations.AlterField(model_name='custodyevent', name='kept_until', field=models.DateField(verbose_name='không hủy trước ngày')),
        migrations.AlterField(
            model_name='custodyevent',
            name='kind',
            field=models.CharField(
                choices=[
                    ('sealed', 'niêm phong'),
                    ('handed', 'bàn giao'),
                    ('opened', 'mở niêm phong'),
                    ('resealed', 'niêm phong lại'),
                    ('ordered', 'quyết định hủy'),
                    ('destroyed', 'hủy'),
                ],
                max_length=10,
                verbose_name='việc',
            ),
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='paper',
            field=models.CharField(
                blank=True,
                choices=[
                    ('voted', 'phiếu đã bầu'),
                    ('unused', 'phiếu chưa dùng'),
                    ('spoiled', 'phiếu hỏng, phiếu đổi'),
                    ('other', 'giấy tờ khác'),
                ],
                default='',
                max_length=10,
                verbose_name='loại giấy',
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='words',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='vì sao số tờ khác trước'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='first_name',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='họ tên người chứng kiến thứ nhất'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='custodyevent',
            name='second_name',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='họ tên người chứng kiến thứ hai'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='custodyevent', name='ordered_by', field=models.ForeignKey(verbose_name='người ghi quyết định hủy', **PERSON)
        ),
        migrations.AddField(
            model_name='custodyevent', name='done_by', field=models.ForeignKey(verbose_name='người xác nhận đã hủy', **PERSON)
        ),
        migrations.RemoveConstraint(model_name='custodyevent', name='ballots_custody_kind'),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.CheckConstraint(
                condition=Q(kind__in=['sealed', 'handed', 'opened', 'resealed', 'ordered', 'destroyed']), name='ballots_custody_kind'
            ),
        ),
        migrations.RemoveConstraint(model_name='custodyevent', name='ballots_custody_by_decision'),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.CheckConstraint(
                condition=~Q(kind__in=['opened', 'ordered', 'destroyed']) | (~Q(decision='') & Q(decision_on__isnull=False)),
                name='ballots_custody_by_decision',
            ),
        ),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.CheckConstraint(
                condition=Q(paper__in=['', 'voted', 'unused', 'spoiled', 'other']), name='ballots_custody_paper'
            ),
        ),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.CheckConstraint(
                condition=~Q(kind='ordered') | Q(ordered_by__isnull=False), name='ballots_custody_ordered_by'
            ),
        ),
        migrations.AddConstraint(
            model_name='custodyevent',
            constraint=models.CheckConstraint(
                condition=Q(done_by__isnull=True)
                | (Q(ordered_by__isnull=False) & ~Q(ordered_by=F('done_by')) & ~Q(first_name='') & ~Q(first_name=F('second_name'))),
                name='ballots_custody_destroyed_by_two',
            ),
        ),
    ]
