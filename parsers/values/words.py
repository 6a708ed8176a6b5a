"""The closed vocabulary of dates, and the patterns built of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

from parsers.values.eras import BY_NAME
from parsers.values.numerals import NUMBER
from parsers.values.tokens import Granularity, Part, Relative

#: Steps from an anchor. Deictic words look at the context; the others at the text first.
_RELATIVES: tuple[tuple[Granularity, int, bool, str], ...] = (
    ("fiscal", 0, True, "今年度 本年度 当年度"),
    ("fiscal", -1, True, "昨年度"),
    ("fiscal", 1, True, "来年度"),
    ("fiscal", -2, True, "一昨年度"),
    ("fiscal", 2, True, "再来年度"),
    ("fiscal", 0, False, "同年度"),
    ("fiscal", -1, False, "前年度"),
    ("fiscal", 1, False, "翌年度 次年度"),
    ("fiscal", -2, False, "前々年度"),
    ("fiscal", 2, False, "翌々年度"),
    ("year", 0, True, "今年 本年 当年"),
    ("year", -1, True, "昨年 去年"),
    ("year", 1, True, "来年"),
    ("year", -2, True, "一昨年 おととし"),
    ("year", 2, True, "再来年"),
    ("year", 0, False, "同年"),
    ("year", -1, False, "前年"),
    ("year", 1, False, "翌年"),
    ("year", -2, False, "前々年"),
    ("year", 2, False, "翌々年"),
    ("month", 0, True, "今月 本月 当月"),
    ("month", -1, True, "先月"),
    ("month", 1, True, "来月"),
    ("month", -2, True, "先々月"),
    ("month", 2, True, "再来月"),
    ("month", 0, False, "同月"),
    ("month", -1, False, "前月"),
    ("month", 1, False, "翌月"),
    ("month", 2, False, "翌々月"),
    ("month", 0, False, "同年同月"),
    ("month", -12, False, "前年同月"),
    ("month", 12, False, "翌年同月"),
    ("month", -12, True, "昨年同月"),
    ("week", 0, True, "今週"),
    ("week", -1, True, "先週"),
    ("week", 1, True, "来週"),
    ("week", -2, True, "先々週"),
    ("week", 2, True, "再来週"),
    ("week", 0, False, "同週"),
    ("week", 1, False, "翌週"),
    ("week", -1, False, "前週"),
    ("day", 0, True, "本日 今日"),
    ("day", -1, True, "昨日"),
    ("day", 1, True, "明日"),
    ("day", 2, True, "明後日 あさって"),
    ("day", 3, True, "明々後日 しあさって"),
    ("day", -2, True, "一昨日 おととい"),
    ("day", 0, False, "同日"),
    ("day", 1, False, "翌日"),
    ("day", -1, False, "前日"),
    ("day", 2, False, "翌々日"),
    ("same_day", 0, False, "同月同日 同年同月同日"),
    ("same_day", -12, False, "前年同日 前年同月同日"),
    ("same_day", 12, False, "翌年同日 翌年同月同日"),
    ("same_day", -1, False, "前月同日"),
    ("same_day", 1, False, "翌月同日"),
    ("same_day", -12, True, "昨年同日 昨年同月同日"),
    ("period", -12, False, "前年同期"),
    ("period", -12, True, "昨年同期"),
)

RELATIVES = MappingProxyType(
    {
        name: Relative(unit, offset, deictic)
        for unit, offset, deictic, names in _RELATIVES
        for name in names.split()
    }
)
PARTS: MappingProxyType[str, Part] = MappingProxyType(
    {
        "末日": "end", "晦日": "end", "末": "end", "年末": "end", "月末": "end",
        "年度末": "end", "年度末日": "end",
        "上旬": "early", "初旬": "early", "上": "early",
        "中旬": "middle", "中": "middle", "下旬": "late",
        "上半期": "first_half", "上期": "first_half", "前半": "first_half",
        "下半期": "second_half", "下期": "second_half", "後半": "second_half",
    }
)  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


#: 改正 平31.3.20 loses its blank in the repaired text and is no 正平 (1346).
ERA_NAMES = _any(BY_NAME).replace("正平", "(?<![改訂修])正平")
ERA_YEAR = re.compile(
    rf"(?:(?P<name>{ERA_NAMES})|(?<![0-9A-Za-z])(?P<letter>[RHSTMrhstm])\.?|(?P<kanji>[令平昭大明]))"
    rf" ?(?P<year>元|{NUMBER})"
)
WESTERN = re.compile(
    r"(?:西暦|FY ?)?(?P<year>[12][0-9]{3}(?![0-9,])|(?<=西暦)[0-9]{1,3}(?=年)"
    rf"|[一二千]{NUMBER[3:-1]})"
)
#: What makes a round figure of years a length: 1300年の歴史, 1000年に一度, 樹齢1000年.
SPAN_BEHIND = re.compile(
    r"年(?:の(?:歴史(?!的)|伝統|時を|歳月|眠り|都)|に(?:[1一][度回]|わた|及)|以上|続|もの|近く|確率"
    r"|祭|を(?:超|越|経|誇))"
)
SPAN_BEFORE = re.compile(r"(?:樹齢|開湯|開創|創建|遷都|没後|生誕|鎮座)$")
#: A day of 1900 to 2099 in eight figures with no other sign or unit at its sides.
COMPACT = re.compile(
    r"(?<![0-9A-Za-z.,_/#\-号番])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])"
    r"(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z.,_/%\-年月番号円千万億件人名回校園冊つ])"
)
NUMBER_AT = re.compile(NUMBER)
#: 平26政令第394号 and 昭22法67: laws are cited by the year of their promulgation.
LAW = re.compile(r"(?:法律?|政令?|府令|省令|条例?|規則?|規程|告示?|訓令?|要綱)第?[0-9]")
BORN = re.compile(r"生(?:まれ|(?=[)\s、。]|$))")
#: 目 counts (3年目), unless it begins 目標, 目途 or 目的.
ORDINAL_SUFFIX = "目(?![標途的指])"
#: Town names such as 六日町 and 三月町 that are no 町議会 or 町民.
_TOWN = "[市町](?![役民内議立長政営道税])"
#: 年 and 年度, and what would make 年 a duration.
YEAR_UNIT = re.compile(
    rf"(?P<fiscal>(?:会計|事業)?年度(?!{ORDINAL_SUFFIX}|間|連続))|(?P<decade>年代)"
    rf"|(?P<year>年(?!間|前(?!半|期|後)|後(?!半|期)|{ORDINAL_SUFFIX}|ぶり|以内|余り))"
)
LENGTH_BEHIND = re.compile("間|目|ぶり|余")
#: Behind a number without era, more words make 年 and 日 a duration or a grade.
NO_YEAR = re.compile(
    r"[0-9]+[かカヶケヵ箇]月|[0-9]+組|以上|以下|以前|未満|近く|ほど|あまり|超|生|ごと|毎|連続|程度|余|計画|分|物|債|保存|制|半|に[1一]|齢|組|次|率"
    r"|弱|強|かけ|経過|来|契約|保証|有効|満期|平均|代|目標|を|が|で|も|か|寿|前|後|間|以来|もの"
)
#: 九年が実質二・五%, but not 九年が経過.
YEAR_AS_SUBJECT = re.compile("が(?![経過たか必続])")
#: What before such a number makes it one: 築35年, 戦後80年.
AGE_BEFORE = re.compile(r"(?:築|戦後|過去|今後|直近|創[立業設]|勤続|在職|最長|最大|満|約)$")
NO_DAY = re.compile(
    rf"間|以内|以上|以下|未満|前|後|{ORDINAL_SUFFIX}|分|ごと|毎|程度|当た|あた|数|{_TOWN}|村|曜|本"
    r"|につき|ぶり"
    r"|余|連続"
    r"|月|に[1一2二3三]|平均|も早|中|坊主|単位|常|赤|光|程|を|で|も|が"
)
#: 1日3回 and 1日約20人 are rates.
PER_DAY = re.compile(
    rf"(?:平均|約|最大|最低|延べ|およそ)*{NUMBER}(?:,[0-9]{{3}})*[千万]?"
    r"(?:[回便本人件枚食冊組台名社校杯円個室箱通]|往復|世帯|団体|時間)"
)
#: 指定する1日, いずれか1日: any day, not the first.
ANY_DAY = re.compile(r"(?:[すし][るた]|うち|いずれか|任意)の?$")
#: The old names of the months, read only behind a year (令和六年師走).
MONTH_NAMES = (
    "睦月",
    "如月",
    "弥生",
    "卯月",
    "皐月",
    "水無月",
    "文月",
    "葉月",
    "長月",
    "神無月",
    "霜月",
    "師走",
)
MONTH_NAME = re.compile(rf"の?(?P<name>{'|'.join(MONTH_NAMES)})(?![賞町市区村小中園])")
MONTH = re.compile(
    rf"[の/]?(?P<leap>閏|うるう)?(?:(?P<month>{NUMBER})ヶ?|(?P<first>正))月"
    rf"(?!間|額|堂|{ORDINAL_SUFFIX}|齢)(?:(?<=[0-9]月)|(?!人形|雨|晴|蠅|病|山|田|{_TOWN}))"
)
DAY = re.compile(
    rf"[の/]?(?:(?P<day>{NUMBER})日(?!間|以内|{ORDINAL_SUFFIX})|(?P<last>末日?|晦日)|(?P<first>朔日))"
)
SLASH_DAY = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?![0-9/])")
#: Components after a year: 6.8.26, 6/8/26, 6-8-26, 6・8・26; a version or address goes on.
COMPONENTS = re.compile(
    r" ?(?P<sep>[./・-]) ?(?P<month>[0-9]{1,2})(?![0-9])"
    r"(?:月|(?: ?(?P=sep) ?(?P<day>[0-9]{1,2})日?(?![0-9年]|(?P=sep)[0-9])))?"
)
#: 令和六・八・二六, which vertical papers write so.
KANJI_COMPONENTS = re.compile(
    r"(?P<sep>[.・])(?P<month>[〇一二三四五六七八九十]{1,2})(?P=sep)"
    r"(?P<day>[〇一二三四五六七八九十]{1,3})(?![.・年月百千億万丁番号条区校人件つ])"
)
NOT_TWO = re.compile(
    r"[./・]? ?[0-9]|-(?! ?(?:[0-9]{1,2}月|(?:19|20)[0-9]{2}[./])) ?[0-9]"
    r"|(?!から|施[行工設]|人事|名称|回[答収]|校舎|団地)"
    r"[A-Za-z%×年月日号件人名円回億万千百校つ項施か箇ヶ世団]"
)
MONTH_PART = re.compile(r"の?(?P<part>上旬|初旬|中旬|下旬|上(?=[・、][中下]旬)|中(?=[・、]下旬))")
#: 第1 of 第1・第2四半期.
_QUARTER_LIST = rf"(?=(?:[・、~-]|から|及び|と)第?{NUMBER}・?四半期)"
YEAR_PART = re.compile(
    rf"の?(?:(?P<part>末日|年末(?!年始)|年度末日?|末(?!年始)|上半期|下半期|上(?=[・、]下半?期)|上期|下期"
    rf"|前半|後半)|第? ?(?P<quarter>{NUMBER}|[Ⅰ-Ⅳ])(?:・?[四4]半期|Q(?![A-Za-z])|{_QUARTER_LIST})"
    rf"| ?Q(?P<short>[1-4])(?![0-9A-Za-z]))"
    r"|の?(?P<new_year>元日|元旦)|の?(?P<eve>大晦日)"
)
ALONE = re.compile(
    rf"(?P<fiscal_end>年度末日?)|(?P<fiscal>年度(?:内|中|当初))|(?P<year>年内)"
    rf"|(?P<year_end>年末(?!年始|調整))|(?P<month_end>月末)|(?P<tenth>[上中下]旬)"
    rf"|(?P<half>上半期|下半期|上期|下期)|第(?P<quarter>{NUMBER}|[Ⅰ-Ⅳ])(?:・?[四4]半期|{_QUARTER_LIST})"
)
RELATIVE = re.compile(
    rf"(?P<word>{_any(RELATIVES)})(?!比|対比|同[期月日]比?|代|齢|輩|配|的|香|葉|刊|程|次(?!第))"
)
#: 昨年より2件増, 昨年に比べ: what a figure is held against.
COMPARED = re.compile(r"より(?=[0-9▲約も多少増減高低大小早遅])|[にと]比べ|を[上下]回|並み")
WEEKDAY = re.compile(
    r" ?\(\(?(?P<in>[月火水木金土日])(?:曜日?)?(?:[・、,/ ]?\(?(?:祝日?|休日?|振休|振替休日"
    r"|振替)\)?|[・、,/ ](?![^()\n]{0,8}(?:除|休館|定休|のみ))[^()\n]{1,10})?\)"
    r"|(?P<plain>[月火水木金土日])曜日?| ?\((?P<english>Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?\)"
    r"|\((?:祝日?|休日?|元日|憲法記念日|[^()\n]{1,6}の日)\)"
)
WEEKDAY_OF = MappingProxyType(
    {name: index for index, names in enumerate(
        (("月", "Mon"), ("火", "Tue"), ("水", "Wed"), ("木", "Thu"), ("金", "Fri"), ("土", "Sat"),
         ("日", "Sun"))
    ) for name in names}
)  # fmt: skip
_PART_OF_DAY = "翌?(?:早朝|未明|朝|夕方?|夜間?|深夜)"
_CLOCK = (
    rf"(?:(?:午前|午後|AM|PM|am|pm|{_PART_OF_DAY}) ?)?"
    rf"(?:{NUMBER}時(?!間|点)(?:{NUMBER}分|半)?(?:{NUMBER}秒)?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)|正午|午前(?!中)|午後"
    rf"|{_PART_OF_DAY}(?=から|まで|~|-)"
    r"|T[0-9]{2}:[0-9]{2}(?::[0-9.]+)?(?:Z|[+-][0-9:]+)?"
)
TIME = re.compile(
    rf"[、,の ]?(?:{_CLOCK})(?:頃|ごろ)?(?:(?:から|より|~|-)(?:翌日?)?(?:{_CLOCK})(?:頃|ごろ"
    rf"|まで)?)*"
)
_ANY_ERA = rf"{ERA_NAMES}|[RHSTM]\.?|[令平昭大明]"
GLOSS = re.compile(
    rf" ?\((?:西暦)?(?:(?P<western>[12][0-9]{{3}})|(?P<name>{_ANY_ERA})(?P<year>元|{NUMBER}))"
    rf"(?P<unit>年度?)?(?:[・、/](?P<second>{_ANY_ERA})(?P<second_year>元|{NUMBER})年?度?)?\)"
)
#: 末 behind a half or a quarter: its last day.
CLOSING = re.compile(r"末日?(?!年始)")
RANGE = re.compile(r" ?(?:から|より|~|-|→|->|以降|以後|、?至|ないし|乃至) ?")
LIST = re.compile(
    r" ?(?:、|,|・|/|、?及び|、?および|、?並びに|、?又は|、?または|と|や|&|若しくは|もしくは) ?"
)
#: Beside 令6 without a unit: ・7年度, ～令11.
KANJI_YEAR_GOES_ON = re.compile(
    rf"(?:{LIST.pattern}|{RANGE.pattern})(?:[令平昭](?:元|[0-9])|[0-9]{{1,2}}(?:年度|[、・]))"
)
KANJI_YEAR_BEFORE = re.compile(r"[令平昭](?:元|[0-9]{1,2})(?:~|-|から|・|、)$")
#: Words between a date and its から or まで that change nothing.
SKIPPED = (
    r"(?:\([^()0-9\n]{2,12}\))?[分号]?(?:頃|ごろ|中|内|当初|付け?|現在|時点|の間"
    r"|から起算し)?"
)
JOINT = re.compile(rf"{SKIPPED}{RANGE.pattern}(?:、|\(|翌|同)?")
