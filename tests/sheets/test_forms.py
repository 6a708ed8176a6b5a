"""Forms as offices make them: where labels, values and what lies over them stand oddly."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from parsers.sheets.paragraphs import strip_bullet
from pipeline.profiles import base_vocabulary, load_profile
from schemas.enums import Term
from tests.sheets.paper import PORTRAIT, Paper, print_pdf
from tests.sheets.reading import fields, parse
from tests.sheets.test_layouts import PARK, slide

ACTIONS = ["・花の苗を配ります。", "・水やりの当番を決めます。"]


def only(paper: Paper) -> dict[str, object]:
    [sheet] = parse(print_pdf([paper])).sheets
    return fields(sheet)


@pytest.mark.parametrize("angle", [0, 40])
def test_a_watermark_belongs_to_no_field(angle: float) -> None:
    paper = slide().turned(120, 430, "部外秘", 150, angle)
    parsed = parse(print_pdf([paper]))
    assert [fields(sheet) for sheet in parsed.sheets] == [PARK]
    assert "部外秘" in (parsed.pages[0].leftover_text or "")


def test_a_stamp_as_large_as_a_watermark_is_a_stamp() -> None:
    assert only(slide().turned(300, 400, "公約達成", 80, 30))["achieved"] is True


def test_small_print_under_a_stamp_is_a_line_of_its_own() -> None:
    paper = slide().text(600, 420, "公約達成", 26).text(560, 434, "市長公約実施目標シート第一号", 8)
    assert only(paper) == PARK | {"achieved": True}


def form(paper: Paper) -> Paper:
    paper.text(220, 30, "市長公約進行管理表", 16)
    paper.grid([40, 140, 560], [60, 86, 120, 146, 300, 330, 360])
    labels = ("公約の柱", "公約名", "目的", "取組内容", "達成期限", "進捗率")
    for top, label in zip((66, 94, 126, 152, 306, 336), labels, strict=True):
        paper.text(46, top, label, 12)
    paper.text(146, 66, "2 花の咲くまち", 12).text(146, 94, "通りを花でかざる取組", 14)
    paper.text(146, 126, "歩くのが楽しいまちにします", 12)
    paper.lines(146, 152, ACTIONS, 12)
    return paper.text(146, 306, "令和8年度末", 12)


def test_a_small_table_in_a_cell_stands_under_no_other_label() -> None:
    paper = form(Paper(PORTRAIT)).text(146, 336, "40％", 12)
    paper.grid([160, 280, 330, 380, 430], [220, 240, 260])
    for x, year, count in ((284, "R4", "3回"), (334, "R5", "5回"), (384, "R6", "8回")):
        paper.text(x, 224, year, 10).text(x, 244, count, 10)
    paper.text(166, 224, "区分", 10).text(166, 244, "植え替え", 10)
    [sheet] = parse(print_pdf([paper])).sheets
    figures = [(m.fiscal_year, m.item, m.value, m.unit) for m in sheet.metrics]
    assert figures == [
        (2022, "植え替え", 3, "回"),
        (2023, "植え替え", 5, "回"),
        (2024, "植え替え", 8, "回"),
    ]
    assert fields(sheet)["actions"] == [text[1:] for text in ACTIONS]
    assert sheet.sheet.due_note is None


@pytest.mark.parametrize(
    ("lines", "achieved"),
    [
        (["100％（達成済み）"], True),
        (["100％　達成済み"], True),
        (["進捗率　100％　達成", "済み"], True),
        (["80％"], False),
    ],
)
def test_achievement_beside_a_percentage(lines: list[str], achieved: bool) -> None:
    paper = form(Paper(PORTRAIT))
    for index, line in enumerate(lines):
        paper.text(146, 332 + 13 * index, line, 12)
    found = only(paper)
    assert (found["achieved"], found["progress"]) == (achieved, 1.0 if achieved else 0.8)


@pytest.mark.parametrize(
    "line", ["令和6年9月30日現在　70％", "70％（R6.9.30現在）", "（令和6年9月30日現在）70％"]
)
def test_the_day_and_the_percentage_on_one_line(line: str) -> None:
    found = only(form(Paper(PORTRAIT)).text(146, 336, line, 12))
    assert (found["as_of"], found["progress"]) == ("2024-09-30", 0.7)


def test_a_row_of_labels_over_its_row_of_values() -> None:
    paper = Paper(PORTRAIT).text(220, 20, "市長公約進行管理表", 16)
    paper.grid([40, 300, 560], [50, 70, 100, 120, 240, 260, 290])
    pairs = [("公約名", "通りを花でかざる取組"), ("目的", "歩くのが楽しいまちにします")]
    for x, (label, value) in zip((46, 306), pairs, strict=True):
        paper.text(x, 54, label, 11).text(x, 78, value, 12)
    paper.text(46, 104, "取組内容", 11).lines(46, 124, ACTIONS, 12)
    paper.text(306, 104, "達成期限", 11).text(306, 128, "令和8年度末", 12)
    paper.text(46, 244, "進捗状況", 11).text(46, 266, "30％", 12)
    paper.text(306, 244, "基準日", 11).text(306, 266, "令和6年9月30日", 12)
    found = only(paper)
    assert (found["progress"], found["as_of"], found["due"]) == (0.3, "2024-09-30", "令和8年度末")


def test_a_deadline_beside_another_date_is_no_table_of_years() -> None:
    paper = Paper(PORTRAIT).text(220, 20, "市長公約進行管理表", 16)
    paper.grid([40, 140, 300, 400, 560], [50, 80, 110, 200, 230, 260])
    for top, label in ((58, "公約名"), (88, "目的"), (118, "取組内容")):
        paper.text(46, top, label, 12)
    paper.text(146, 58, "花の通り", 14).text(146, 88, "歩く人を増やします", 12)
    paper.lines(146, 118, ACTIONS, 12)
    paper.text(46, 208, "達成期限", 12).text(146, 208, "令和8年度末", 12)
    paper.text(306, 208, "基準日", 12).text(406, 208, "R6.9.30", 12)
    paper.text(46, 238, "進捗率", 12).text(146, 238, "50％", 12)
    found = only(paper)
    assert (found["due"], found["as_of"]) == ("令和8年度末", "2024-09-30")
    assert found["actions"] == [text[1:] for text in ACTIONS]


def test_labels_set_wide_by_gaps() -> None:
    paper = Paper(PORTRAIT).text(220, 30, "市長公約進行管理票", 16)
    paper.text(40, 80, "公約の柱：2　花の咲くまち", 12)
    paper.text(40, 104, "区", 12).text(88, 104, "分：中期", 12)
    paper.text(40, 128, "事業名：花の通り", 14)
    paper.text(40, 156, "目", 12).text(88, 156, "的：歩く人を増やします", 12)
    paper.text(40, 180, "取組内容：", 12).lines(100, 200, ACTIONS, 12)
    paper.text(40, 260, "達成期限：令和8年度末", 12).text(40, 284, "進捗状況：60％", 12)
    found = only(paper)
    assert (found["term"], found["title"]) == ("mid", "花の通り")
    assert (found["aim"], found["progress"]) == ("歩く人を増やします", 0.6)


@pytest.mark.parametrize("number", ["Q{} ", "問{}　", "{}．", "({}) "])
def test_numbered_headings(number: str) -> None:
    paper = Paper().text(20, 14, "市長公約実施目標シート", 16).text(24, 50, "公約2 花の咲くまち")
    paper.text(700, 50, "短期").text(24, 80, "花の通り", 24).text(24, 120, "歩く人を増やします", 13)
    for top, at, heading in ((160, 1, "なにをするの？"), (260, 2, "いつまでに？")):
        paper.text(24, top, number.format(at) + heading)
    paper.text(
        24, 330, number.format(3) + "今どのくらいすすんでいるの？（令和6年9月30日現在）　♥♥♥♡♡"
    )
    paper.lines(40, 184, ACTIONS).text(40, 284, "令和7年度末")
    found = only(paper)
    assert found["aim"] == "歩く人を増やします"
    assert found["actions"] == [text[1:] for text in ACTIONS]
    assert (found["due"], found["progress"]) == ("令和7年度末", 0.6)


def test_a_block_that_begins_above_its_label_stays_whole() -> None:
    paper = Paper().text(20, 14, "市長公約実施目標シート", 16).text(24, 50, "公約2 花の咲くまち")
    paper.text(700, 50, "短期").text(24, 80, "花の通り", 24)
    labels = (("目的", 140), ("取組内容", 230), ("達成期限", 330), ("進捗状況", 400))
    for label, top in labels:
        paper.box(24, top - 16, 130, top + 28, (0.8, 0.9, 1.0)).text(40, top, label)
    paper.text(150, 140, "歩く人を増やします", 13)
    paper.lines(150, 196, [*ACTIONS, "・写真をとって知らせます。"], 13)
    paper.text(150, 330, "令和7年度末").text(150, 400, "50％")
    found = only(paper)
    assert found["aim"] == "歩く人を増やします"
    assert found["actions"] == [text[1:] for text in [*ACTIONS, "・写真をとって知らせます。"]]


def test_two_sides_whose_corners_stand_near_the_fold() -> None:
    paper = Paper((1190, 842))
    for x, name, term in ((40, "花の通り", "短期"), (640, "木かげの広場", "中長期")):
        paper.text(x, 30, "市長公約実施目標シート", 16).text(x + 470, 30, term, 16)
        paper.text(x, 70, "公約2 花の咲くまち").text(x, 100, name, 24)
        paper.text(x, 140, "歩く人を増やします", 13).text(x, 180, "○なにをするの？")
        paper.lines(x + 20, 204, ACTIONS).text(x, 300, "○いつまでに？")
        paper.text(x + 20, 324, "令和7年度末")
        paper.text(x, 370, "○今どのくらいすすんでいるの？").bar(x + 60, 400, x + 300, 0.4)
    sheets = parse(print_pdf([paper])).sheets
    found = [(sheet.sheet.title, sheet.sheet.term) for sheet in sheets]
    assert found == [("花の通り", Term.SHORT), ("木かげの広場", Term.MID_LONG)]


@pytest.mark.parametrize("said", ["次ページへ続く", "（裏面に続く）", "→次頁へ続く"])
def test_words_that_turn_the_page_are_no_action(said: str) -> None:
    first = Paper().text(20, 14, "市長公約実施目標シート", 16).text(24, 50, "公約2 花の咲くまち")
    first.text(700, 50, "短期").text(24, 80, "花の通り", 24).text(24, 120, "歩く人を増やします", 13)
    first.text(24, 160, "○なにをするの？").lines(40, 184, ACTIONS).text(700, 540, said, 10)
    second = Paper().text(24, 30, "花の通り（続き）", 12).text(40, 60, "・写真をとって知らせます。")
    second.text(24, 120, "○いつまでに？").text(40, 144, "令和7年度末")
    second.text(24, 200, "○今どのくらいすすんでいるの？").bar(90, 240, 500, 0.5)
    [sheet] = parse(print_pdf([first, second])).sheets
    wanted = [text[1:] for text in [*ACTIONS, "・写真をとって知らせます。"]]
    assert fields(sheet)["actions"] == wanted


@pytest.mark.parametrize("mark", ["※", "＊", "*"])
def test_signs_of_a_note_under_the_due_date(mark: str) -> None:
    paper = form(Paper(PORTRAIT)).text(260, 308, mark + "雨の年は延ばします。", 9)
    paper.text(146, 336, "40％", 12)
    found = only(paper)
    assert (found["due"], found["due_note"]) == ("令和8年度末", "雨の年は延ばします。")


def test_the_middle_dot_under_the_code_of_the_hyphenation_point() -> None:
    paper = slide().text(36, 300, "‧花壇‧ベンチを置きます。")
    assert "花壇・ベンチを置きます。" in only(paper)["actions"]  # type: ignore[operator]


def test_a_heading_that_the_city_moves_to_another_field(tmp_path: Path) -> None:
    base = (Path(__file__).parent / "second_city.toml").read_text(encoding="utf-8")
    head = base[: base.index("[wording")]
    own = '[wording.sheet.headings]\ntitle = ["公約"]\npillar = ["計画"]\n[wording.sheet.terms]\n'
    path = tmp_path / "city.toml"
    path.write_text(head + own + '"長期（４年以上）" = "mid_long"\n', encoding="utf-8")
    vocabulary = load_profile(str(path)).vocabulary
    assert "公約" not in vocabulary.sheet.headings.pillar
    assert "公約" in base_vocabulary().sheet.headings.pillar
    paper = Paper(PORTRAIT).text(200, 30, "市長公約進行管理カード", 14)
    paper.grid([40, 140, 560], [60, 86, 120, 146, 172, 260, 290, 320])
    rows = (
        (66, "計画", "2 花の咲くまち"),
        (94, "公約", "花の通り"),
        (126, "区分", "長期（４年以上）"),
        (152, "目的", "歩く人を増やします"),
        (178, "取組内容", "・花の苗を配ります。"),
        (266, "達成期限", "令和8年度末"),
        (296, "進捗率", "25％"),
    )
    for top, label, value in rows:
        paper.text(46, top, label, 12).text(146, top, value, 12)
    [sheet] = parse(print_pdf([paper]), vocabulary).sheets
    assert (sheet.sheet.title, sheet.sheet.pillar_number) == ("花の通り", 2)
    assert (sheet.sheet.term, sheet.sheet.term_raw) == (Term.MID_LONG, "長期（４年以上）")


@pytest.mark.parametrize("bullet", ["▸", "‣", "❖", "→", "\uf0b7", "\uf06c", "\uf0d8"])
def test_bullets_of_word_processors(bullet: str) -> None:
    vocabulary = base_vocabulary().sheet
    assert strip_bullet(bullet + "花の苗を配ります。", vocabulary) == (1, True)
    assert "" not in vocabulary.bullets


@pytest.mark.parametrize(
    ("said", "ratio"), [("70パーセント", 0.7), ("約３割", 0.3), ("７０％程度", 0.7)]
)
def test_shares_written_in_words(said: str, ratio: float) -> None:
    assert only(form(Paper(PORTRAIT)).text(146, 336, said, 12))["progress"] == ratio


def test_a_stamp_right_behind_the_word_at_the_end_of_the_graphic() -> None:
    paper = slide()
    paper.text(776, 523, "公約達成", 12)
    assert only(paper) == PARK | {"achieved": True}


def test_index_tabs_and_the_footer_belong_to_no_field() -> None:
    paper = slide()
    for number in range(1, 7):
        paper.text(822, 100 + 60 * number, str(number), 10)
    paper.text(24, 575, "担当：みどり課", 9).text(120, 575, "電話 000-000-0000", 9)
    assert only(paper) == PARK


def test_a_title_under_a_table_of_the_head_is_no_value_of_it() -> None:
    paper = Paper(PORTRAIT).text(40, 20, "市長公約進行管理票", 14)
    paper.grid([40, 100, 260, 320, 420, 480, 560], [50, 80])
    cells = ("公約の柱", "2 花の咲くまち", "区分", "中期", "期限", "R8年度末")
    for x, text in zip((44, 104, 264, 324, 424, 484), cells, strict=True):
        paper.text(x, 60, text, 11)
    paper.text(40, 100, "花の通り", 22).text(40, 150, "■目的", 12)
    paper.text(60, 170, "歩く人を増やします", 12).text(40, 210, "■取組内容", 12)
    paper.lines(60, 230, ACTIONS, 12).text(40, 300, "■進捗状況", 12).text(60, 320, "50％", 12)
    found = only(paper)
    assert (found["title"], found["due"], found["due_note"]) == ("花の通り", "R8年度末", None)


def test_a_divider_names_number_and_name_on_two_lines() -> None:
    def divider(number: str, name: str) -> Paper:
        return Paper().text(300, 200, f"公約 {number}", 36).text(200, 260, name, 30)

    def plain_sheet(title: str) -> Paper:
        paper = Paper().text(20, 14, "市長公約実施目標シート", 16).text(700, 14, "短期")
        paper.text(24, 80, title, 24).text(24, 120, "歩く人を増やします", 13)
        paper.text(24, 160, "○なにをするの？").lines(40, 184, ACTIONS)
        paper.text(24, 260, "○いつまでに？").text(40, 284, "令和7年度末")
        return paper.text(24, 340, "○今どのくらいすすんでいるの？").bar(90, 370, 500, 0.5)

    vocabulary = load_profile(str(Path(__file__).parent / "second_city.toml")).vocabulary
    vocabulary = replace(vocabulary, pillars={1: "花の咲くまち", 2: "木かげのあるまち"})
    papers = [divider("Ⅰ", "花の咲くまち"), plain_sheet("花の通り")]
    papers += [divider("Ⅱ", "木かげのあるまち"), plain_sheet("木の広場")]
    sheets = parse(print_pdf(papers), vocabulary).sheets
    found = [(one.sheet.title, one.sheet.pillar_number, one.sheet.pillar_name) for one in sheets]
    assert found == [("花の通り", 1, "花の咲くまち"), ("木の広場", 2, "木かげのあるまち")]
    carried = [row for one in sheets for row in one.evidence if row.field == "pillar_name"]
    assert [(row.page, row.confidence) for row in carried] == [(1, 0.9), (3, 0.9)]


def test_equal_dates_on_every_page_are_no_running_head() -> None:
    def page(title: str) -> Paper:
        paper = Paper(PORTRAIT).text(200, 24, "市長公約進捗管理票", 14)
        paper.grid([40, 160, 560], [60, 90, 120, 200, 230, 260])
        rows = ("公約名", "達成期限", "取組内容", "目的", "進捗状況")
        for top, label in zip((68, 98, 128, 208, 238), rows, strict=True):
            for index, letter in enumerate(label):
                paper.text(46 + index * 100 / (len(label) - 1), top, letter, 12)
        paper.text(166, 68, title, 14).text(166, 98, "令和7年度末", 12)
        paper.lines(166, 128, ACTIONS, 12).text(166, 208, "歩く人を増やします", 12)
        return paper.text(166, 238, "50％", 12)

    sheets = parse(print_pdf([page(name) for name in ("花の通り", "木の道", "水の庭")])).sheets
    assert [one.sheet.due_raw for one in sheets] == ["令和7年度末"] * 3
    assert [one.sheet.title for one in sheets] == ["花の通り", "木の道", "水の庭"]


def test_rows_parted_by_rules_alone() -> None:
    paper = Paper(PORTRAIT).text(200, 24, "市長公約進捗管理票", 14)
    for y in (60, 90, 120, 220, 250, 290):
        paper.box(40, y, 560, y + 1, (0, 0.4, 0.3), stroke=False)
    paper.text(46, 68, "公約名", 12).text(166, 68, "花の通り", 14)
    paper.text(46, 98, "目的", 12).text(166, 98, "歩く人を増やします", 12)
    paper.text(46, 164, "取組内容", 12)
    paper.lines(166, 124, [*ACTIONS, "・写真をとって知らせます。"], 12)
    paper.text(46, 228, "達成期限", 12).text(166, 228, "令和7年度末", 12)
    paper.text(46, 268, "進捗状況", 12).text(166, 256, "50％", 12)
    paper.text(166, 272, "（令和6年9月30日現在）", 12)
    found = only(paper)
    assert (found["aim"], found["due_note"]) == ("歩く人を増やします", None)
    assert found["actions"] == [text[1:] for text in [*ACTIONS, "・写真をとって知らせます。"]]
    assert (found["progress"], found["as_of"]) == (0.5, "2024-09-30")


def test_labels_that_share_a_cell_with_their_value_take_nothing_else() -> None:
    paper = Paper(PORTRAIT).text(200, 24, "市長公約進捗管理票", 14)
    paper.grid([40, 200, 380, 560], [60, 110])
    paper.grid([40, 560], [110, 150, 200, 280, 330])
    corners = (
        (46, "公約の柱", "2 花の咲くまち"),
        (206, "区分", "中期"),
        (386, "達成期限", "R8年度末"),
    )
    for x, label, value in corners:
        paper.text(x, 66, label, 11).text(x, 84, value, 11)
    paper.text(46, 118, "花の通り", 20).text(46, 156, "目的", 11).text(
        46, 174, "歩く人を増やします", 11
    )
    paper.text(46, 206, "取組内容", 11).lines(46, 222, ACTIONS, 11)
    paper.text(46, 286, "進捗状況", 11).text(46, 304, "R6.9.30現在で25％", 11)
    found = only(paper)
    assert (found["title"], found["pillar"]) == ("花の通り", (2, "花の咲くまち"))
    assert (found["due"], found["due_note"]) == ("R8年度末", None)
    assert (found["as_of"], found["progress"]) == ("2024-09-30", 0.2)


@pytest.mark.parametrize("line", ["公約2 花の咲くまち｜短期", "公約2 花の咲くまち／短期"])
def test_a_term_behind_a_bar(line: str) -> None:
    paper = Paper().text(20, 14, "市長公約実施目標シート", 16).text(24, 50, line)
    paper.text(24, 80, "花の通り", 24).text(24, 120, "歩く人を増やします", 13)
    paper.text(24, 160, "○なにをするの？").lines(40, 184, ACTIONS)
    paper.text(24, 260, "○いつまでに？").text(40, 284, "令和7年度末")
    paper.text(24, 340, "○今どのくらいすすんでいるの？").bar(90, 370, 500, 0.5)
    found = only(paper)
    assert (found["pillar"], found["term"]) == ((2, "花の咲くまち"), "short")


def test_a_term_right_behind_its_label() -> None:
    paper = form(Paper(PORTRAIT)).text(146, 336, "40％", 12).text(400, 34, "期間中長期", 12)
    assert only(paper)["term"] == "mid_long"
