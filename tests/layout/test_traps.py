"""One small PDF and one test per trap of Japanese PDF text."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.page import INVISIBLE_LAYER
from schemas.errors import DocumentError
from tests.layout.sheets import FONT, make, mode, read, texts, turned, with_stamp_annotation


def test_text_printed_twice_is_read_once_and_recorded() -> None:
    def draw(c: Canvas) -> None:
        for shift in (0, 0.3):
            for index, character in enumerate("令和六年重重人人々々"):
                c.drawString(50 + 12 * index + shift, 200, character)

    page = read(make(draw))
    assert texts(page) == ["令和六年重重人人々々"]
    assert "".join(d.text for d in page.dropped if d.reason == "doubled") == "令和六年重重人人々々"


def test_a_letter_printed_twice_at_once_is_read_once() -> None:
    def draw(c: Canvas) -> None:
        for index, character in enumerate("令和重重々"):
            for shift in (0, 0.3):
                c.drawString(50 + 12 * index + shift, 200, character)

    assert texts(read(make(draw))) == ["令和重重々"]


@pytest.mark.parametrize("first", ["white", "hidden"])
def test_the_seen_copy_of_unseen_text_is_read(first: str) -> None:
    def draw(c: Canvas) -> None:
        if first == "hidden":
            mode(c, 3, 50, 200, "影のある見出し")
        else:
            c.setFillColorRGB(1, 1, 1)
            c.drawString(50, 200, "影のある見出し")
        c.setFillColorRGB(0, 0, 0)
        c.drawString(50.4, 199.8, "影のある見出し")

    assert texts(read(make(draw))) == ["影のある見出し"]


def test_characters_beyond_the_basic_plane_are_one_each_and_halves_are_none() -> None:
    def draw(c: Canvas) -> None:
        c.setFont("Helvetica", 12)
        c.drawString(50, 200, "ABCD")

    codes = {"41": "D842DFB7", "42": "7530", "43": "845BDB40DD00", "44": "D842"}
    page = read(_with_unicode(make(draw), codes))
    assert texts(page) == ["\U00020bb7田葛\U000e0100\ufffd"]
    assert [glyph.text for glyph in page.lines[0].glyphs] == list(page.lines[0].text)


def _with_unicode(data: bytes, codes: dict[str, str]) -> bytes:
    """The PDF with a map of its Latin font's codes to UTF-16, both in hexadecimal."""
    rows = "".join(f"<{code}> <{units}>\n" for code, units in codes.items())
    table = f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{len(codes)} beginbfchar\n"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            font.ToUnicode = pikepdf.Stream(pdf, f"{table}{rows}endbfchar".encode())
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def test_text_printed_four_times_is_read_once() -> None:
    def draw(c: Canvas) -> None:
        for shift in (0, 0.2, 0.4, 0.6):
            c.drawString(50 + shift, 200 - shift / 2, "森の重重11人々")

    assert texts(read(make(draw))) == ["森の重重11人々"]


def test_letters_repeated_side_by_side_survive() -> None:
    page = read(make(lambda c: c.drawString(50, 200, "日日重重人人々々llii11")))
    assert texts(page) == ["日日重重人人々々llii11"]
    assert not page.dropped


def test_ruby_is_a_reading_not_text() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 200, "我が市の改革と利便性")
        c.setFont(FONT, 5)
        c.drawString(98, 213, "かいかく")
        c.drawString(138, 213, "りべんせい")

    page = read(make(draw))
    assert texts(page) == ["我が市の改革と利便性"]
    assert page.lines[0].ruby == "我が市のかいかくとりべんせい"
    assert [d.text for d in page.dropped if d.reason == "ruby"] == ["かいかく", "りべんせい"]


def test_small_kana_below_a_line_is_not_ruby() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 200, "令和六年度の目標")
        c.setFont(FONT, 6)
        c.drawString(50, 185, "ただし")

    assert texts(read(make(draw))) == ["令和六年度の目標", "ただし"]


def test_vertical_columns_are_read_from_right_to_left() -> None:
    def draw(c: Canvas) -> None:
        for column, text in enumerate(("縦に書いた文章", "次の列の文字")):
            for row, character in enumerate(text):
                c.drawString(300 - 20 * column, 250 - 13 * row, character)

    page = read(make(draw))
    assert texts(page) == ["縦に書いた文章", "次の列の文字"]
    assert all(line.vertical for line in page.lines)


def test_a_font_for_vertical_writing_gives_columns() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(300, 250, "縦書きの文、字です")
        c.drawString(280, 250, "次の列「公約」")

    # The vertical twin of the font's character map is all that makes a font vertical.
    page = read(make(draw).replace(b"UniJIS-UCS2-H", b"UniJIS-UCS2-V"))
    assert texts(page) == ["縦書きの文、字です", "次の列「公約」"]
    assert all(line.vertical for line in page.lines)
    first = page.lines[0]
    assert first.box.bottom - first.box.top == pytest.approx(9 * 12, abs=3)


def test_marks_in_a_column_are_not_vertical_writing() -> None:
    def draw(c: Canvas) -> None:
        for row in range(5):
            c.drawString(100, 250 - 15 * row, "○")

    assert texts(read(make(draw))) == ["○"] * 5


def test_what_nobody_sees_is_dropped_with_its_reason() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 250, "見える文字")
        mode(c, 3, 50, 200, "隠れた文字")
        c.drawString(500, 200, "紙の外の文字")
        c.drawString(50, 100, "塗りつぶした文字")
        c.setFillColorRGB(1, 1, 1)
        c.rect(40, 95, 200, 20, stroke=0, fill=1)
        c.drawString(50, 150, "白い文字")

    page = read(make(draw))
    assert texts(page) == ["見える文字"]
    assert {d.text: d.reason for d in page.dropped} == {
        "隠れた文字": "hidden",
        "紙の外の文字": "off_page",
        "塗りつぶした文字": "hidden",
        "白い文字": "white",
    }


def test_white_text_on_a_coloured_shape_is_read() -> None:
    def draw(c: Canvas) -> None:
        c.setFillColorRGB(0.1, 0.3, 0.3)
        c.rect(40, 190, 200, 30, stroke=0, fill=1)
        c.setFillColorRGB(1, 1, 1)
        c.drawString(50, 200, "白抜きの見出し")

    assert texts(read(make(draw))) == ["白抜きの見出し"]


def test_white_text_on_a_white_panel_over_colour_is_dropped() -> None:
    def draw(c: Canvas) -> None:
        c.setFillColorRGB(0.1, 0.3, 0.3)
        c.rect(20, 150, 300, 100, stroke=0, fill=1)
        c.setFillColorRGB(1, 1, 1)
        c.rect(40, 190, 200, 30, stroke=0, fill=1)
        c.drawString(50, 200, "白い板の白い字")

    page = read(make(draw))
    assert texts(page) == []
    assert [d.reason for d in page.dropped] == ["white"]


def test_invisible_layer_of_a_scan_is_read_and_noted() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(c: Canvas) -> None:
        c.drawImage(ImageReader(Image.new("RGB", (40, 30), "gray")), 0, 0, 400, 300)
        mode(c, 3, 50, 200, "検索用の文字")

    page = read(make(draw))
    assert texts(page) == ["検索用の文字"]
    assert INVISIBLE_LAYER in page.notes


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30.0, 20.0, 380.0, 280.0)])
def test_upright_coordinates_honour_rotation_and_crop_box(
    rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    def draw(c: Canvas) -> None:
        c.translate(200, 150)
        c.rotate(rotation)
        c.drawString(-40, 30, "上の行")
        c.drawString(-40, -30, "下の行")
        c.rect(-60, -50, 120, 100)

    page = read(turned(make(draw), rotation, crop))
    assert texts(page) == ["上の行", "下の行"]
    upper, lower = page.lines
    assert upper.angle == lower.angle == 0
    assert lower.box.top - upper.box.top == pytest.approx(60, abs=0.5)
    assert upper.box.x1 - upper.box.x0 == pytest.approx(36, abs=1)
    (shape,) = page.shapes
    assert shape.box.x0 == pytest.approx(upper.box.x0 - 20, abs=1)
    assert shape.box.x1 - shape.box.x0 == pytest.approx(120, abs=1)
    wide, high = (400, 300) if crop is None else (350, 260)
    assert (page.width, page.height) == (wide, high) if rotation % 180 == 0 else (high, wide)
    assert 0 < upper.box.x0 < upper.box.x1 < page.width


def test_a_turned_stamp_is_one_line_with_its_angle() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(20, 150, "本文の行です")
        c.translate(200, 150)
        c.rotate(15)
        for index, character in enumerate("公約達成"):
            c.drawString(14 * index, 0, character)

    page = read(make(draw))
    assert sorted(texts(page)) == ["公約達成", "本文の行です"]
    stamp = next(line for line in page.lines if line.text == "公約達成")
    assert stamp.angle == 345


def test_columns_at_one_height_are_lines_of_their_own() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(20, 200, "左の段の文です")
        c.drawString(220, 201, "右の段の文です")

    assert texts(read(make(draw))) == ["左の段の文です", "右の段の文です"]


def test_a_rule_parts_cells_that_nearly_touch() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 200, "件数")
        c.drawString(79, 200, "金額")
        c.line(76.5, 190, 76.5, 220)

    assert texts(read(make(draw))) == ["件数", "金額"]


@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [
        ("令和 6 年度末", "令和6年度末"),
        ("PPP( 官民連携 )の導入", "PPP(官民連携)の導入"),
        ("スクラップ & ビルド", "スクラップ&ビルド"),
        ("Park PFI の Open House", "Park PFI の Open House"),
        ("公約 VI 改革から", "公約 VI 改革から"),
        ("R3年度:2件 210万円", "R3年度:2件 210万円"),
        ("公 約 達 成", "公約達成"),
        ("議\u3000案", "議\u3000案"),
        ("①３件 ㎡ 〜", "①３件㎡〜"),
        ("(令和 5 年 9 月 30 日現在)", "(令和5年9月30日現在)"),
    ],
)
def test_spaces_that_are_layout_go_and_others_stay(drawn: str, wanted: str) -> None:
    page = read(make(lambda c: c.drawString(50, 200, drawn)))
    assert texts(page) == [wanted]
    assert page.lines[0].raw == drawn


def test_renderer_spaces_around_all_latin_words_go() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(20, 250, "まずは、 DX 推進のリーダーと AI 活用")
        c.drawString(20, 230, "令和 6 年度の PFI 導入は 3 件です")

    assert texts(read(make(draw))) == [
        "まずは、DX推進のリーダーとAI活用",
        "令和6年度のPFI導入は3件です",
    ]


def test_gaps_without_a_space_are_judged_by_script() -> None:
    def draw(c: Canvas) -> None:
        x = 50.0
        for part, gap in (("令和", 3.0), ("6", 3.0), ("年", 0.0)):
            c.drawString(x, 200, part)
            x += c.stringWidth(part, FONT, 12) + gap
        c.drawString(50, 150, "Park")
        c.drawString(50 + c.stringWidth("Park", FONT, 12) + 3, 150, "PFI")

    assert texts(read(make(draw))) == ["令和6年", "Park PFI"]


def test_radicals_are_repaired_and_other_signs_kept() -> None:
    page = read(make(lambda c: c.drawString(50, 200, "⼈⼝①㎡")))
    (line,) = page.lines
    assert (line.text, line.raw) == ("人口①㎡", "⼈⼝①㎡")
    assert line.repairs == ("⼈→人", "⼝→口")
    assert [glyph.raw for glyph in line.glyphs] == list("⼈⼝①㎡")


def test_glyphs_and_text_agree_position_by_position() -> None:
    page = read(make(lambda c: c.drawString(50, 200, "R4 年度:11 件 520 万円 (R5.1.31 現在)")))
    for line in page.lines:
        assert "".join(glyph.text for glyph in line.glyphs) == line.text


def test_an_empty_user_password_opens() -> None:
    lock = StandardEncryption("", ownerPassword="owner", strength=128)
    assert texts(read(make(lambda c: c.drawString(50, 200, "開ける"), lock))) == ["開ける"]


def test_a_real_password_is_a_clear_refusal() -> None:
    lock = StandardEncryption("secret", ownerPassword="owner", strength=128)
    data = make(lambda c: c.drawString(50, 200, "閉じた"), lock)
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == "document.encrypted"


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.code == "document.broken"


def test_shapes_in_forms_and_clips_are_placed_on_the_page() -> None:
    def draw(c: Canvas) -> None:
        c.beginForm("F")
        c.setFillColorRGB(1, 0, 0)
        c.rect(0, 0, 10, 10, stroke=0, fill=1)
        c.endForm()
        c.saveState()
        c.translate(100, 50)
        c.scale(2, 2)
        c.doForm("F")
        c.restoreState()
        path = c.beginPath()
        path.rect(200, 100, 20, 20)
        c.clipPath(path, stroke=0, fill=0)
        c.rect(150, 90, 200, 200, stroke=0, fill=1)

    page = read(make(draw))
    in_form, clipped = page.shapes
    assert tuple(in_form.box) == pytest.approx((100, 230, 120, 250), abs=0.1)
    assert in_form.fill == (255, 0, 0)
    assert tuple(clipped.box) == pytest.approx((200, 180, 220, 200), abs=0.1)


def test_what_an_annotation_draws_is_on_the_page() -> None:
    plain = make(lambda c: c.drawString(50, 200, "本文"))
    page = read(with_stamp_annotation(plain, "1 0 0 rg 100 100 100 50 re f"))
    assert texts(page) == ["本文"]
    (shape,) = page.shapes
    assert shape.fill == (255, 0, 0)
    assert tuple(shape.box) == pytest.approx((100, 150, 200, 200), abs=1)
