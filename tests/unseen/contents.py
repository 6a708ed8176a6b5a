"""What two fictional cities promise, with the truth that a reader of their sheets would write."""

from __future__ import annotations

from typing import Any, NamedTuple


class Pledge(NamedTuple):
    """A sheet's contents; ``lines`` are the title as it is broken, ``figures`` lines of figures."""

    pillar: int
    term: str
    lines: tuple[str, ...]
    aim: str
    actions: tuple[str, ...]
    due: str
    due_date: str
    as_of: str
    as_of_date: str
    progress: float
    note: str | None = None
    figures: tuple[str, ...] = ()
    metrics: tuple[tuple[str, int, float, str], ...] = ()


class City(NamedTuple):
    """A city's words for the parts of its sheets."""

    form: str
    pillars: dict[int, str]
    pillar: str
    terms: dict[str, str]
    actions: str
    due: str
    progress: str
    as_of: str
    start: str
    goal: str
    stamp: str
    pledges: tuple[Pledge, ...]


MIDORINO = City(
    form="市長公約実施目標シート",
    pillars={
        1: "だれもが安心できるまち",
        2: "学びと遊びのあるまち",
        3: "川と森を大切にするまち",
        4: "商いがつながるまち",
        5: "開かれた市政のまち",
        6: "伝統が生きるまち",
    },
    pillar="公約 {roman} {name}",
    terms={"short": "短期", "mid": "中期", "mid_long": "中長期"},
    actions="なにをするの？",
    due="いつまでに？",
    progress="今どのくらいすすんでいるの？",
    as_of="（{day}現在）",
    start="開始",
    goal="達成",
    stamp="公約達成",
    pledges=(
        Pledge(
            1,
            "mid",
            ("通学路の見守りカメラ設置",),
            "子どもたちが安心して学校に通えるようにします",
            (
                "小学校と地域の代表が参加する点検会議を毎年開き、危険な交差点を洗い出します。",
                "見通しの悪い場所に見守りカメラと街路灯を順に設置します。",
            ),
            "令和7年度末",
            "2026-03-31",
            "令和6年9月30日",
            "2024-09-30",
            0.45,
            "夜間の点検は令和8年度から行います。",
        ),
        Pledge(
            3,
            "mid_long",
            (
                "清流の里山再生プロジェクト",
                "（間伐の推進、竹林の整備、",
                "ホタルの生息地の保全）",
            ),
            "川上から川下まで水のきれいなまちを次の世代に残します",
            (
                "森林所有者の意向を確認し、間伐が必要な区域から順に整備します。",
                "放置竹林の伐採に取り組む団体を支援します。",
                "ホタルの生息地を調べ、結果を公表します。",
            ),
            "令和10年度末",
            "2029-03-31",
            "令和5年12月31日",
            "2023-12-31",
            0.2,
        ),
        Pledge(
            5,
            "short",
            ("市長と語る茶話会の開催",),
            "市民の声を市政に生かします",
            ("各地区の公民館を会場に、市長が直接ご意見を伺う茶話会を開きます。",),
            "令和4年度末",
            "2023-03-31",
            "令和5年3月31日",
            "2023-03-31",
            1.0,
        ),
        Pledge(
            4,
            "mid",
            ("ふるさと産品の販路拡大",),
            "地元の店と農家の売上を増やします",
            ("都市部の百貨店で産品展を開き、新しい取引先を見つけます。",),
            "令和6年度末",
            "2025-03-31",
            "令和6年3月31日",
            "2024-03-31",
            0.65,
            None,
            ("R4年度:12件 340万円", "R5年度:25件 1,280万円"),
            (
                ("R4年度", 2022, 12.0, "件"),
                ("R4年度", 2022, 3400000.0, "円"),
                ("R5年度", 2023, 25.0, "件"),
                ("R5年度", 2023, 12800000.0, "円"),
            ),
        ),
        Pledge(
            2,
            "short",
            ("PFIを活用した給食センターの建替え",),
            "温かくおいしい給食を届けます",
            (
                "PFI手法により、設計から運営までを一括して民間に委ねます。また、アレルギー対応の"
                "専用調理室を設け、食物アレルギーのある児童にも安全な給食を提供します。",
                "食育の見学コースを設けます。",
            ),
            "令和6年12月",
            "2024-12-31",
            "令和6年6月30日",
            "2024-06-30",
            0.8,
        ),
        Pledge(
            6,
            "mid_long",
            ("曳山と木遣りの継承",),
            "先人から受け継いだ祭りを守ります",
            ("保存会の皆さんと、囃子の楽譜や映像の記録を作ります。",),
            "令和11年度末",
            "2030-03-31",
            "令和6年9月30日",
            "2024-09-30",
            0.1,
            "記録は図書館でも公開します。",
        ),
    ),
)

KANAE = City(
    form="かなえる約束シート",
    pillars={1: "暮らしの安全", 2: "子育てと教育", 3: "産業と雇用", 4: "環境と景観"},
    pillar="柱{number} {name}",
    terms={"short": "すぐやる", "mid": "四年で", "mid_long": "じっくり"},
    actions="取組内容",
    due="達成時期",
    progress="進捗状況",
    as_of="（{day}時点）",
    start="着手",
    goal="完了",
    stamp="約束実現",
    pledges=(
        Pledge(
            2,
            "mid",
            ("放課後の居場所づくり",),
            "放課後も子どもが安心して過ごせます",
            (
                "空き教室を活用し、学習支援と体験活動を行います。",
                "地域のボランティアを募集し、研修を実施します。",
            ),
            "令和8年3月",
            "2026-03-31",
            "令和6年10月1日",
            "2024-10-01",
            0.5,
        ),
        Pledge(
            1,
            "short",
            ("防災行政無線の戸別受信機の配布",),
            "災害の情報が家の中でも聞こえます",
            ("高齢者だけの世帯に戸別受信機を無償で貸し出します。",),
            "令和5年度末",
            "2024-03-31",
            "令和6年3月31日",
            "2024-03-31",
            1.0,
            "希望する世帯への貸出しは続けます。",
        ),
        Pledge(
            3,
            "mid_long",
            ("若者の起業応援（相談窓口の", "開設、空き店舗の紹介、創業", "資金の融資）"),
            "若い人がこの町で働き続けられます",
            (
                "商工会に相談窓口を開設します。",
                "空き店舗の情報を集め、起業を目指す人に紹介します。",
            ),
            "令和9年度末",
            "2028-03-31",
            "令和6年4月1日",
            "2024-04-01",
            0.3,
        ),
        Pledge(
            4,
            "mid",
            ("ごみの減量とリサイクルの推進",),
            "きれいな町を保ち、処理費用を減らせます",
            ("生ごみの堆肥化容器の購入を補助します。",),
            "令和7年度末",
            "2026-03-31",
            "令和6年3月31日",
            "2024-03-31",
            0.75,
            None,
            ("令和4年度：18.5％", "令和5年度：21.2％"),
            (("令和4年度", 2022, 18.5, "％"), ("令和5年度", 2023, 21.2, "％")),
        ),
    ),
)


def truth(city: City, pledge: Pledge) -> dict[str, Any]:
    """The fields of a pledge's sheet, dates as text."""
    return {
        "pillar_number": pledge.pillar,
        "pillar_name": city.pillars[pledge.pillar],
        "term": pledge.term,
        "title": "".join(pledge.lines),
        "aim": pledge.aim,
        "due_raw": pledge.due,
        "due_date": pledge.due_date,
        "due_note": pledge.note,
        "as_of_date": pledge.as_of_date,
        "achieved": pledge.progress == 1.0,
        "metrics": list(pledge.metrics),
    }
