import django.db.models.deletion
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0020_seeds_of_earlier_checks")]

    operations = [
        migrations.CreateModel(
            name="CountFigures",
            fields=[
                ("id", models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ("readers_apart", models.PositiveIntegerField(verbose_name="số chỗ hai máy đọc khác nhau")),
                ("fields_read", models.PositiveIntegerField(verbose_name="số chỗ đã đọc")),
                ("marks_decided", models.PositiveIntegerField(verbose_name="số chỗ người đã quyết")),
                ("third_votes", models.PositiveIntegerField(verbose_name="số chỗ có người thứ ba")),
                ("called", models.JSONField(default=dict, verbose_name="số phiếu gọi ra, theo lý do")),
                ("called_rows", models.PositiveIntegerField(verbose_name="số dòng đổi của phiếu gọi ra")),
                ("overturned", models.PositiveIntegerField(verbose_name="số phiếu đổi giữa hợp lệ và không hợp lệ")),
                ("sheets", models.PositiveIntegerField(verbose_name="số tờ đọc lại từng dòng")),
                ("sheet_rows", models.PositiveIntegerField(verbose_name="số dòng đổi của tờ đọc lại")),
                (
                    "tally",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="ballots.tally",
                        verbose_name="kết quả kiểm phiếu",
                    ),
                ),
            ],
            options={"verbose_name": "số liệu kiểm phiếu", "verbose_name_plural": "số liệu kiểm phiếu"},
        ),
        migrations.AddField(
            model_name="scanbatch",
            name="file_names",
            field=models.BinaryField(null=True, verbose_name="tên các tệp gửi lên, đã mã hóa"),
        ),
        migrations.AddField(
            model_name="reading", name="content", field=models.BinaryField(null=True, verbose_name="dòng kết quả, đã mã hóa")
        ),
        migrations.AddField(
            model_name="adjudication", name="content", field=models.BinaryField(null=True, verbose_name="ý kiến, lý do, muối, đã mã hóa")
        ),
        migrations.AddField(
            model_name="ballotcall",
            name="content",
            field=models.BinaryField(null=True, verbose_name="phiếu số mấy, tờ thứ mấy, đã mã hóa"),
        ),
        migrations.RemoveConstraint(model_name="ballotcall", name="ballots_call_turn"),
        migrations.RemoveConstraint(model_name="adjudication", name="ballots_adjudication_board_reason"),
        migrations.AlterField(
            model_name="ballotcall", name="ballot", field=models.CharField(max_length=64, verbose_name="phiếu, mã có khóa")
        ),
    ]
