"""What an act is given: pydantic forms with Chinese titles, and their errors in Chinese."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from cases.case_numbers import tidy_number
from cases.codes import CodeList
from cases.phone import phone_fault, tidy_phone
from foundation.errors import NotValid
from rules.findings.asked import OneOf


class Form(BaseModel):
    """The input of one act. Titles are the labels on the screen, descriptions the hints beside them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


FormT = TypeVar("FormT", bound=Form)


class Nothing(Form):
    """An act that needs no input."""


def choice(codes: CodeList) -> Any:
    """Marks a text field as one of a code list; both doors offer exactly these."""
    return OneOf(codes)


def _phone(text: str) -> str:
    found = tidy_phone(text)
    fault = phone_fault(found)
    if fault is not None:
        raise ValueError(fault)
    return found


# A telephone number: spaces, wide digits and the country's code are taken as people paste them.
Phone = Annotated[str, AfterValidator(_phone)]
# The number of a case, in whatever spelling it is written.
CaseNumber = Annotated[str, AfterValidator(tidy_number)]
Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]

_MESSAGES = {
    "missing": "必填",
    "string_too_short": "不能为空",
    "string_too_long": "最多 {max_length} 个字",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "须大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "int_parsing": "请填整数",
    "int_type": "请填整数",
    "int_from_float": "请填整数",
    "decimal_parsing": "请填金额，例如 12000 或 12000.50",
    "decimal_type": "请填金额，例如 12000 或 12000.50",
    "decimal_max_places": "金额最多两位小数",
    "decimal_max_digits": "金额过大",
    "date_parsing": "日期格式应为 2026-10-31",
    "date_from_datetime_parsing": "日期格式应为 2026-10-31",
    "date_type": "日期格式应为 2026-10-31",
    "datetime_parsing": "时间格式应为 2026-10-31 09:30",
    "datetime_from_date_parsing": "时间格式应为 2026-10-31 09:30",
    "datetime_type": "时间格式应为 2026-10-31 09:30",
    "bool_parsing": "请选择是或否",
    "bool_type": "请选择是或否",
    "uuid_parsing": "编号无效",
    "uuid_type": "编号无效",
    "string_type": "请填文字",
    "string_pattern_mismatch": "格式不对",
    "list_type": "请填列表",
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "extra_forbidden": "没有这一项",
    "model_type": "格式不对",
    "dict_type": "格式不对",
    "json_invalid": "不是有效的 JSON",
}


def read_form(form: type[FormT], data: Mapping[str, Any]) -> FormT:
    """Check input against a form. Raises NotValid that names every field in Chinese."""
    try:
        return form.model_validate(dict(data))
    except ValidationError as error:
        raise explain(error, form) from None


def explain(error: ValidationError, form: type[BaseModel]) -> NotValid:
    """A validation error in Chinese, by field."""
    fields: dict[str, str] = {}
    for item in error.errors():
        path = ".".join(str(part) for part in item["loc"]) or "form"
        fields.setdefault(path, _message(item))
    # A rule over several fields has no title of its own.
    said = [message if path == "form" else f"{_title(form, path)}：{message}" for path, message in fields.items()]
    words = "；".join(said)
    return NotValid(f"填写有误——{words}", fields=fields)


def _message(item: Mapping[str, Any]) -> str:
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    template = _MESSAGES.get(item["type"])
    if template is None:
        return f"填写有误（{item['type']}）"
    return template.format(**item.get("ctx", {}))


def _title(form: type[BaseModel], path: str) -> str:
    field = form.model_fields.get(path.split(".", maxsplit=1)[0])
    return str(field.title) if field is not None and field.title else path
