"""Every folder of tests is a package under `tests`, so that none can shadow a module's name."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def test_every_folder_with_tests_is_a_package_of_tests() -> None:
    folders = {file.parent for file in TESTS.rglob("*.py")}
    bare = sorted(str(folder) for folder in folders if not (folder / "__init__.py").is_file())
    assert bare == [], "a folder called `site` without its parent replaces Python's own `site`"


def test_pythons_own_site_is_not_ours() -> None:
    import site

    assert hasattr(site, "PREFIXES")
