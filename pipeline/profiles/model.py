"""What a site profile holds: everything that differs between one city and the next."""

from __future__ import annotations

from datetime import datetime

import msgspec

from parsers.vocabulary import Vocabulary


class Municipality(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The city. ``code`` is its 全国地方公共団体コード, six digits with check digit."""

    code: str
    name: str
    name_kana: str
    name_en: str


class Politeness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How we behave as a guest. Times in seconds, sizes in bytes."""

    delay: float = 3.0
    timeout: float = 60.0
    total_timeout: float = 300.0
    attempts: int = 4
    max_page_bytes: int = 10 * 1024 * 1024
    max_document_bytes: int = 50 * 1024 * 1024
    max_redirects: int = 5


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the city publishes and whom it may send us to."""

    index_url: str
    allowed_hosts: tuple[str, ...]
    contact: str
    local: bool = False


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder that stands for the site at one time; only local sites have editions.

    ``folder`` is relative to the profile's own folder.
    """

    folder: str
    published: datetime


class KnownAbsent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected but known not to be linked yet, so that the canary stays quiet about it."""

    pillars: tuple[int, ...] = ()
    goal_list: bool = False
    press_releases: bool = False


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the site is known to publish. Below a floor the run is refused."""

    pillars: tuple[int, ...]
    goal_list: bool = True
    press_releases: bool = True
    pledges: int | None = None
    sheets_floor: int = 1
    meetings_floor: int = 1
    max_changed_share: float = 0.5
    known_absent: KnownAbsent = KnownAbsent()


class Rights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms of the source and of what we publish from it.

    ``release_url`` is where the output folder is served; the catalogue's addresses begin with it.
    """

    source_title: str
    source_licence: str
    source_terms_url: str | None = None
    data_licence: str = "CC-BY-4.0"
    data_licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
    attribution: str
    publisher: str
    release_url: str | None = None


class Privacy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts that look like personal data and may be published all the same."""

    allow: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A site profile as read from TOML. ``vocabulary`` is the base wording with the city's own."""

    id: str
    municipality: Municipality
    site: Site
    politeness: Politeness = Politeness()
    expected: Expected
    rights: Rights
    privacy: Privacy = Privacy()
    vocabulary: Vocabulary
    editions: tuple[Edition, ...] = ()
    folder: str = ""
