"""Named things by their endings: …センター, …事業, …法, …課, and what they stand in.

The endings and what is no name are data (``names.toml``); nothing here names a city.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from tomllib import loads

import msgspec

from parsers.language.compounds import Run, runs
from parsers.language.model import Morpheme, Span
from schemas.enums import EntityLabel

_QUOTED = re.compile(r"[「『]([^「」『』]{2,40})[」』]")
_ROADS = r"(?:都市計画道路|主要地方道|広域農道|国道|道道|都道|府道|県道|市道|町道|村道)"
_ROAD = re.compile(rf"{_ROADS}(?:\d+号線?|[一-鿿ァ-ヺー・\dり]{{1,14}}?線(?![一-鿿]))")
_ACT = re.compile(r"(?:法律?|条例|規則|要綱)$")
_CONCERNING = "に関する"
_JOINTS = ("との", "及び", "並びに", "の", "と")
_SENTENCE_PARTS = re.compile(r"[をがはもへ、。]|まち|こと")
_NUMBERED = re.compile(r"第?[0-9０-９一二三四五六七八九十]+回")
_NO_PART = ("助詞", "助動詞", "補助記号", "空白")
_LONGEST_NAME = 16
_QUOTED_LABELS = frozenset({EntityLabel.PROGRAMME, EntityLabel.EVENT, EntityLabel.FACILITY})


class Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Endings of one kind of name.

    ``needs`` characters stand before; ``proper`` asks for a proper noun there; ``cut_before`` for
    a word boundary before the ending; ``inside`` lets the name end anywhere in a compound;
    ``no_action`` asks for no word of action before it (運行地区).
    """

    label: EntityLabel
    words: tuple[str, ...]
    needs: int = 1
    proper: bool = False
    cut_before: bool = False
    inside: bool = False
    no_action: bool = False


class Generic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Compounds that name nothing, how they begin, and what is cut off before a name.

    ``before_facility`` is whose a facility is (小中学校体育館), and is cut off only there.
    """

    whole: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    before: tuple[str, ...]
    before_facility: tuple[str, ...]


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one kind that stand before a name and belong to it: JA…, 株式会社…."""

    label: EntityLabel
    words: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of words."""

    words: tuple[str, ...]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything ``names.toml`` says."""

    endings: tuple[Ending, ...]
    heads: tuple[Head, ...]
    tails: Words
    generic: Generic
    called: Words

    @cached_property
    def patterns(self) -> tuple[tuple[Ending, re.Pattern[str]], ...]:
        """Each ending as a pattern that ends a text, the longest that leaves what it needs."""
        return tuple(
            (e, re.compile(f"(?<=.{{{e.needs}}})(?:{_any_of(e.words)})$")) for e in self.endings
        )

    @cached_property
    def heading(self) -> tuple[tuple[Head, re.Pattern[str]], ...]:
        """Each kind of head as a pattern."""
        return tuple((head, re.compile(_any_of(head.words))) for head in self.heads)

    @cached_property
    def calling(self) -> re.Pattern[str]:
        """A facility's kind with its name in brackets."""
        return re.compile(f"(?:{_any_of(self.called.words)})[「『]([^「」『』]{{2,20}})[」』]")

    @cached_property
    def tail(self) -> re.Pattern[str]:
        return re.compile(f"(?:{_any_of(self.tails.words)})")


def load_names() -> Names:
    """The rules of this package."""
    text = files("parsers.language").joinpath("names.toml").read_text(encoding="utf-8")
    return msgspec.convert(loads(text), Names)


def find_names(
    text: str, words: Sequence[Morpheme], cuts: Sequence[tuple[int, int]], names: Names
) -> Iterator[Span]:
    """Names by their form; they may overlap, and the caller keeps the longest.

    ``cuts`` are the spans of dates and amounts, which belong to no name.
    """
    yield from (Span(*road.span(), EntityLabel.PLACE) for road in _ROAD.finditer(text))
    yield from _quoted(text, names)
    yield from _headed(text, words, names)
    for called in names.calling.finditer(text):
        if not _SENTENCE_PARTS.search(called.group(1)):
            yield Span(*called.span(1), EntityLabel.FACILITY)
    found = list(runs(words, cuts))
    for run in found:
        yield from _in_run(run, names)
    yield from _acts(text, found)


def _in_run(run: Run, names: Names) -> Iterator[Span]:
    """The longest name that ends with the compound or before something that is no name."""
    begin = _trimmed(run.text, names.generic.before)
    text = run.text
    ends = {word.end - run.start for word in run.words}
    for end in range(len(text), begin + 1, -1):
        label = _label(text[begin:end], run, begin, names, end in ends)
        rest = text[end:]
        if label and (not rest or _ends_name(rest, names) or label.inside):
            yield Span(
                run.start + _begin(text[:end], begin, label, names), run.start + end, label.label
            )
            if not label.inside:
                return


def _ends_name(rest: str, names: Names) -> bool:
    """Whether a name ends before the rest of its compound; a number belongs to no name's end."""
    return bool(names.tail.match(rest)) or rest[0].isdecimal()


def _begin(text: str, begin: int, ending: Ending, names: Names) -> int:
    if ending.label is EntityLabel.FACILITY:
        return begin + _trimmed(text[begin:], names.generic.before_facility)
    return begin


def _trimmed(text: str, before: Sequence[str]) -> int:
    """How many characters at the beginning belong to no name."""
    offset = 0
    while True:
        start = next((word for word in before if text.startswith(word, offset)), None)
        if start is None or offset + len(start) >= len(text):
            return offset
        offset += len(start)


def _label(name: str, run: Run, offset: int, names: Names, at_word: bool) -> Ending | None:
    if _is_generic(name, run, offset, names.generic):
        return None
    found = ((ending, pattern.search(name)) for ending, pattern in names.patterns)
    fitting = [
        (len(match.group()), ending)
        for ending, match in found
        if match and _fits(ending, run, offset, match, at_word)
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def _is_generic(name: str, run: Run, offset: int, generic: Generic) -> bool:
    """Whether it names nothing: 第3回本部会議, 各事業, but not 新潟市 for its 新."""
    if _NUMBERED.sub("", name, count=1) in generic.whole or name.endswith(generic.ends):
        return True
    ends = {word.end - run.start - offset for word in run.words}
    return any(name.startswith(start) and len(start) in ends for start in generic.starts)


def _fits(ending: Ending, run: Run, offset: int, found: re.Match[str], at_word: bool) -> bool:
    begin = run.start + offset
    starts = {word.start for word in run.words}
    if ending.cut_before and not (at_word and _begins_word(begin, found, starts)):
        return False
    last = begin + found.start()
    before = [w for w in run.words if begin <= w.start < last or len(run.words) == 1]
    if ending.no_action and before and "サ変" in before[-1].tag:
        return False
    return not ending.proper or any(_is_proper(word) for word in before)


def _is_proper(word: Morpheme) -> bool:
    """A proper noun, or a word of kanji that no dictionary knows."""
    unknown = not word.known and all("一" <= c <= "鿿" for c in word.surface)
    return "固有名詞" in word.tag or unknown


def _begins_word(begin: int, found: re.Match[str], starts: set[int]) -> bool:
    """Whether the ending is a word by itself, or the name one word (文部科学省, 図書館法)."""
    return begin + found.start() in starts or not any(
        begin < s < begin + found.end() for s in starts
    )


def _quoted(text: str, names: Names) -> Iterator[Span]:
    """A name in brackets may hold particles: 「みんなの…プロジェクト」, but is no sentence."""
    for quoted in _QUOTED.finditer(text):
        inner = quoted.group(1)
        if _SENTENCE_PARTS.search(inner) or inner in names.generic.whole:
            continue
        for ending, pattern in names.patterns:
            found = pattern.search(inner)
            if found and ending.label in _QUOTED_LABELS:
                yield Span(*quoted.span(1), ending.label)
                break


def _headed(text: str, words: Sequence[Morpheme], names: Names) -> Iterator[Span]:
    """A head with the name behind it, up to the next particle: JAはんざわ, 認定こども園しおこし."""
    begins = {word.start: number for number, word in enumerate(words)}
    for head, pattern in names.heading:
        for found in pattern.finditer(text):
            number = begins.get(found.end())
            if number is None or found.start() not in begins:
                continue
            end = _name_end(words[number:], names)
            if found.end() < end <= found.end() + _LONGEST_NAME:
                yield Span(found.start(), end, head.label)


def _name_end(words: Sequence[Morpheme], names: Names) -> int:
    """Where a name ends that begins with the words; 0 where they begin none."""
    end = 0
    for word in words:
        action = "サ変" in word.tag or names.tail.fullmatch(word.surface)
        if word.tag.startswith(_NO_PART) or word.surface.isdecimal() or action:
            break
        end = word.end
    return end


def _acts(text: str, found: Sequence[Run]) -> Iterator[Span]:
    """The full title of an act: 〜に関する法律, 〜の〜に関する条例, 〜及び〜に関する条例."""
    begins = {run.end: run.start for run in found}
    for run in found:
        if _ACT.search(run.text) and text.endswith(_CONCERNING, 0, run.start):
            end = run.start - len(_CONCERNING)
            if end in begins:
                yield Span(_act_begin(text, begins[end], begins), run.end, EntityLabel.LAW)


def _act_begin(text: str, head: int, begins: Mapping[int, int]) -> int:
    """Where the compounds joined before ``head`` begin."""
    joint: str | None = ""
    while joint is not None:
        head = begins[head - len(joint)] if joint else head
        ends = ((each, head - len(each)) for each in _JOINTS if text.endswith(each, 0, head))
        joint = next((each for each, end in ends if end in begins), None)
    return head


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
