"""What the fictional cities promise, put together at random from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PILLARS = (
    "くらしを支える",
    "子どもが育つ",
    "みどりを守る",
    "しごとを生む",
    "学びを広げる",
    "人をつなぐ",
    "市役所を変える",
)
_THINGS = (
    ("通学路", "安全な通学路", "か所"),
    ("空き家", "空き家の活用", "件"),
    ("公園", "身近な公園", "か所"),
    ("路線バス", "地域の足", "便"),
    ("図書館", "本に親しむ場", "冊"),
    ("農産物", "地元の農産物", "品"),
    ("防災倉庫", "災害への備え", "棟"),
    ("放課後教室", "放課後の居場所", "教室"),
    ("健康相談", "健康づくり", "回"),
    ("森林", "豊かな森", "ha"),
    ("窓口", "待たない窓口", "件"),
    ("商店街", "にぎわう商店街", "店"),
)
_DEEDS = ("整備", "拡充", "見直し", "新設", "支援", "推進")
_WAYS = ("新しい", "歩いて行ける", "みんなでつくる", "未来につなぐ", "まちなかの", "山あいの")
_STEPS = (
    "地域の皆さんの意見を聞きながら、{thing}の{deed}に向けた計画をまとめます。",
    "{thing}について調査を行い、優先順位の高いところから順に進めます。",
    "関係する団体や学校と協力し、{thing}の{deed}を進める体制をつくります。",
    "国や県の補助を活用して、{thing}の{deed}にかかる費用をおさえます。",
    "広報やホームページで、{thing}に関する情報を分かりやすくお知らせします。",
)
TERMS = {"短期": 2024, "中期": 2026, "中長期": 2029}


@dataclass(frozen=True, slots=True)
class Promise:
    """One pledge of a fictional city; ``progress`` is 0 to 1."""

    title: str
    aim: str
    term: str
    due: str
    as_of: str
    actions: tuple[str, ...]
    figures: tuple[str, ...]
    progress: float

    @property
    def achieved(self) -> bool:
        return self.progress == 1.0


def promise(random: Random, number: int) -> Promise:
    """A pledge; ``number`` keeps the titles of one city apart."""
    thing, goal, unit = random.choice(_THINGS)
    deed, term = random.choice(_DEEDS), random.choice(tuple(TERMS))
    steps = random.sample(_STEPS, random.randint(1, 4))
    place = f"第{number}地区" if random.random() < 0.4 else f"{random.choice(_WAYS)}（{number}）"
    return Promise(
        title=f"{place}{thing}の{deed}",
        aim=f"{goal}をめざし、だれもが安心してくらせるようにします。",
        term=term,
        due=f"令和{TERMS[term] - 2018 + random.randint(0, 1)}年度末",
        as_of=f"令和{random.randint(6, 7)}年{random.randint(1, 12)}月{random.randint(1, 28)}日現在",
        actions=tuple(step.format(thing=thing, deed=deed) for step in steps),
        figures=tuple(_figures(random, unit)),
        progress=random.choice((0.1, 0.2, 0.3, 0.5, 0.5, 0.7, 0.8, 1.0, 1.0)),
    )


def _figures(random: Random, unit: str) -> list[str]:
    years = random.randint(0, 3)
    lines = []
    for year in range(years):
        money = f" {random.randint(10, 990):,}万円" if random.random() < 0.5 else ""
        lines.append(f"R{4 + year}年度:{random.randint(1, 900):,}{unit}{money}")
    return lines
