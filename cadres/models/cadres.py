"""The person: basics, whether in the register, and how people look for the name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.fields import EncryptedTextField
from core.models.history import FieldHistory, KeepsSecrets, Versioned
from core.partial_dates import PartialDateField

from ..access import CadreQuerySet

# Sealed or made from what is sealed: never in the history, in a list or in a file.
SECRETS = ("identity_no", "identity_hash", "phone", "phone_hash")


class CadreColumns(models.Model):
    """The person's columns, the same in the register and in a staged roster row."""

    staff_no = models.CharField("工号", max_length=32)
    name = models.CharField("姓名", max_length=64)
    pinyin = models.CharField("姓名拼音", max_length=400, blank=True, editable=False)
    initials = models.CharField("姓名首字母", max_length=64, blank=True, editable=False)
    sex = models.CharField("性别", max_length=8, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    identity_no = EncryptedTextField("身份证号", context="cadre.identity_no", null=True)
    identity_hash = models.BinaryField(max_length=32, null=True)
    born = PartialDateField("出生年月")
    political_status = models.CharField("政治面貌", max_length=30, blank=True)
    joined_party = PartialDateField("入党时间")
    started_work = PartialDateField("参加工作时间")
    full_time_level = models.CharField("全日制学历", max_length=30, blank=True)
    full_time_degree = models.CharField("全日制学位", max_length=30, blank=True)
    full_time_school = models.CharField("全日制毕业院校及专业", max_length=120, blank=True)
    in_service_level = models.CharField("在职学历", max_length=30, blank=True)
    in_service_degree = models.CharField("在职学位", max_length=30, blank=True)
    in_service_school = models.CharField("在职毕业院校及专业", max_length=120, blank=True)
    professional_title = models.CharField("专业技术职务", max_length=60, blank=True)
    double_role = models.BooleanField("是否双肩挑", default=False)
    party_organisation = models.CharField("所在党组织", max_length=100, blank=True)
    phone = EncryptedTextField("手机", context="cadre.phone", null=True)
    phone_hash = models.BinaryField(max_length=32, null=True)
    email = models.CharField("邮箱", max_length=120, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        abstract = True


class Cadre(CadreColumns, Versioned, KeepsSecrets):
    """One person in the register. Who leaves changes state; nobody is deleted."""

    class Status(models.TextChoices):
        IN_REGISTER = "in", "在册"
        LEFT = "left", "离册"

    class LeftReason(models.TextChoices):
        RESIGNED = "resigned", "离职"
        RETIRED = "retired", "退休"
        TRANSFERRED = "transferred", "调出"
        DIED = "died", "去世"
        UNLISTED = "unlisted", "未列入名册"

    staff_no = models.CharField("工号", max_length=32, unique=True)
    pinyin = models.CharField("姓名拼音", max_length=400, blank=True, editable=False, db_index=True)
    initials = models.CharField("姓名首字母", max_length=64, blank=True, editable=False, db_index=True)
    status = models.CharField("状态", max_length=8, choices=Status.choices, default=Status.IN_REGISTER)
    left_on = PartialDateField("离册时间")
    left_reason = models.CharField("离册原因", max_length=16, choices=LeftReason.choices, blank=True)

    objects = CadreQuerySet.as_manager()
    history = FieldHistory(excluded_fields=[*SECRETS, "pinyin", "initials"])

    class Meta:
        verbose_name = "干部"
        verbose_name_plural = "干部"
        ordering = ["staff_no"]
        indexes = [models.Index(fields=["name"], name="cadre_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=Q(status="in"),
                name="cadre_identity_once",
                violation_error_message="已有在册干部使用该身份证号。",
            ),
            models.CheckConstraint(
                condition=~Q(status="in") | Q(left_on="", left_reason=""),
                name="cadre_in_register_has_not_left",
                violation_error_message="在册干部不能有离册时间和离册原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.staff_no}）"
