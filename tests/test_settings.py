"""Settings: read from the environment, loud about a bad value."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import DEFAULT_CORPUS, SettingError, Settings


def test_defaults_need_nothing() -> None:
    settings = Settings.from_environment({})
    assert settings.corpus == DEFAULT_CORPUS
    assert settings.model is None
    assert settings.index_folder.parent.name == ".index"


def test_values_come_from_the_environment() -> None:
    settings = Settings.from_environment({"ASSISTANT_THRESHOLD": "0.8", "PORT": "9000"})
    assert settings.threshold == 0.8
    assert settings.port == 9000
    rows = {variable: source for variable, _, source, _ in settings.rows({"PORT": "9000"})}
    assert rows["PORT"] == "environment"
    assert rows["ASSISTANT_MODEL"] == "default"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("ASSISTANT_THRESHOLD", "2", "between 0 and 1"),
        ("ASSISTANT_THRESHOLD", "high", "a number"),
        ("ASSISTANT_TIMEOUT", "0", "between 0 and 3600"),
        ("PORT", "70000", "between 0 and 65535"),
    ],
)
def test_a_bad_value_is_named(variable: str, value: str, says: str) -> None:
    with pytest.raises(SettingError, match=f"{variable}='{value}'.*{says}"):
        Settings.from_environment({variable: value})


def test_each_corpus_has_an_index_of_its_own(tmp_path: Path) -> None:
    one = Settings(corpus=tmp_path / "one")
    other = Settings(corpus=tmp_path / "other")
    assert one.index_folder != other.index_folder


def test_an_index_named_alone_is_used_as_it_is(tmp_path: Path) -> None:
    assert Settings(corpus=tmp_path).corpus_decides
    assert not Settings(index=tmp_path).corpus_decides
    assert Settings(index=tmp_path / "missing").corpus_decides
