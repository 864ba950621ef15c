from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ballots", "0022_contents_under_the_key")]

    operations = [
        migrations.RemoveField(model_name="reading", name="line"),
        migrations.RemoveField(model_name="adjudication", name="verdict"),
        migrations.RemoveField(model_name="adjudication", name="reason"),
        migrations.RemoveField(model_name="adjudication", name="salt"),
        migrations.RemoveField(model_name="ballotcall", name="sheet"),
        migrations.RemoveField(model_name="scanfile", name="name"),
        migrations.AlterField(model_name="reading", name="content", field=models.BinaryField(verbose_name="dòng kết quả, đã mã hóa")),
        migrations.AlterField(
            model_name="adjudication", name="content", field=models.BinaryField(verbose_name="ý kiến, lý do, muối, đã mã hóa")
        ),
        migrations.AlterField(
            model_name="ballotcall", name="content", field=models.BinaryField(verbose_name="phiếu số mấy, tờ thứ mấy, đã mã hóa")
        ),
        migrations.AlterField(
            model_name="adjudication", name="question", field=models.CharField(max_length=80, verbose_name="câu hỏi, mã có khóa")
        ),
        migrations.AlterField(model_name="claim", name="question", field=models.CharField(max_length=80, verbose_name="câu hỏi, mã có khóa")),
        migrations.AlterField(
            model_name="scan", name="digest", field=models.CharField(max_length=64, verbose_name="mã băm của ảnh, dưới khóa của cuộc bầu")
        ),
        migrations.AddConstraint(
            model_name="ballotcall",
            constraint=models.UniqueConstraint(fields=("poll", "ballot", "turn"), name="ballots_call_turn"),
        ),
    ]
