"""Reading a case file is an event of the security log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_score_sheet_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="securityevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sign_in", "登录"),
                    ("sign_in_failed", "登录失败"),
                    ("sign_out", "退出"),
                    ("locked", "锁定"),
                    ("refused", "访问被拒"),
                    ("reveal", "查看完整号码"),
                    ("export", "导出"),
                    ("import", "导入"),
                    ("import_undone", "撤销导入"),
                    ("grant", "授权办理"),
                    ("role_change", "角色变更"),
                    ("account", "账号变更"),
                    ("password", "密码变更"),
                    ("score_sheet", "查看完整计分表"),
                    ("case_file", "查阅案卷"),
                    ("backup", "备份"),
                    ("restore", "恢复"),
                ],
                max_length=16,
                verbose_name="事件",
            ),
        ),
    ]
