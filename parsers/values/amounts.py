"""Read one count, amount of money or percentage at a position of the repaired text."""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.values.numerals import KANJI, KANJI_FIRST, MAX_DIGITS, SCALES, parse_integer
from parsers.values.tokens import Amount, Measure

_ONES = "〇一二三四五六七八九"
#: Vertical papers group with 、 and point with ・: 一、二〇〇万円, 三・五%.
_GROUPED = rf"[{_ONES}]{{1,3}}(?:、[{_ONES}]{{3}})+(?![{_ONES}十百千、])"
_POINTED = rf"[{_ONES}十]{{1,4}}・[{_ONES}]{{1,3}}(?=[%億兆万]|パーセント|ポイント)"
#: Papers point Arabic figures so too, 91・4%; lists rise, 20・30% and 2・3%.
_FALLING = "|".join(f"{whole}・[0-{whole}]" for whole in range(1, 10))
_POINTED_ARABIC = (
    rf"(?:0・[0-9]{{1,3}}|[1-9][0-9]{{1,2}}・[0-9]|{_FALLING})(?=%|パーセント|ポイント)"
)
_PART = re.compile(
    rf"(?P<arabic>{_POINTED_ARABIC}|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<small>[十百千]?)|(?P<kanji>{_GROUPED}|{_POINTED}|[{KANJI_FIRST}][{KANJI}]*)"
)
_SIGN = re.compile(r"(?P<minus>▲|マイナス|-)|(?P<plus>\+|プラス|¥)")
#: What may stand before a hyphen that means minus.
_BEFORE_MINUS = frozenset(" \n(:;、,。=→/|「比額差率減増はがもでにのち")
_SMALL = {"": 1, "十": 10, "百": 100, "千": 1000}

_COUNTERS = re.compile(
    r"(?P<unit>都道府県|市区町村|[かカヶケヵ箇個]所(?!長|属|在|有|得|管|轄|定|巡|めぐ|霊場)"
    r"|人(?!口|権|事|材|件|工|気|物|間|数|員|格|類|ひとり|一人|三脚|十色|称|息子|娘|暮らし|前(?!後)"
    r"|生(?!徒)|力|並|影|手|脈|選|文|首|官女|針|町|目(?![標途的指])|組|囃子|羽織|っ子)"
    r"|名(?!称|前|簿|古屋|所|物|産|札|刺|義|誉|人|曲|水|山|城|湯|勝|字|目(?![標途的指])|残|張|寄|護|塚|郡)"
    r"|件(?!名|数|費|目(?![標途的指])|落着)|施策(?!名|体系|番号)|項目(?!名|目(?![標途的指])|数)"
    r"|事業(?!者|所|費|年度|場|体|部|会|承継|用|目(?![標途的指])|数)"
    r"|回(?!線|戦|答|復|収|転|り|帰|覧|廊|路|忌|目(?![標途的指])|向|遊|想|顧|避|生|数)"
    r"|世帯(?!主|数|員|構成|住宅)|校(?!舎|時|区|長|庭|歌|則|務|正|友|医|門|章|風|服|目(?![標途的指])|閲|訂|了|種)"
    r"|園(?!児|長|庭|芸|舎|地|目(?![標途的指])|遊|田|町|名|数)|団体(?!交渉|名|数|職|目(?![標途的指]))|冊(?!子|目(?![標途的指]))"
    r"|つ(?!目(?![標途的指])|め|き|の子|葉|角|橋|編|星|返事|子|場|ひとつ|一つ|当たり|巴"
    r"|峠|森|谷|山|岳|島|池|石|塚|沢|井|又|墓|辻|屋根|道具|ん))"
)
#: 32の施策 counts; 表3の項目 does not.
_THINGS = re.compile(
    r"の(?P<unit>施策(?!名|体系|番号)|項目(?!名|数)|事業(?!者|所|費|体|数)|団体(?!名|数)|都道府県|市区町村)"
)
_NUMBERS_ITEM = frozenset("表図式号記注条項第欄款目節章分番級類年度月日/-.")
_YEN = re.compile(
    r"円(?!滑|形|周|卓|柱|墳|高|熟|盤|筒|陣|弧|満|玉|札|ショップ|均一|硬貨|山|単位|借款)"
)
_PERCENT = re.compile(
    r" ?(?:(?P<pt>(?:%|パーセント)?ポイント"
    r"(?!カード|ラリー|[のをが]?(?:付与|還元|進呈|贈呈|交換|配布))|pt(?![A-Za-z])|%pt)"
    r"|(?P<percent>%|パーセント))"
)
_WARI = re.compile(r"割(?!合|愛|烹|拠|印|高|安|れ|り(?!引|増))")
_WARI_PARTS = re.compile(
    rf"(?:(?P<bu>[0-9]|[{KANJI_FIRST}])分(?!の[0-9一二三四五六七八九十]))?(?:(?P<rin>[0-9]"
    rf"|[{KANJI_FIRST}])厘)?"
)
#: A bare scale such as 千円 is an amount only inside a sentence, not in a heading.
_SENTENCE = re.compile(r"[のをがでにとかま以超も、。ず也余]|程度|前後")


def read_amount(text: str, at: int) -> Amount | None:
    """Read a number at ``at`` with the unit behind it; the measure is None without one."""
    sign = _SIGN.match(text, at)
    begin = at
    if sign:
        if sign.group() == "-" and at and text[at - 1] not in _BEFORE_MINUS:
            return None
        begin = sign.end()
        if sign.group() == "¥" and text.startswith(" ", begin):
            begin += 1
    amount = _read_number(text, begin)
    if amount is None:
        return None
    yen = sign is not None and sign.group() == "¥"
    _read_unit(text, amount, yen=yen)
    if sign and sign["minus"]:
        amount.number = -amount.number
    amount.begin = at
    return amount


def _read_number(text: str, at: int) -> Amount | None:
    total = section = Decimal(0)
    scale, end, digits = 1, at, ""
    part = _PART.match(text, at)
    while part:
        number = _part_value(part)
        if number is None:
            return None if end == at else _amount(at, end, total + section, scale, digits)
        section += number
        digits, end, scale = part.group(), part.end(), 1
        if part["small"] or part["kanji"]:
            following = _PART.match(text, end)
            if following and part["small"] and following["arabic"]:
                part = following
                continue
        mark = text[end : end + 1]
        if mark in SCALES and mark:
            total, section, scale = total + section * SCALES[mark], Decimal(0), SCALES[mark]
            scale *= _SMALL[part["small"] or ""]
            end += 1
            part = _PART.match(text, end)
            continue
        scale = _SMALL[part["small"] or ""]
        break
    return None if end == at else _amount(at, end, total + section, scale, digits)


def _part_value(part: re.Match[str]) -> Decimal | None:
    if part["kanji"]:
        whole, _, fraction = part["kanji"].replace("、", "").partition("・")
        value = parse_integer(whole)
        tenths = "".join(str(_ONES.index(digit)) for digit in fraction)
        return None if value is None else Decimal(f"{value}.{tenths or 0}")
    if len(part["arabic"]) > MAX_DIGITS:
        return None
    return Decimal(part["arabic"].replace(",", "").replace("・", ".")) * _SMALL[part["small"]]


def _amount(begin: int, end: int, value: Decimal, scale: int, digits: str) -> Amount:
    return Amount(begin, end, plain(value), scale=scale, digits=digits)


def plain(value: Decimal) -> int | float:
    """Return an int where the value is whole, else a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def _read_unit(text: str, amount: Amount, *, yen: bool) -> None:
    end = amount.end
    if yen:
        extra = re.compile(r"(?:円|-(?![0-9]))?").match(text, end)
        _set(amount, extra.end() if extra else end, "money", "円")
        return
    if _YEN.match(text, end):
        if not _is_heading(text, amount):
            _set(amount, end + 1, "money", "円")
        return
    counter = _COUNTERS.match(text, end)
    if counter:
        if amount.digits != "〇":
            _set(amount, counter.end(), "count", counter["unit"])
        return
    things = _THINGS.match(text, end)
    if things and text[amount.begin - 1 : amount.begin] not in _NUMBERS_ITEM:
        _set(amount, things.end(), "count", things["unit"])
        return
    percent = _PERCENT.match(text, end)
    if percent:
        _set(amount, percent.end(), "percent", "pt" if percent["pt"] else "%")
    elif _WARI.match(text, end):
        _read_wari(text, amount)


def _is_heading(text: str, amount: Amount) -> bool:
    """True for 千円 or 百万円 without a figure, unless a sentence goes on behind it."""
    if not all(char in "十百千万億" for char in text[amount.begin : amount.end]):
        return False
    if "億" in text[amount.begin : amount.end] and text[amount.begin - 1 : amount.begin] != "(":
        return False
    before = text[max(0, amount.begin - 3) : amount.begin]
    if before.endswith(("▲", "金", "うち", "約", "計")):
        return False
    return "単位" in before or not _SENTENCE.match(text, amount.end + 1)


def _read_wari(text: str, amount: Amount) -> None:
    """Read 3割5分2厘: tenths, hundredths and thousandths, given in percent."""
    parts = _WARI_PARTS.match(text, amount.end + 1)
    number = Decimal(str(amount.number)) * 10
    end = amount.end + 1
    if parts:
        number += parse_integer(parts["bu"] or "0") or 0
        number += Decimal(parse_integer(parts["rin"] or "0") or 0) / 10
        end = parts.end()
    amount.number, amount.scale = plain(number), 10
    _set(amount, end, "percent", "%")


def _set(amount: Amount, end: int, measure: Measure, unit: str) -> None:
    amount.end, amount.measure, amount.unit = end, measure, unit
