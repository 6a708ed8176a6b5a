"""What looks like a value and is none: ordinals, names, codes, files, fractions."""

from __future__ import annotations

import re

from parsers.values.eras import REIWA, SHOWA
from parsers.values.numerals import NUMBER
from parsers.values.tokens import Point, Trap
from parsers.values.words import ERA_NAMES

_COUNTER = (
    r"(?:回|件|人|名|つ|校|園|冊|項目|施策|事業|団体|世帯|次|条|項|号|期|章|節|款|目|種|類|位"
    r"|区|子|分科会|か所)"
)
_ORDINAL = re.compile(
    rf"第 ?{NUMBER}(?![0-9・]*四半期"
    rf"|・四半期)(?:[・、~-]第?{NUMBER}(?!・?四半期)(?={_COUNTER}))*{_COUNTER}?"
)
_PLACE = re.compile(
    rf"(?:{ERA_NAMES}) ?{NUMBER}(?:[丁町]目|番|条(?!例)|号(?!機)|区|-[0-9]+(?:-[0-9]+)?(?:番|号))"
)
_WORDS = re.compile(
    rf"紀元前{NUMBER}(?:年(?:{NUMBER}月(?:{NUMBER}日)?)?|世紀)"
    rf"|{NUMBER}泊(?:{NUMBER}日)?"
    r"|二十四節気|百人一首|三人官女|千人針|[一1]人[一1]人|[一1]人ひとり|一つ一つ|一つひとつ"
    r"|二人三脚|四日市|廿日市"
    r"|二十日市|十日町|八日市|五日市|六日町|七日町|一日市|三日月|三重県|九十九里|五[箇ヶ]山"
    r"|五[箇ヶ]所|六[ヶケ]所村|三[箇が]日"
    r"|千日前|八百万の神|一件落着|三権分立|八つ当|五つ子|一期一会|十人十色|千人塚|一人前(?!後)"
    r"|一人暮らし|一人親"
    r"|八つ場|四つ葉|七つ道具|三つ巴|二百十日|八十八夜|十五夜|百日紅|二日市"
    r"|一日も早|一校一"
    r"|三つ子の魂|一つ葉|六つの花|千円札|一万円札|(?<=[内域市町村県区国])一円"
)
_FILE = re.compile(
    r"\.(?:pdf|xlsx?|xlsm|docx?|pptx?|csv|txt|zip|jpe?g|png|gif|html?|xml|json|tiff?|mp4|xdw"
    r"|jtd)(?![a-z])",
    re.IGNORECASE,
)
_FILE_CHARACTER = re.compile(r"[0-9A-Za-z_\-.()・\u4e00-\u9fffァ-ヶー々]")
_FILE_LENGTH = 100
_URL = re.compile(r"https?://[!-~]+|www\.[!-~]+|[0-9A-Za-z._+-]{1,64}@[0-9A-Za-z.-]+")
#: What behind a figure makes it an amount or a date, though letters stand before it.
_UNITS = "[人件名校園冊つ%円万億千百割か箇ヶ]|回(?!線)|世帯|団体|施策|項目|事業|ポイント"
_COUNTED = rf"[0-9][0-9,.]*(?:{_UNITS})"
_DATED = r"[0-9]{1,4}[年月/-]"
_CODE = re.compile(
    rf"(?:[A-Za-z]|[A-Za-z]{{2,}}(?!{_COUNTED}))(?![A-Za-z])"
    rf"(?:(?:[.\-/_]| (?!{_COUNTED}|{_DATED}))?[0-9][0-9A-Za-z×]*"
    r"(?:(?:[.\-_]|:(?=[0-9]{4}(?![0-9年./-]))|/(?![RHSTM]?(?:[0-9]{1,4}|元)[年./-]))"
    r"[0-9A-Za-z]+)*)?"
    r"|[A-Za-z]+"
)
_NUMBERED = re.compile(
    r"(?:バージョン|型番|受付番号|整理番号|管理番号|文書番号|図面番号|番号|〒|電話|℡|☎"
    r"|コード|標高)"
    r"[:は ]{0,2}\(?[0-9A-Z][0-9A-Za-z.\-]*(?:[()][0-9]{1,4}[()\-][0-9]{3,4}|\)[0-9\-]+)?"
    r"|縮尺[:は ]{0,2}(?:[A-Z] ?= ?)?[0-9]+[/:][0-9,]+"
)
_CHAINED = re.compile(r"[0-9]+(?:[-][0-9]+){2,}|\(?0[0-9]{1,4}\)?[-(][0-9]{1,4}[-)][0-9]{3,4}")
_FRACTION = re.compile(
    rf"[0-9]+/[0-9]+(?![0-9年月日])|{NUMBER}分の{NUMBER}|[0-9]+:[0-9]+(?![,.]?[0-9]|[年円千万億])"
)
#: The number of an item right before a day or year: 1.8月26日, 2.2024年度.
_ITEM = re.compile(
    r"(?<![^\s。)])[0-9]{1,2}\.(?=[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬|末|から)"
    r"|(?:19|20)[0-9]{2}(?:年|[./-][0-9]))"
)
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_INDEFINITE = re.compile(
    r"(?:[数何幾](?=[十百千万億])[十百千]*|[十百千]+数[十百千]*|[0-9]+数)[万億兆]*"
    r"(?:円|人|件|名|校|園|世帯|団体|つ|冊|回|か所|箇所|%|項目|事業|施策)?"
)
_RECURRING = re.compile(
    r"毎年度?|毎月|毎週|例年|各年度?|隔年|隔月|各月|毎会計年度|平年|閏年|うるう年"
)
_RELATIVE_RATE = re.compile(
    r"対?(?:前々?年度?|前月|前期|前週|昨年度?|一昨年度?|前年同[期月日]|昨年同[期月]|前年度同期"
    r"|同年)末?(?:対?比|同期比|同月比|度比|対)"
    r"|対(?:前々?年度?|前月|前期|前年同[期月]|昨年度?)"
)
#: S3 is a product or a bend; plans and tables name no year of 昭和 before the war's end so.
_FIRST_BARE_SHOWA = 20
#: R22 and R32 are refrigerants more often than fiscal years; what follows must speak of a year.
_LAST_NEAR_REIWA = 20
_FAR_YEAR_BEHIND = re.compile(
    r"(?![、・,/ ]?R[0-9]{3})(?:$|[ \n、。,・()~/→:」\-]|目標|推計|将来|時点|末|頃|ごろ|まで|以降"
    r"|以後|から|の(?:目標|推計|人口|見込|数値|姿)|見込|予測)"
)
_YEAR_BEFORE = re.compile(
    r"[RH][0-9]{1,2}(?:年度?)? ?(?:[~\-→]|から) ?$|目標(?:値|年次?|年度)?[:は(]?$"
)
#: Words beside R3 or H2 that make it a release, a refrigerant, a road or a shape.
_NOT_FISCAL_BEFORE = re.compile(
    r"(?:冷媒|フロン|ガス|空調|エアコン|バージョン|Ver\.?|型番|曲線|国道|県道|路線|規格|ロケット|等級|ボルト|機種)[^、。]{0,4}$"
    r"|(?:版|型式?|半径|性能|高さ|世代|社製)$"
)
_NOT_FISCAL_BEHIND = re.compile(
    r"[A-Za-z0-9×=.]|/(?![RHS](?:[0-9]|元)|[12][0-9]{3}年)"
    r"|-(?! ?[RHS]?[0-9]{1,2}(?![0-9A-Za-z×\-号工番系棟]))"
    r"|型|バージョン|モデル|蛍光|ボルト|号|系|線|鋼|等級|ロケット|管|に(?:更新|バージョン"
    r"|アップ|切替|移行)|へ(?:更新|バージョン|移行)"
    r"|\(バージョン|冷媒|ガス|造|種|の(?:曲線|カーブ|半径|蛍光)|版(?!権)|規格|グランプリ"
    r"|指定(?!管理)|使用|空調|エアコン|室外機|住宅用|m|クラス|バルブ|電球|ドライブ|判"
    r"|ブロッカー|受容体|棟|室(?![内外])|番|工区|地区|コース|便|席"
)


def read_word_trap(text: str, at: int) -> Trap | None:
    """Read proper names and set phrases with a number, a day or an era in them."""
    return _trap(_WORDS.match(text, at) or _INDEFINITE.match(text, at), at)


def read_ordinal(text: str, at: int) -> Trap | None:
    """Read 第1回, 第5次, 第2・3条."""
    return _trap(_ORDINAL.match(text, at), at)


def read_place(text: str, at: int) -> Trap | None:
    """Read 令和2丁目, 昭和町3-4-5: an era in an address."""
    return _trap(_PLACE.match(text, at), at)


def read_code(text: str, at: int) -> Trap | None:
    """Read SS400, H-300×300, R410A, ISO9001:2015: Latin letters with figures."""
    url = _URL.match(text, at)
    return _trap(url or _CODE.match(text, at), at)


def read_numbered(text: str, at: int) -> Trap | None:
    """Read バージョン2.1.3, 受付番号20240826, 〒379-0192."""
    return _trap(_NUMBERED.match(text, at), at)


def read_item(text: str, at: int) -> Trap | None:
    """Read the 1. of 1.8月26日に開催 at the beginning of a line."""
    return _trap(_ITEM.match(text, at), at)


def read_figures(text: str, at: int) -> Trap | None:
    """Read 027-382-1111, 1-23-13, 1/2, 三分の一, 1:500, 2.1.3."""
    match = _CHAINED.match(text, at) or _FRACTION.match(text, at) or _VERSION.match(text, at)
    return _trap(match, at)


def read_relative_rate(text: str, at: int) -> Trap | None:
    """Read 前年度比, 対前年同月比: the period inside is no value."""
    return _trap(_RELATIVE_RATE.match(text, at), at)


def recurring_end(text: str, at: int) -> int | None:
    """Return where 毎年, 例年, 各年 … ends, or None if none stands here."""
    match = _RECURRING.match(text, at)
    return match.end() if match else None


def file_names(text: str) -> list[Trap]:
    """Return the file names of the text; what they hold is no value."""
    found: list[Trap] = []
    for match in _FILE.finditer(text):
        begin, closed = match.start(), 0
        stop = max(0, begin - _FILE_LENGTH, found[-1].end if found else 0)
        while begin > stop and _FILE_CHARACTER.match(text[begin - 1]):
            closed += {")": 1, "(": -1}.get(text[begin - 1], 0)
            if closed < 0:
                break  # the bracket stands around the name
            begin -= 1
        found.append(Trap(begin, match.end()))
    return found


def is_bare_fiscal_year(text: str, point: Point) -> bool:
    """True if R5 or H30 without a unit may stand for a fiscal year here."""
    if point.era is SHOWA and (point.year or 0) < _FIRST_BARE_SHOWA:
        return False
    far = point.era is REIWA and (point.year or 0) > _LAST_NEAR_REIWA
    before = text[max(0, point.begin - 10) : point.begin]
    if far and not (_FAR_YEAR_BEHIND.match(text, point.end) or _YEAR_BEFORE.search(before)):
        return False
    if _NOT_FISCAL_BEHIND.match(text, point.end):
        return False
    return _NOT_FISCAL_BEFORE.search(before) is None


def _trap(match: re.Match[str] | None, at: int) -> Trap | None:
    return Trap(at, match.end()) if match and match.end() > at else None
