"""Layouts nobody publishes yet, read by wording and place alone."""

from __future__ import annotations

from tests.sheets.paper import PORTRAIT, Paper, print_pdf
from tests.sheets.reading import fields, parse

PARK = {
    "pillar": (3, "みどりと暮らすまち"),
    "term": "mid",
    "title": "身近な公園の再整備（遊具の更新を含む）",
    "aim": "子どもも大人も楽しめる公園を増やします",
    "actions": [
        "老朽化した遊具を順番に取り替え、誰もが使いやすい広場に整えます。",
        "地域の皆さんと話し合い、花壇やベンチの置き場所を決めます。",
    ],
    "due": "令和7年度末",
    "due_date": "2026-03-31",
    "due_note": "一部の公園は令和8年度に行います。",
    "as_of": "2024-09-30",
    "achieved": False,
    "progress": 0.6,
}


def slide(shuffle: int | None = None) -> Paper:
    paper = Paper(shuffle=shuffle)
    paper.text(20, 14, "市長公約実施目標シート", 20)
    paper.text(24, 56, "公約 III みどりと暮らすまち", 15)
    paper.text(740, 56, "中期", 18)
    paper.box(20, 88, 820, 160, (0.9, 0.95, 0.95))
    paper.text(36, 96, "身近な公園の再整備", 26)
    paper.text(36, 128, "（遊具の更新を含む）", 26)
    paper.text(30, 170, "子どもも大人も楽しめる公園を増やします", 15)
    paper.text(24, 200, "○なにをするの？", 15)
    paper.lines(
        36,
        226,
        [
            "・老朽化した遊具を順番に取り替え、誰もが使いや",
            "すい広場に整えます。",
            "・地域の皆さんと話し合い、花壇やベンチの置き場",
            "所を決めます。",
        ],
    )
    paper.text(24, 390, "○いつまでに？", 15)
    paper.text(46, 416, "令和7年度末", 18)
    paper.text(46, 444, "※一部の公園は令和8年度に行います。", 11)
    paper.text(24, 480, "○今どのくらいすすんでいるの？(令和6年9月30日現在)", 15)
    return paper.bar(90, 520, 740, 0.6)


def test_a_slide_drawn_in_any_order_reads_the_same() -> None:
    for seed in range(4):
        parsed = parse(print_pdf([slide(seed)]))
        assert [fields(sheet) for sheet in parsed.sheets] == [PARK]


def two_columns() -> Paper:
    paper = Paper(shuffle=3)
    paper.text(20, 14, "公約進捗シート", 16)
    paper.text(24, 44, "第３の柱「みどりと暮らすまち」", 14)
    paper.text(700, 44, "【中期】", 14)
    paper.text(60, 76, "身近な公園の再整備（遊具の更新を含む）", 24)
    paper.text(24, 120, "■目的", 14)
    paper.text(24, 142, "子どもも大人も楽しめる公園を増やします", 13)
    paper.text(24, 190, "■取組内容", 14)
    paper.lines(
        24,
        214,
        [
            "・老朽化した遊具を順番に取り替え、誰",
            "　もが使いやすい広場に整えます。",
            "・地域の皆さんと話し合い、花壇やベン",
            "　チの置き場所を決めます。",
        ],
        13,
    )
    paper.text(440, 120, "■達成目標年度", 14)
    paper.text(440, 146, "令和7年度末", 16)
    paper.text(440, 172, "※一部の公園は令和8年度に行います。", 10)
    paper.text(440, 230, "■進捗状況（令和6年9月30日時点）", 14)
    return paper.bar(480, 262, 760, 0.6)


def test_two_columns() -> None:
    parsed = parse(print_pdf([two_columns()]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK]


def form(labels: dict[str, str]) -> Paper:
    """A portrait form ruled as a table: label cell left, value cell right, labels half way down."""
    paper = Paper(size=PORTRAIT, shuffle=5)
    paper.text(200, 30, "市長公約進捗管理シート", 18)
    ys = [70, 100, 130, 180, 220, 420, 480, 560]
    paper.grid([40, 150, 555], ys)
    rows = [
        ("pillar", ["Ⅲ　みどりと暮らすまち"]),
        ("term", ["中期"]),
        ("title", ["身近な公園の再整備", "（遊具の更新を含む）"]),
        ("aim", ["子どもも大人も楽しめる公園を増やします"]),
        (
            "actions",
            [
                "・老朽化した遊具を順番に取り替え、誰もが使いやす",
                "　い広場に整えます。",
                "・地域の皆さんと話し合い、花壇やベンチの置き場所",
                "　を決めます。",
            ],
        ),
        ("due", ["令和7年度末", "※一部の公園は令和8年度に行います。"]),
    ]
    for index, (name, texts) in enumerate(rows):
        middle = (ys[index] + ys[index + 1]) / 2
        paper.text(50, middle - 6, labels[name], 12)
        high = len(texts) * 12 * 1.35
        paper.lines(160, middle - high / 2, texts, 12)
    paper.text(50, 514, labels["progress"], 12)
    paper.text(160, 488, "令和6年9月30日現在", 12)
    return paper.bar(210, 515, 500, 0.6)


def test_a_ruled_form() -> None:
    labels = {
        "pillar": "柱",
        "term": "区分",
        "title": "事業名",
        "aim": "目　的",
        "actions": "具体的な取組",
        "due": "目標時期",
        "progress": "進捗状況",
    }
    parsed = parse(print_pdf([form(labels)]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK]


def other(title: str, x: float, top: float, wide: float, paper: Paper, share: float) -> None:
    """A small sheet in a part of a page."""
    paper.text(x + 10, top + 8, "公約実施目標シート", 12)
    paper.text(x + 10, top + 28, "公約 II にぎわいのまち", 11)
    paper.text(x + wide - 60, top + 28, "短期", 12)
    paper.text(x + 20, top + 48, title, 18)
    paper.text(x + 20, top + 74, "駅前に人を呼びます", 11)
    paper.text(x + 10, top + 94, "●なにをするの？", 11)
    paper.text(x + 20, top + 112, f"・{title}を進めます。", 11)
    paper.text(x + 10, top + 150, "●いつまでに？", 11)
    paper.text(x + 20, top + 168, "令和6年度末", 12)
    paper.text(x + 10, top + 192, "●今どのくらいすすんでいるの？（令和6年3月31日現在）", 10)
    paper.bar(x + 60, top + 214, x + wide - 60, share, 14)


def expected(title: str, share: float) -> dict[str, object]:
    return {
        "pillar": (2, "にぎわいのまち"),
        "term": "short",
        "title": title,
        "aim": "駅前に人を呼びます",
        "actions": [f"{title}を進めます。"],
        "due": "令和6年度末",
        "due_date": "2025-03-31",
        "due_note": None,
        "as_of": "2024-03-31",
        "achieved": False,
        "progress": share,
    }


def test_two_sheets_side_by_side() -> None:
    paper = Paper(shuffle=1)
    other("駅前広場の改修", 0, 20, 410, paper, 0.3)
    other("夜市の開催", 421, 20, 410, paper, 0.8)
    parsed = parse(print_pdf([paper]))
    assert [fields(sheet) for sheet in parsed.sheets] == [
        expected("駅前広場の改修", 0.3),
        expected("夜市の開催", 0.8),
    ]


def test_two_sheets_one_above_the_other() -> None:
    paper = Paper(size=PORTRAIT, shuffle=2)
    other("駅前広場の改修", 20, 30, 550, paper, 0.3)
    other("夜市の開催", 20, 420, 550, paper, 0.8)
    parsed = parse(print_pdf([paper]))
    assert [fields(sheet) for sheet in parsed.sheets] == [
        expected("駅前広場の改修", 0.3),
        expected("夜市の開催", 0.8),
    ]


def test_four_sheets_in_frames() -> None:
    paper = Paper(shuffle=8)
    titles = ["駅前広場の改修", "夜市の開催", "空き店舗の活用", "案内板の設置"]
    for index, title in enumerate(titles):
        x, top = 5 + 418 * (index % 2), 5 + 295 * (index // 2)
        paper.box(x, top, x + 410, top + 285)
        other(title, x, top + 6, 410, paper, 0.5)
    parsed = parse(print_pdf([paper]))
    assert [fields(sheet) for sheet in parsed.sheets] == [expected(t, 0.5) for t in titles]


def test_a_sheet_over_two_pages() -> None:
    first = Paper()
    first.text(20, 14, "市長公約実施目標シート", 20)
    first.text(24, 56, "公約 III みどりと暮らすまち", 15)
    first.text(740, 56, "中期", 18)
    first.text(36, 100, "身近な公園の再整備（遊具の更新を含む）", 26)
    first.text(30, 170, "子どもも大人も楽しめる公園を増やします", 15)
    first.text(24, 200, "○なにをするの？", 15)
    first.text(36, 226, "・老朽化した遊具を順番に取り替え、誰もが使いやすい広場に整えます。")
    second = Paper()
    second.text(20, 14, "市長公約実施目標シート", 20)
    second.text(36, 60, "・地域の皆さんと話し合い、花壇やベンチの置き場所を決めます。")
    second.text(24, 190, "○いつまでに？", 15)
    second.text(46, 216, "令和7年度末", 18)
    second.text(46, 244, "※一部の公園は令和8年度に行います。", 11)
    second.text(24, 280, "○今どのくらいすすんでいるの？(令和6年9月30日現在)", 15)
    second.bar(90, 320, 740, 0.6)
    parsed = parse(print_pdf([first, second, slide()]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK, PARK]
    assert [page.sheets for page in parsed.pages] == [1, 0, 1]


def cards() -> Paper:
    """Every field in a drawn box of its own, the label in bold brackets on the first line."""
    paper = Paper(shuffle=11)
    paper.text(30, 12, "公約シート", 14)
    paper.box(20, 40, 400, 80, (0.9, 0.95, 1))
    paper.text(30, 50, "公約③　みどりと暮らすまち", 14)
    paper.box(420, 40, 560, 80)
    paper.text(430, 50, "期間：中期", 14)
    paper.box(20, 90, 820, 160)
    paper.text(30, 96, "【公約名】", 11)
    paper.text(60, 120, "身近な公園の再整備（遊具の更新を含む）", 22)
    paper.box(20, 170, 820, 220)
    paper.text(30, 176, "【ねらい】子どもも大人も楽しめる公園を増やします", 13)
    paper.box(20, 230, 500, 420)
    paper.text(30, 236, "【取組内容】", 11)
    paper.lines(
        40,
        262,
        [
            "・老朽化した遊具を順番に取り替え、誰もが使いやすい",
            "広場に整えます。",
            "・地域の皆さんと話し合い、花壇やベンチの置き場所を",
            "決めます。",
        ],
    )
    paper.box(520, 230, 820, 330)
    paper.text(530, 236, "【いつまでに】令和7年度末", 13)
    paper.text(530, 270, "※一部の公園は令和8年度に行います。", 11)
    paper.box(520, 340, 820, 560)
    paper.text(530, 346, "【進み具合】", 11)
    paper.text(530, 372, "令和6年9月30日現在", 11)
    return paper.bar(570, 440, 770, 0.6)


def test_cards() -> None:
    parsed = parse(print_pdf([cards()]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK]


def test_labels_above_their_values_in_a_table() -> None:
    paper = Paper(shuffle=4)
    paper.text(20, 10, "市長公約進行管理表", 16)
    paper.grid([20, 220, 420, 620, 820], [40, 66, 100])
    paper.grid([20, 820], [110, 136, 180])
    paper.grid([20, 820], [190, 216, 320])
    for index, text in enumerate(["政策分野", "区分", "達成時期", "基準日"]):
        paper.text(30 + 200 * index, 46, text, 12)
    values = ["３　みどりと暮らすまち", "中期", "令和7年度末", "令和6年9月30日"]
    for index, text in enumerate(values):
        paper.text(30 + 200 * index, 76, text, 13)
    paper.text(30, 116, "事業名", 12)
    paper.text(30, 148, "身近な公園の再整備（遊具の更新を含む）", 18)
    paper.text(30, 196, "事業内容", 12)
    paper.lines(
        30,
        224,
        [
            "・老朽化した遊具を順番に取り替え、誰もが使いやすい広場に整えます。",
            "・地域の皆さんと話し合い、花壇やベンチの置き場所を決めます。",
        ],
        13,
    )
    paper.text(30, 340, "進捗状況", 12)
    paper.bar(90, 370, 740, 0.6)
    parsed = parse(print_pdf([paper]))
    wanted = PARK | {"aim": None, "due_note": None}
    assert [fields(sheet) for sheet in parsed.sheets] == [wanted]


def test_pages_without_a_sheet_hold_none() -> None:
    cover = (
        Paper()
        .text(200, 200, "市長公約実施目標シート", 30)
        .text(200, 260, "公約 III みどりと暮らすまち", 24)
    )
    contents = Paper().text(100, 60, "目次", 24)
    for index in range(6):
        contents.text(100, 120 + 40 * index, f"身近な公園の再整備 その{index}……………{index + 3}", 16)
    photos = (
        Paper().box(100, 100, 400, 300, (0.3, 0.6, 0.3)).text(120, 310, "写真：公園のようす", 12)
    )
    parsed = parse(print_pdf([cover, contents, slide(), photos]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK]
    assert [page.sheets for page in parsed.pages] == [0, 0, 1, 0]
    assert parsed.pages[3].coverage == 0.0
    assert parsed.pages[3].leftover_text == "写真：公園のようす"


def test_a_small_table_of_years_in_the_body() -> None:
    paper = slide()
    paper.grid([50, 200, 290, 380], [310, 330, 350, 370])
    rows = [
        ("区分", "R4年度", "R5年度"),
        ("参加者数（人）", "1,250", "2,380"),
        ("収入", "520万円", "▲31万円"),
    ]
    for index, row in enumerate(rows):
        for x, text in zip((60, 210, 300), row, strict=True):
            paper.text(x, 314 + 20 * index, text, 11)
    (sheet,) = parse(print_pdf([paper])).sheets
    assert fields(sheet) == PARK
    assert [(m.line, m.label_raw, m.item, m.value, m.unit) for m in sheet.metrics] == [
        (1, "R4年度", "参加者数", 1250.0, "人"),
        (1, "R5年度", "参加者数", 2380.0, "人"),
        (2, "R4年度", "収入", 5200000.0, "円"),
        (2, "R5年度", "収入", -310000.0, "円"),
    ]


def test_the_caption_of_a_picture_is_left_over() -> None:
    paper = slide()
    paper.box(620, 230, 800, 330, (0.4, 0.6, 0.4))
    paper.text(640, 334, "写真：にぎわう広場", 10)
    parsed = parse(print_pdf([paper]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK]
    assert parsed.pages[0].leftover_text == "写真：にぎわう広場"


def test_a_line_that_begins_with_the_word_for_library_is_no_caption() -> None:
    paper = slide()
    paper.box(36, 296, 500, 376, (0.4, 0.6, 0.4))
    paper.text(36, 302 - 2 * 14, "図書館の庭も開きます。", 14)
    (sheet,) = parse(print_pdf([paper])).sheets
    assert any("図書館の庭も開きます。" in action.text for action in sheet.actions)


def test_signs_in_the_cell_under_a_centred_label_are_the_progress_and_no_rule_is() -> None:
    labels = {
        "重点の柱": "III みどりと暮らすまち",
        "区分": "中期",
        "公約項目": "身近な公園の再整備",
        "ねらい": "子どもも大人も楽しめる公園を増やします",
        "取組の内容": "・老朽化した遊具を順番に取り替えます。",
        "目標年度": "令和7年度末",
        "現在の進捗": "★★★★★★☆☆☆☆",
    }
    paper, top = Paper(size=PORTRAIT), 60.0
    for label, text in labels.items():
        paper.grid([40, 555], [top, top + 20, top + 60])
        paper.text(297 - 6.0 * len(label), top + 4, label, 12)
        paper.text(46, top + 26, text, 13)
        top += 60
    paper.text(46, top - 14, "令和6年9月30日現在", 9)
    (sheet,) = parse(print_pdf([paper])).sheets
    assert fields(sheet)["progress"] == 0.6


def test_a_plan_of_a_city_without_pledges_holds_no_sheet() -> None:
    labels = {
        "pillar": "分類",
        "term": "期間",
        "title": "事業名",
        "aim": "目的",
        "actions": "事業内容",
        "due": "完了予定",
        "progress": "進捗状況",
    }
    paper = form(labels)
    paper.pieces = [piece for piece in paper.pieces if piece.__qualname__ != "Paper.text"]
    paper.text(200, 30, "総合計画 事業評価シート", 18)
    for top, text in ((80, "分類"), (140, "事業名"), (300, "事業内容"), (440, "完了予定")):
        paper.text(50, top, text, 12)
    paper.text(160, 440, "令和7年度末", 12)
    assert parse(print_pdf([paper])).sheets == ()


def test_a_page_number_apart_from_the_text_belongs_to_no_field() -> None:
    numbered = Paper(pieces=slide().pieces, size=(842.0, 700.0)).text(420, 630, "12", 11)
    (sheet,) = parse(print_pdf([numbered])).sheets
    assert fields(sheet) == PARK


def test_lines_of_a_title_may_stand_far_apart() -> None:
    paper = slide()
    held = [p for p in paper.pieces if "（遊具の更新を含む）" not in _words(p)]
    wide = Paper(pieces=held).text(36, 146, "（遊具の更新を含む）", 26)
    moved = [p for p in wide.pieces if "子どもも大人も楽しめる公園を増やします" not in _words(p)]
    last = Paper(pieces=moved).text(30, 182, "子どもも大人も楽しめる公園を増やします", 12)
    (sheet,) = parse(print_pdf([last])).sheets
    assert fields(sheet) == PARK


def _words(piece: object) -> list[object]:
    return [cell.cell_contents for cell in getattr(piece, "__closure__", None) or ()]


def test_a_label_beside_a_table_of_years_stays_a_label() -> None:
    paper = Paper(size=PORTRAIT)
    paper.grid([40, 150, 550], [90, 120, 150, 180, 360, 390, 480])
    rows = ("分野", "公約名", "目的", "なにをするの？", "いつまでに？", "今どのくらい？")
    tops = (97, 127, 157, 262, 367, 425)
    for label, top in zip(rows, tops, strict=True):
        paper.text(48, top, label, 12)
    paper.text(200, 50, "市長公約実施目標シート　【中期】", 15)
    paper.text(160, 97, "公約Ⅲ　みどりと暮らすまち", 12)
    paper.text(160, 127, "ごみの減量", 14)
    paper.text(160, 157, "きれいなまちを残します。", 12)
    paper.text(160, 190, "・生ごみの堆肥化を進めます。", 12)
    paper.grid([170, 330, 420, 510], [250, 270, 290])
    for x, words in ((175, "項目"), (335, "令和4年度"), (425, "令和5年度")):
        paper.text(x, 254, words, 11)
    for x, words in ((175, "一人一日のごみ（g）"), (335, "887"), (425, "861")):
        paper.text(x, 274, words, 11)
    paper.text(160, 367, "令和7年度末", 12)
    paper.text(160, 400, "令和6年9月30日現在", 12)
    paper.bar(210, 440, 500, 0.5, 14)
    (sheet,) = parse(print_pdf([paper])).sheets
    assert fields(sheet)["actions"] == ["生ごみの堆肥化を進めます。"]
    assert fields(sheet)["aim"] == "きれいなまちを残します。"
    figures = [(m.fiscal_year, m.item, m.value, m.unit) for m in sheet.metrics]
    assert figures == [(2022, "一人一日のごみ", 887.0, "g"), (2023, "一人一日のごみ", 861.0, "g")]


def test_a_table_that_touches_its_cell_is_a_table_of_its_own() -> None:
    paper = Paper(size=PORTRAIT)
    paper.grid([40, 150, 550], [90, 120, 290, 320, 400])
    paper.grid([150, 330, 420, 510], [230, 250, 290])
    paper.text(200, 50, "市長公約実施目標シート　【中期】", 15)
    for label, top in (("公約名", 97), ("なにをするの？", 200), ("いつまでに？", 297)):
        paper.text(48, top, label, 12)
    paper.text(48, 350, "今どのくらい？", 12)
    paper.text(160, 97, "ごみの減量", 14).text(160, 130, "・生ごみの堆肥化を進めます。", 12)
    for x, words in ((155, "項目"), (335, "令和4年度"), (425, "令和5年度")):
        paper.text(x, 234, words, 11)
    paper.lines(155, 254, ["一人一日当たりの", "ごみの量（g）"], 11)
    paper.text(335, 264, "887", 11).text(425, 264, "861", 11)
    paper.text(160, 297, "令和7年度末", 12).text(160, 330, "令和6年9月30日現在", 12)
    (sheet,) = parse(print_pdf([paper.bar(210, 365, 500, 0.5, 14)])).sheets
    assert fields(sheet)["actions"] == ["生ごみの堆肥化を進めます。"]
    figures = [(m.fiscal_year, m.item, m.value, m.unit) for m in sheet.metrics]
    assert figures == [
        (2022, "一人一日当たりのごみの量", 887.0, "g"),
        (2023, "一人一日当たりのごみの量", 861.0, "g"),
    ]
