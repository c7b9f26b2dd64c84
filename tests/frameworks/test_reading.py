"""Files become frameworks whose bytes are kept."""

from hashlib import sha256

import pytest

from eia.frameworks.loader import SHELF, load, shipped
from eia.frameworks.reading import read
from eia.frameworks.shape import UnknownKey
from tests.frameworks.small import SMALL, spoiled


def test_the_digest_is_that_of_the_bytes() -> None:
    framework = load(SMALL.encode())
    assert framework.content == SMALL.encode()
    assert framework.digest == sha256(SMALL.encode()).hexdigest()


def test_a_path_and_its_bytes_give_the_same_framework() -> None:
    path = SHELF / "equality_act_2010.v1.toml"
    assert load(path) == load(path.read_bytes())


def test_shipped_frameworks_are_read_once() -> None:
    assert shipped() is shipped()


def test_what_a_file_leaves_out_takes_its_default() -> None:
    framework = load(SMALL.encode())
    assert framework.consultation.minimum_weeks == 0
    assert framework.outcome("go").declaration == "sign_off"


def test_a_stored_file_that_today_s_checker_would_refuse_can_still_be_read() -> None:
    assert read(spoiled(('law = "Small', 'once_known = "x"\nlaw = "Small'))).id == "small.v1"


def test_levels_are_graded_in_the_order_of_the_file() -> None:
    framework = load(SMALL.encode())
    assert [framework.severity(key) for key in ("", "minor", "grave")] == [0, 1, 2]
    assert [framework.is_above_minor(key) for key in ("", "minor", "grave")] == [False, False, True]


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownKey, match="no characteristic called 'height'"):
        load(SMALL.encode()).characteristic("height")


def test_the_mappings_of_a_framework_cannot_be_written_to() -> None:
    with pytest.raises(TypeError):
        load(SMALL.encode()).characteristic("age").aims["staff"] = ()  # type: ignore[index]
