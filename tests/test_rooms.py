"""Rooms import only what they may, and the repository holds only what it should."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
ROOMS = ("dashboard", "etl", "warehouse")
MAY_NOT = {
    "warehouse": {"etl", "dashboard", "streamlit", "altair"},
    "etl": {"dashboard", "streamlit", "altair", "duckdb"},
    "dashboard": {"etl", "duckdb"},
}
TEXT = {".py", ".sql", ".toml", ".md", ".csv", ".lock", ".css", ".cfg", ".txt", ""}


def tracked() -> list[Path]:
    """The files git tracks, and the new ones it does not ignore."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [path for name in names if (path := REPOSITORY / name).is_file() and not path.is_symlink()]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    wrong = {
        str(path.relative_to(REPOSITORY)): found
        for path in (REPOSITORY / room).rglob("*.py")
        if (found := imported(path) & MAY_NOT[room])
    }
    assert wrong == {}


def test_the_start_file_knows_only_the_dashboard():
    assert not imported(REPOSITORY / "streamlit_app.py") & {"etl", "duckdb"}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_is_hashed_and_names_no_registry(name):
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert "http" not in text
    assert "index-url" not in text
    packages = re.findall(r"^[a-z0-9][a-z0-9._-]*==", text, re.MULTILINE)
    assert len(packages) > 20
    for block in re.split(r"\n(?=[a-z0-9])", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_what_is_asked_for_is_what_is_locked():
    asked = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    locked = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    for name in (re.match(r"[a-z0-9-]+", line)[0] for line in asked):
        assert f"\n{name}==" in f"\n{locked}"


def test_nothing_is_left_open_and_no_path_of_a_machine_is_named():
    machine = re.compile(r"(?<![\w.])/(?:work|root|home|farm)/")
    left_open = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")
    wrong = []
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__).resolve():
            continue
        text = path.read_text(encoding="utf-8")
        wrong += [str(path) for pattern in (machine, left_open) if pattern.search(text)]
    assert wrong == []


def test_no_database_log_or_environment_is_in_the_repository():
    unwanted = re.compile(r"\.(duckdb|wal|log|env|pyc)$|(^|/)uv\.lock$")
    assert [str(path) for path in tracked() if unwanted.search(str(path))] == []


def test_no_personal_data_is_in_the_repository():
    """E-mail addresses, Norwegian phone numbers with a word for it, and numbers with the check digits of a birth number."""
    mail = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")
    phone = re.compile(r"(?i)\b(?:tlf|telefon|mobil|phone)\b\D{0,12}\d(?:[ ]?\d){7}")
    found = []
    for path in tracked():
        if path.suffix in TEXT and path.name not in ("requirements.lock", "requirements-dev.lock"):
            text = path.read_text(encoding="utf-8")
            found += [
                f"{path.name}: {hit}"
                for pattern in (mail, phone)
                for hit in pattern.findall(text)
                if not is_nobodys(hit)
            ]
            found += [f"{path.name}: {hit}" for hit in re.findall(r"(?<!\d)\d{11}(?!\d)", text) if is_birth_number(hit)]
    assert found == []


def is_nobodys(text: str) -> bool:
    """An address of a domain set aside for examples (RFC 2606), or a number of zeros that nobody has."""
    return bool(re.search(r"@(?:example\.(?:com|net|org)|[\w-]+\.(?:example|invalid))$|(?:0 ?){5}$", text))


def is_birth_number(text: str) -> bool:
    """Day and month are possible and both check digits are right (Skatteetaten: modulus 11)."""
    digits = [int(digit) for digit in text]
    if not (1 <= int(text[:2]) % 40 <= 31 and 1 <= int(text[2:4]) % 40 <= 12):
        return False
    first = -sum(weight * digit for weight, digit in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=False)) % 11
    second = -sum(weight * digit for weight, digit in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits, strict=False)) % 11
    return (first, second) == (digits[9], digits[10])
