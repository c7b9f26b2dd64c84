"""A file of counts: what is read of it, and what is refused without a word of it being repeated."""

import pytest

from eia.people.models import Organisation
from eia.promotions.counted import Place
from eia.promotions.figures.counts import StageKind, Tally
from eia.promotions.intake import COLUMNS, ONLY_COUNTS, merged, read_counts, template_rows
from eia.promotions.models import PromotionBreakdown, PromotionProcess, PromotionStage
from eia.promotions.uploaded import NOT_KEPT

HEAD = ",".join(f'"{one}"' for one in COLUMNS)
NAME = "Ottoline Featherstonehaugh"


@pytest.fixture
def process() -> PromotionProcess:
    force = Organisation(id=1, code="CAMBS", name="Cambridgeshire Constabulary")
    other = Organisation(id=2, code="BEDS", name="Bedfordshire Police")
    return PromotionProcess(
        organisations=[force, other],
        stages=[PromotionStage(key="board", kind=StageKind.BOARD, title="Board", position=0)],
        breakdowns=[PromotionBreakdown(group_list="sex.v1", compared_with="male")],
    )


def a_file(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines]).encode()


def test_each_line_becomes_keys_and_numbers(process: PromotionProcess) -> None:
    content = a_file("Board,Sex,CAMBS,Female,91,79,,", "board,sex,cambridgeshire constabulary,male,293,214,2,73.0 %")
    assert read_counts(content, process, {"CAMBS"}).lines == [
        ("board", "sex.v1", "CAMBS", "female", 91, 79, None, None),
        ("board", "sex.v1", "CAMBS", "male", 293, 214, 2, "73.0"),
    ]


def test_a_line_may_count_people_by_two_lists_at_once(process: PromotionProcess) -> None:
    process.breakdowns.append(PromotionBreakdown(group_list="ethnicity_5.v1+sex.v1", compared_with="white+male"))
    rows = {row[3]: row for row in template_rows(process, {"CAMBS"}) if "with" in row[1]}
    line = ",".join(f'"{cell}"' for cell in rows["White, Female"][:4])
    [read] = read_counts(a_file(f"{line},12,9,,"), process, {"CAMBS"}).lines
    assert read[:5] == ("board", "ethnicity_5.v1+sex.v1", "CAMBS", "white+female", 12)


def test_the_template_is_read_when_it_is_filled_in_and_lines_left_empty_say_nothing(process: PromotionProcess) -> None:
    rows = [",".join(row) for row in template_rows(process, {"CAMBS"})]
    assert read_counts(a_file(*rows), process, {"CAMBS"}).refused.startswith("There is no figure in this file")
    filled = [rows[0].replace(",,,,", ",10,5,,"), *rows[1:]]
    assert read_counts(a_file(*filled), process, {"CAMBS"}).lines == [("board", "", "CAMBS", "", 10, 5, None, None)]


def test_semicolons_tabs_and_a_mark_at_the_beginning_are_forgiven(process: PromotionProcess) -> None:
    for between in (";", "\t"):
        lines = (
            a_file("Board,Sex,CAMBS,Female,91,79,,").decode().replace(",", between).replace(f"rate{between}", "rate,")
        )
        assert len(read_counts(f"\ufeff{lines}".encode(), process, {"CAMBS"}).lines) == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{NAME},Sex,CAMBS,Female,1,1,,", "The stage is not one of this process."),
        (f"Board,{NAME},CAMBS,Female,1,1,,", "“Counted by” is not one of the lists of groups of this process."),
        (f"Board,Sex,{NAME},Female,1,1,,", "The organisation takes no part."),
        ("Board,Sex,BEDS,Female,1,1,,", "You cannot enter counts of this organisation."),
        (f"Board,Sex,CAMBS,{NAME},1,1,,", "The group is not one of “Sex”."),
        (f"Board,Sex,CAMBS,Female,{NAME},1,,", "“Entered” must be a whole number of people, such as 12, or empty."),
        ("Board,Sex,CAMBS,Female,1.5,1,,", "“Entered” must be a whole number of people, such as 12, or empty."),
        ("Board,Sex,CAMBS,Female,1,-1,,", "“Passed” must be a whole number of people, such as 12, or empty."),
        ("Board,Sex,CAMBS,Female,1,1,,101", "percentage from 0 to 100"),
        ("Board,Sex,CAMBS,Female,1,1,,,9", "It has more cells than there are columns."),
    ],
)
def test_what_is_wrong_is_said_by_line_and_nothing_is_read(process: PromotionProcess, line: str, sentence: str) -> None:
    read = read_counts(a_file("Board,Sex,CAMBS,Male,2,1,,", line), process, {"CAMBS"})
    assert not read.lines
    assert [number for number, said in read.faults if sentence in said] == [3]
    assert NAME not in repr(read)


def test_a_group_that_comes_twice_is_refused_with_both_lines(process: PromotionProcess) -> None:
    read = read_counts(a_file("Board,Sex,CAMBS,Male,20,1,,", "Board,Sex,CAMBS,Male,30,1,,"), process, {"CAMBS"})
    assert read.faults == [(3, "It is about the same group as line 2. Keep one of them.")]


@pytest.mark.parametrize(
    "content",
    [
        f"Name,Result\n{NAME},passed\n",
        f"Surname,Forename,Sex\n{NAME.split()[1]},{NAME.split()[0]},F\n",
        "Collar number,Group,Passed\nPC 4471,Female,1\n",
        "E-mail,Stage\nx,Board\n",
        "Date of birth,Group\n01/02/1980,Female\n",
        f"A,B\n{NAME},Female\n",
        "A,B\n4471882,Female\n4471883,Male\n",
        f"{HEAD}\nBoard,Sex,CAMBS,ottoline@example.org,1,1,,\n",
        f"{HEAD}\nBoard,Sex,CAMBS,01/02/1980,1,1,,\n",
        f"{HEAD}\nBoard,Sex,CAMBS,Female,1,1,,\nBoard,Sex,CAMBS,Female,1,0,,\nBoard,Sex,CAMBS,Male,1,0,,\n"
        "Board,Sex,CAMBS,Male,1,1,,\n",
    ],
)
def test_a_list_of_persons_is_refused_as_a_whole_and_the_sentence_repeats_nothing(
    process: PromotionProcess, content: str
) -> None:
    read = read_counts(content.encode(), process, {"CAMBS"})
    assert NOT_KEPT in read.refused
    assert ONLY_COUNTS in read.refused
    assert not read.lines
    assert not any(word in repr(read) for word in (*NAME.split(), "4471", "1980", "example.org"))


@pytest.mark.parametrize("content", [b"\x89PNG\0\0", b"", b"One,Two\n1,2\n", "Stage,Group\nBoard,Ü\n".encode("cp1252")])
def test_what_is_no_table_of_counts_is_refused(process: PromotionProcess, content: bytes) -> None:
    read = read_counts(content, process, {"CAMBS"})
    assert read.refused
    assert not read.lines


def test_groups_a_file_does_not_name_stay_as_they_are() -> None:
    place = Place("board", "sex.v1", "CAMBS")
    standing = {place: {"female": Tally(entered=3), "male": Tally(entered=4)}}
    lines = [("board", "sex.v1", "CAMBS", "male", 5, 2, None, None)]
    assert merged(lines, standing)[place] == {"female": Tally(entered=3), "male": Tally(entered=5, passed=2)}
