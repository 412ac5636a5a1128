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
        ("ASSISTANT_HOST", "no host", "a name or an address"),
        ("ASSISTANT_RATE", "-1", "between 0 and 100000"),
        ("ASSISTANT_ROOT_PATH", "assistant", "a path such as"),
        ("ASSISTANT_ROOT_PATH", "/api/policy", "does not use itself"),
        ("ASSISTANT_HOSTS", "https://policy.example", "names without scheme"),
        ("ASSISTANT_SITES", "news.example", "origins such as"),
        ("ASSISTANT_LOG_QUESTIONS", "maybe", "1 or 0"),
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


def test_a_token_is_never_shown() -> None:
    environment = {"ASSISTANT_TOKEN": "a-secret-token"}
    settings = Settings.from_environment(environment)
    assert settings.token == "a-secret-token"
    assert "a-secret-token" not in repr(settings)
    assert "a-secret-token" not in str(settings.rows(environment))
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({"ASSISTANT_TOKEN": "short pw"})
    assert "short pw" not in str(caught.value)


def test_lists_and_switches_are_read() -> None:
    settings = Settings.from_environment(
        {
            "ASSISTANT_HOSTS": "Policy.example, other.example",
            "ASSISTANT_SITES": "https://news.example,http://127.0.0.1:8000",
            "ASSISTANT_ROOT_PATH": "/tools/policy/",
            "ASSISTANT_LOG_QUESTIONS": "1",
        }
    )
    assert settings.hosts == ("policy.example", "other.example")
    assert settings.sites == ("https://news.example", "http://127.0.0.1:8000")
    assert settings.root_path == "/tools/policy"
    assert settings.log_questions
    assert Settings(index=Path("a/b")).feedback_file == Path("a/feedback.jsonl")
