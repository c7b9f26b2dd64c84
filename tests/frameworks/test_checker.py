"""The checker: every sentence it can say has a file that makes it say it, and it never raises."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eia.frameworks
from eia.frameworks.checker import LARGEST, check, frameworks_check
from eia.frameworks.loader import SHELF, FrameworkFault, load
from tests.frameworks.small import SMALL, spoiled
from tests.frameworks.spoiling import SPOILED, Change


@pytest.mark.parametrize(("changes", "says"), SPOILED.values(), ids=SPOILED.keys())
def test_a_spoiled_file_is_named_in_a_sentence(changes: tuple[Change, ...], says: str) -> None:
    sentences = check(spoiled(*changes))
    assert any(says in sentence for sentence in sentences), sentences


def test_the_small_file_is_clean() -> None:
    assert check(SMALL.encode()) == []


@pytest.mark.parametrize("path", sorted(SHELF.glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_files_are_clean(path: Path) -> None:
    assert frameworks_check(path) == []


def test_every_sentence_of_the_checker_has_a_file_that_makes_it_say_it() -> None:
    said = [sentence for changes, _ in SPOILED.values() for sentence in check(spoiled(*changes))]
    unsaid = [pattern for pattern in _patterns() if not any(re.search(pattern, one) for one in said)]
    assert unsaid == []


def test_a_sentence_names_the_row_and_its_line() -> None:
    [sentence] = check(spoiled(('key = "age"\ntitle = "Age"', 'key = "age"\ntitle = ""')))
    line = SMALL[: SMALL.index("[[characteristics]]")].count("\n") + 1
    assert sentence.startswith(f"In characteristics “age”, title (line {line}): this text is empty.")


def test_a_header_inside_a_long_text_is_not_a_place() -> None:
    longer = ('introduction = "Think first."', 'introduction = """\n[[levels]]\n"""')
    content = spoiled(longer, ('title = "Grave"', 'title = ""'))
    line = [n for n, one in enumerate(content.decode().splitlines(), 1) if one == "[[levels]]"][2]
    [sentence] = check(content)
    assert sentence.startswith(f"In levels “grave”, title (line {line}):")


def test_a_syntax_error_names_its_line() -> None:
    [sentence] = check(spoiled(("[[levels]]", "[[levels]")))
    line = SMALL[: SMALL.index("[[levels]]")].count("\n") + 1
    assert sentence.startswith("The file is not TOML:")
    assert f"line {line}" in sentence


def test_bytes_that_are_not_utf_8_name_their_line() -> None:
    assert check(b'key = "a"\ntitle = "\xff"') == ["Line 2 is not UTF-8 text. Save the file as UTF-8."]


def test_a_file_too_large_is_not_read() -> None:
    assert check(b"#" * (LARGEST + 1))[0].startswith("The file is too large")


def test_a_file_nested_too_deeply_is_refused() -> None:
    assert len(check(b"key = " + b"[" * 90_000)) == 1


def test_a_file_under_another_name_is_told_its_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert frameworks_check(path) == ["The file is called mine.toml. By what it says, call it small.v1.toml."]


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    [sentence] = frameworks_check(tmp_path / "none.toml")
    assert "cannot be read" in sentence


def test_a_faulty_file_is_not_loaded() -> None:
    with pytest.raises(FrameworkFault, match="“law” is missing"):
        load(spoiled(('law = "Small Act, section 1"\n', "")))


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_rubbish_is_answered_in_sentences(content: bytes) -> None:
    assert check(content)


LINES = SMALL.splitlines()


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_file_with_lines_lost_moved_or_filled_with_rubbish_never_raises(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(lines) - 1))
        values = ["", "x = 1", "[screening]", "[[aims]]", 'key = ""', "aims = [[]]", "aims = { staff = [1] }"]
        lines[index] = data.draw(st.sampled_from([*values, *LINES]))
    assert isinstance(check("\n".join(lines).encode()), list)


def _patterns() -> list[str]:
    """A pattern for every sentence that stands in a Fault in our source."""
    folder = Path(eia.frameworks.__file__).parent
    calls = (
        node
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault"
    )
    words = (call.args[1] for call in calls)
    return [_pattern(one) for one in words if isinstance(one, ast.Constant | ast.JoinedStr)]


def _pattern(words: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(words, ast.Constant):
        return re.escape(str(words.value))
    parts = (re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".*" for one in words.values)
    return "(?s)" + "".join(parts)
