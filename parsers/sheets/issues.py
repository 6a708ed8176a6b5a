"""What can be doubtful about a sheet, and how it is said."""

from __future__ import annotations

from typing import NamedTuple

from schemas.enums import Severity
from schemas.records import Issue


class Rule(NamedTuple):
    """A stable rule of the field finder with its messages; ``{text}`` is filled in."""

    severity: Severity
    field: str | None
    ja: str
    en: str


_W, _I = Severity.WARNING, Severity.INFO

RULES: dict[str, Rule] = {
    "sheet.pillar_missing": Rule(
        _W,
        "pillar_number",
        "公約の柱の番号が見つかりません。",
        "No pillar number was found on the sheet.",
    ),
    "sheet.pillar_inferred": Rule(
        _I,
        "pillar_number",
        "柱の番号又は名称の一方が記載されておらず、サイトの設定から補いました（{text}）。",
        "The pillar's number or name is not on the sheet; it was taken from the profile ({text}).",
    ),
    "sheet.pillar_name_missing": Rule(
        _W,
        "pillar_name",
        "柱の名称が見つかりません。",
        "The pillar's name was not found on the sheet.",
    ),
    "sheet.pillar_name_differs": Rule(
        _I,
        "pillar_name",
        "柱の名称「{text}」がサイトの設定と異なります。",
        "The pillar's name “{text}” differs from the one in the profile.",
    ),
    "sheet.pillar_conflict": Rule(
        _W,
        "pillar_number",
        "柱の番号が名称と一致しません（{text}）。",
        "The pillar's number does not go with its name ({text}).",
    ),
    "sheet.term_missing": Rule(
        _W,
        "term",
        "短期・中期・中長期の区分が見つかりません。",
        "No term (短期, 中期, 中長期) was found on the sheet.",
    ),
    "sheet.term_unknown": Rule(
        _W,
        "term",
        "期間の区分「{text}」は、設定にない区分です。",
        "The term “{text}” is none that the profile knows.",
    ),
    "sheet.title_missing": Rule(
        _W,
        "title",
        "公約の名称が見つかりません。",
        "No title was found on the sheet.",
    ),
    "sheet.aim_missing": Rule(
        _I,
        "aim",
        "目的（ねらい）の記載がありません。",
        "The sheet states no aim.",
    ),
    "sheet.actions_missing": Rule(
        _W,
        "actions",
        "取組内容が見つかりません。",
        "No actions were found on the sheet.",
    ),
    "sheet.due_missing": Rule(
        _W,
        "due_raw",
        "達成の時期が見つかりません。",
        "No target time was found on the sheet.",
    ),
    "sheet.due_unreadable": Rule(
        _W,
        "due_date",
        "達成の時期「{text}」を日付として読み取れません。",
        "The target time “{text}” cannot be read as a date.",
    ),
    "sheet.due_ambiguous": Rule(
        _W,
        "due_date",
        "達成の時期「{text}」に複数の時期があり、最も遅いものを採りました。",
        "The target time “{text}” names several times; the latest was taken.",
    ),
    "sheet.due_impossible": Rule(
        _W,
        "due_date",
        "達成の時期「{text}」は、暦又は元号の上で存在しません。",
        "The target time “{text}” does not exist in the calendar or in that era.",
    ),
    "sheet.as_of_missing": Rule(
        _I,
        "as_of_date",
        "進捗の時点（〜現在）の記載がありません。",
        "The sheet does not say as of when its progress holds.",
    ),
    "sheet.as_of_unreadable": Rule(
        _W,
        "as_of_date",
        "進捗の時点「{text}」を日付として読み取れません。",
        "The as-of date “{text}” cannot be read as a date.",
    ),
    "sheet.progress_unreadable": Rule(
        _W,
        "progress_ratio",
        "進捗の図から割合を読み取れません（{text}）。",
        "The progress ratio cannot be told from the graphic ({text}).",
    ),
    "sheet.achieved_conflict": Rule(
        _W,
        "achieved",
        "達成の表示と進捗の図が一致しません（{text}）。",
        "The achievement mark and the progress graphic disagree ({text}).",
    ),
    "sheet.readings_differ": Rule(
        _W,
        None,
        "二つの文字認識の結果が一致しません（{text}）。",
        "Two OCR engines read the field differently ({text}).",
    ),
    "sheet.heading_misspelt": Rule(
        _I,
        None,
        "見出し「{text}」に誤字又は脱字があります。",
        "The heading “{text}” is misspelt.",
    ),
    "sheet.layout_unsure": Rule(
        _W,
        None,
        "必ずある項目（{text}）が見つからないため、ほかの項目も誤って読み取った可能性があります。",
        "Fields that every sheet has ({text}) were not found; others may be misread as well.",
    ),
    "sheet.value_mixed": Rule(
        _W,
        None,
        "「{text}」は、この項目の内容でない可能性があります。",
        "“{text}” may be no part of this field.",
    ),
    "sheet.field_doubtful": Rule(
        _W,
        None,
        "項目の範囲を確実に判定できません（{text}）。",
        "The extent of the field cannot be told with certainty ({text}).",
    ),
}


def issue(
    rule: str,
    sheet_id: str,
    document_id: str,
    page: int | None,
    text: str | None = None,
    field: str | None = None,
) -> Issue:
    """An issue of a sheet. ``text`` is what was read; it also fills in the message."""
    held = RULES[rule]
    return Issue(
        rule=rule,
        severity=held.severity,
        table="sheets",
        row_id=sheet_id,
        field=field or held.field,
        document_id=document_id,
        page=page,
        message_ja=held.ja.format(text=text or ""),
        message_en=held.en.format(text=text or ""),
        text_raw=text,
    )
