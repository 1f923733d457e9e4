"""Fields read what people write, and refuse in plain words with a remedy."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines

from core.forms import FoldedField, Form, MonthField, NameField, PartialDateField
from core.partial_dates import PartialDateField as ModelField


class EveryField(Form):
    staff_no = FoldedField(label="工号")
    name = NameField(label="姓名")
    born = MonthField(label="出生年月")
    since = PartialDateField(label="任职时间", required=False)
    on = django_forms.DateField(label="决定日期")
    count = django_forms.IntegerField(label="职数", min_value=1, max_value=20)
    points = django_forms.DecimalField(label="扣分", required=False)
    unit = django_forms.ChoiceField(label="单位", choices=[("1", "教务处")])
    kind = django_forms.ChoiceField(label="类别", widget=django_forms.RadioSelect, choices=[("1", "正职")])
    why = django_forms.CharField(label="理由", widget=django_forms.Textarea, required=False)
    sure = django_forms.BooleanField(label="我已核对")
    file = django_forms.FileField(label="名册")
    version = django_forms.IntegerField(widget=django_forms.HiddenInput)


FINE = {
    "staff_no": "２００ 01\u200b",
    "name": "阿卜杜热西提·麦麦提",
    "born": "1975年3月",
    "since": "2019.05",
    "on": "2025-03-12",
    "count": "2",
    "unit": "1",
    "kind": "1",
    "sure": "on",
    "version": "3",
}
FILE = {"file": SimpleUploadedFile("名册.csv", b"1")}


def refused(**typed: str) -> dict[str, list[str]]:
    return dict(EveryField({**FINE, **typed}, FILE).errors)


def test_what_people_write_is_read_as_meant() -> None:
    form = EveryField(FINE, FILE)
    assert form.is_valid(), form.errors
    read = form.cleaned_data
    assert (read["staff_no"], read["born"], read["since"]) == ("20001", "1975-03", "2019-05")
    assert read["name"] == "阿卜杜热西提·麦麦提"
    assert read["on"] == date(2025, 3, 12)


def test_a_rare_character_stays_the_character_its_owner_uses() -> None:
    form = EveryField({**FINE, "name": "王　𠮷祥"}, FILE)
    assert form.is_valid()
    assert form.cleaned_data["name"] == "王𠮷祥"


@pytest.mark.parametrize(
    ("typed", "read"), [("2019-05-06", "2019-05-06"), ("2019年5月", "2019-05"), ("", "")]
)
def test_a_date_stays_as_precise_as_it_was_written(typed: str, read: str) -> None:
    form = EveryField({**FINE, "since": typed}, FILE)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["since"] == read


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("staff_no", " \u3000", "请填写工号。"),
        ("born", "", "请填写出生年月。"),
        ("born", "1975.13", "出生年月：没有 13 月。请核对月份。"),
        ("since", "2019-02-30", "任职时间：没有 2019 年 2 月 30 日这一天。请核对日期。"),
        ("on", "去年", "决定日期不是日期，请写成 2025-03-12 这样的年月日。"),
        ("count", "两", "职数只能写整数，请核对。"),
        ("on", "0206-03-12", "决定日期的年份应在 1880 至 2200 之间，请核对。"),
        ("on", "9999-12-31", "决定日期的年份应在 1880 至 2200 之间，请核对。"),
        ("count", "21", "职数不能大于 20，请核对。"),
        ("points", "一", "扣分只能写数字，请核对。"),
        ("unit", "", "请选择单位。"),
        ("unit", "7", "所选的单位不在可选范围内，请重新选择。"),
        ("sure", "", "请勾选“我已核对”。"),
    ],
)
def test_a_refusal_says_what_and_what_to_do(field: str, typed: str, sentence: str) -> None:
    assert refused(**{field: typed}) == {field: [sentence]}


def test_no_file_and_an_empty_one() -> None:
    assert EveryField(FINE).errors["file"] == ["请选择名册。"]
    empty = {"file": SimpleUploadedFile("名册.csv", b"")}
    assert EveryField(FINE, empty).errors["file"] == ["名册是空的，请检查文件后重新选择。"]


def shown(form: Form, template: str = "ui/form.html") -> str:
    source = "{% include template %}"
    return engines["django"].from_string(source).render({"form": form, "template": template})


def test_every_field_has_its_label_and_the_optional_ones_say_so() -> None:
    page = shown(EveryField())
    for name, field in EveryField.base_fields.items():
        if name != "version":
            assert str(field.label) in page
    assert page.count(">选填<") == 3
    assert 'enctype="multipart/form-data"' in page
    assert 'type="date"' in page
    assert 'type="hidden" name="version"' in page
    assert "<legend" in page
    assert " required" not in page.replace("aria-required", "")


def test_links_of_the_summary_lead_to_what_is_there() -> None:
    form = EveryField({})
    page = shown(form)
    targets = [target for target, _ in form.mistakes()]
    assert len([target for target in targets if target]) == 9
    for target in filter(None, targets):
        assert f'id="{target}"' in page, target
    for name in ("staff_no", "kind", "sure", "file"):
        assert f'id="id_{name}_error"' in page


def test_help_is_read_with_its_field() -> None:
    page = shown(EveryField())
    assert 'aria-describedby="id_born_helptext"' in page
    assert 'id="id_born_helptext"' in page


def test_a_models_partial_date_is_read_by_the_same_field() -> None:
    field = ModelField(verbose_name="出生年月").formfield()
    assert isinstance(field, PartialDateField)
    assert field.clean("2019年12月30日") == "2019-12-30"
    assert "maxlength" not in field.widget.attrs
