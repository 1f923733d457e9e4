"""The register: posts, cadres, appointments, terms, absences. Facts only (第三条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import EncryptedTextField
from core.models import StagedRow
from core.partial_dates import PartialDateField


class PostRank(models.TextChoices):
    CHIEF = "正职"
    DEPUTY = "副职"


class Post(models.Model):
    """A post in a unit; `quota` is how many people may hold it (职数)."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="posts")
    title = models.CharField("职务", max_length=100)
    rank = models.CharField("正副职", max_length=4, choices=PostRank.choices)
    quota = models.PositiveSmallIntegerField("职数", default=1)
    is_key = models.BooleanField("关键岗位", default=False)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["unit", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title", "rank"], name="post_once_per_unit"),
            models.CheckConstraint(condition=Q(rank__in=PostRank.values), name="post_rank_known"),
        ]

    def __str__(self) -> str:
        return self.title


class CadreColumns(models.Model):
    """The person's columns, the same in the register and in a staged roster row."""

    staff_no = models.CharField("工号", max_length=32)
    name = models.CharField("姓名", max_length=64)
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


class Cadre(CadreColumns):
    """One person in the register. Who leaves changes state; nobody is deleted."""

    class Status(models.TextChoices):
        IN_REGISTER = "in", "在册"
        LEFT = "left", "离册"

    staff_no = models.CharField("工号", max_length=32, unique=True)
    status = models.CharField("状态", max_length=8, choices=Status.choices, default=Status.IN_REGISTER)

    class Meta:
        verbose_name = "干部"
        verbose_name_plural = "干部"
        ordering = ["staff_no"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=Q(status="in"),
                name="cadre_identity_once",
                violation_error_message="已有在册干部使用该身份证号。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.staff_no}）"


class AppointmentColumns(models.Model):
    """The appointment's columns, the same in the register and in a staged roster row."""

    admin_level = models.CharField("行政级别", max_length=20, blank=True)
    in_post_since = PartialDateField("任现职时间")
    in_rank_since = PartialDateField("任现职级时间")
    supervising_leader = models.CharField("分管校领导", max_length=64, blank=True)

    class Meta:
        abstract = True


class Appointment(AppointmentColumns):
    """A cadre in a post. One open primary appointment per cadre: there the appraisal places the cadre."""

    cadre = models.ForeignKey(
        Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.ForeignKey(Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="appointments")
    is_primary = models.BooleanField("主职", default=True)
    document_no = models.CharField("任职文号", max_length=100, blank=True)
    ended_on = PartialDateField("免职时间")

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                condition=Q(is_primary=True, ended_on=""),
                name="appointment_one_open_primary",
                violation_error_message="该干部已有一个现任主职。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.post}"


class Term(models.Model):
    """A term of an appointment (任期), from month to month, both included."""

    appointment = models.ForeignKey(
        Appointment, verbose_name="任职", on_delete=models.PROTECT, related_name="terms"
    )
    starts = PartialDateField("任期起")
    ends = PartialDateField("任期止")

    class Meta:
        verbose_name = "任期"
        verbose_name_plural = "任期"
        constraints = [
            models.UniqueConstraint(fields=["appointment"], name="term_once_per_appointment"),
            models.CheckConstraint(
                condition=Q(ends="") | Q(ends__gte=F("starts")),
                name="term_dates_in_order",
                violation_error_message="任期止不能早于任期起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts}—{self.ends}"


class Absence(models.Model):
    """Time away that the appraisal must know of: leave, study, secondment (both days included)."""

    class Kind(models.TextChoices):
        SICK = "sick", "病假"
        PERSONAL = "personal", "事假"
        STUDY = "study", "学习"
        SECONDMENT = "secondment", "挂职"
        OTHER = "other", "其他"

    cadre = models.ForeignKey(Cadre, verbose_name="干部", on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    starts = models.DateField("起始日期")
    ends = models.DateField("结束日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "离岗"
        verbose_name_plural = "离岗"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="absence_dates_in_order",
                violation_error_message="结束日期不能早于起始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cadre} {self.get_kind_display()}"


class StagedRoster(StagedRow, CadreColumns, AppointmentColumns):
    """A row of 干部名册 as read."""

    unit = models.CharField(max_length=100)
    unit_kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    rank = models.CharField(max_length=4)
    term_starts = PartialDateField()
    term_ends = PartialDateField()
