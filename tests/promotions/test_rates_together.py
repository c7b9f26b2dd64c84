"""What open tables of events and populations give away together, and what is done about it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from scipy.optimize import LinearConstraint, milp

from eia.db import db
from eia.errors import Refused
from eia.promotions.figures.disproportion import Events
from eia.promotions.models import RateEdition
from eia.promotions.rates.given import Given, is_small
from eia.promotions.rates.queries import edition_of
from eia.promotions.rates.together import Open, Together, gives_away, may_be_of_the_same_time
from tests.meetings.pages import browser, words
from tests.support.rates import COUNTED, ETHNICITY, FACTS, make_rates, number_of, save
from tests.support.staff import Staff

LEAST = 10
ADDRESS = "/promotions/disproportionality"


def table(number: int = 1, unknown: int | None = None, **events: int) -> Open:
    """Searches in the county in 2021; each group has 90,000 people more than events."""
    rows = [Events(group=key, events=value, population=value + 90_000) for key, value in events.items()]
    return Open(
        table_id=number, number=1, title="Searches", kind="stop_and_search", year="2021", area="The county",
        numerator="searches", group_list=ETHNICITY, given=Given(rows, unknown),
    )  # fmt: skip


COUNTY = table(white=800, black=150)


@pytest.mark.parametrize(
    ("one", "others", "gives"),
    [
        (table(2, white=800, black=150), [COUNTY], False),
        (table(2, white=809, black=150), [COUNTY], True),
        (table(2, white=810, black=160), [COUNTY], False),
        (replace(table(2, white=300, black=147), area="The city"), [COUNTY], True),
        (replace(table(2, white=300, black=147), area="The city", year="2022"), [COUNTY], False),
        (
            replace(table(3, white=300, black=80), area="The city"),
            [COUNTY, replace(table(2, white=400, black=65), area="The fens")],
            True,
        ),
        (
            replace(COUNTY, table_id=3),
            [replace(table(1, white=300, black=80), area="City"), replace(table(2, white=400, black=65), area="Fens")],
            True,
        ),
        (
            replace(table(3, white=300, black=80), numerator="searches for drugs"),
            [COUNTY, replace(table(2, white=400, black=65), numerator="searches for weapons")],
            True,
        ),
        (replace(table(2, female=857, male=100), group_list="sex.v1"), [COUNTY], True),
        (replace(table(2, white_british=500, white_irish=293), group_list="ethnicity_18.v1"), [COUNTY], True),
        (table(2, 7 + 20, white=800, black=150), [table(1, 20, white=800, black=150)], True),
        (table(2, white=800), [COUNTY], False),
    ],
)  # fmt: skip
def test_a_small_rest_between_open_tables_gives_something_away(one: Open, others: Sequence[Open], gives: bool) -> None:
    assert bool(gives_away(one, others, LEAST)) is gives


def test_only_those_tables_are_named_that_are_needed() -> None:
    fens, coast = (replace(table(n, white=400, black=65), area=f"{n}", title=f"{n}") for n in (2, 3))
    city = replace(table(4, white=300, black=80), area="The city")
    [found, *_] = gives_away(city, [COUNTY, fens, coast], LEAST)
    assert {one.title for one in found.others} <= {"Searches", "2", "3"}
    assert len(found.others) == 2
    assert found.about.group == "black"


def test_staff_are_staff_in_tables_of_those_who_left() -> None:
    officers = Given([Events(group="black", events=150, population=5_000)])
    workforce = replace(COUNTY, kind="workforce", given=officers)
    left = Given([Events(group="black", events=20, population=147)])
    assert gives_away(replace(COUNTY, table_id=2, kind="retention", given=left), [workforce], LEAST)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("year ending March 2021", "year ending March 2022", False),
        ("year ending March 2021", "2020/21", True),
        ("2020-22", "2021", True),
        ("2019 to 2022", "2021", True),
        ("three years to March 2022", "2020", True),
        ("last year", "2020", True),
        ("2019/20", "2021/22", False),
    ],
)
def test_times_are_apart_only_where_the_years_that_are_named_are(one: str, other: str, same: bool) -> None:
    assert may_be_of_the_same_time(one, other) is same
    assert may_be_of_the_same_time(other, one) is same


def test_figures_that_give_something_away_are_refused_until_somebody_says_what_to_do(app: Flask, staff: Staff) -> None:
    city = Given([Events(group="white", events=300, population=30_000), Events(group="black", events=147)])
    with app.app_context():
        make_rates(staff, COUNTED, area="The county")
        table = make_rates(staff, None)
        with pytest.raises(Refused, match=r"beside “Searches”, The county \(edition 1\) .* 1 to 9: events of “Black"):
            save(staff, table, city, area="The city")
        assert number_of(table) == 0
        save(staff, table, city, area="The city", together=Together(hide=True))
        assert (edition(table, 1).beside != "[]", edition(table, 1).library_edition_id) == (True, None)
        why = "The city keeps its own book."
        save(staff, table, city, area="The city", together=Together(apart=why))
        assert edition(table, 2).library_edition_id is not None
        save(staff, table, COUNTED, area="The city", year="2024")
        assert edition(table, 3).beside == "[]"
    member = browser(app, staff["member"])
    first = words(member.get(f"{ADDRESS}/{table}/editions/1"))
    assert "read together with other tables it would give away a number from 1 to 9" in first
    assert "147" not in first
    member.get(f"{ADDRESS}/{table}/editions/1.csv", 403)
    second = words(member.get(f"{ADDRESS}/{table}/editions/2"))
    assert "147" in second
    assert f"Shown because: {why}" in second


def test_tables_of_another_kind_or_of_strangers_and_hidden_ones_are_not_looked_at(
    app: Flask, staff: Staff, neighbour: Staff
) -> None:
    one, other = (Given([Events(group="white", events=n, population=90_000)]) for n in (800, 805))
    with app.app_context():
        make_rates(neighbour, one)
        hidden = make_rates(staff, None)
        save(staff, hidden, Given([*one.rows, Events(group="black", events=3, population=90_000)]))
        save(staff, make_rates(staff, None, kind="custody"), one)
        save(staff, make_rates(staff, None), other)
        with pytest.raises(Refused, match="1 to 9"):
            save(staff, make_rates(staff, None), one)


def edition(table_id: int, number: int) -> RateEdition:
    session = db.session()
    return edition_of(session, session.get_one(RateEdition, _id(table_id, number)).table, number)


def _id(table_id: int, number: int) -> int:
    found = db.session().query(RateEdition.id).filter_by(table_id=table_id, number=number).scalar()
    assert found is not None
    return int(found)


def test_the_page_asks_what_to_do_and_keeps_what_was_typed(app: Flask, staff: Staff) -> None:
    with app.app_context():
        make_rates(staff, COUNTED)
        table = make_rates(staff, None)
    hr = browser(app, staff["hr_lead"])
    typed = {**FACTS, "is_published": "no", "per": "1000", "area": "The city", "unknown": "", "g0events": "795",
             "g0population": "80000", "seen": "0"}  # fmt: skip
    assert "What should happen to this edition?" not in hr.get(f"{ADDRESS}/{table}/figures")
    assert "nobody in common" in hr.refused(f"{ADDRESS}/{table}/figures", **typed)
    page = hr.client.post(f"{ADDRESS}/{table}/figures", data=typed).text
    assert "What should happen to this edition?" in page
    assert 'value="795"' in page
    assert "Why do they tell nothing" in hr.refused(f"{ADDRESS}/{table}/figures", **typed | {"together": "apart"})
    hr.done(f"{ADDRESS}/{table}/figures", **typed | {"together": "hide"})
    assert "Open this edition" in words(hr.get(f"{ADDRESS}/{table}"))


AREAS, REASONS, GROUPS = ("a", "b", "c"), ("drugs", "weapons"), ("white", "black", "asian")
Cell = tuple[str, str, str]


class World:
    """Searches of people of one year by area, reason and group; tables of it come in one by one, in any order."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311  a world, not a secret
        self.cells: dict[Cell, int] = {
            (area, reason, group): int(rng.choice([3, 15, 60, 200]) * rng.random())
            for area in AREAS
            for reason in REASONS
            for group in GROUPS
        }
        scopes = [(area, "") for area in AREAS] + [("", "")] + [("", reason) for reason in REASONS]
        rng.shuffle(scopes)
        self.shown: list[tuple[str, str]] = []
        self.hidden: list[tuple[str, str]] = []
        opened: list[Open] = []
        for number, scope in enumerate(scopes):
            one = self._table(number, scope)
            hide = is_small(one.given, LEAST) or gives_away(one, opened, LEAST)
            (self.hidden if hide else self.shown).append(scope)
            opened += [] if hide else [one]

    def count(self, scope: tuple[str, str], group: str) -> int:
        return sum(self.cells[cell] for cell in self.in_scope(scope, group))

    def in_scope(self, scope: tuple[str, str], group: str) -> Iterator[Cell]:
        for cell in self.cells:
            if cell[2] == group and scope[0] in ("", cell[0]) and scope[1] in ("", cell[1]):
                yield cell

    def _table(self, number: int, scope: tuple[str, str]) -> Open:
        events = {group: self.count(scope, group) for group in GROUPS}
        return replace(table(number, **events), area=scope[0] or "county", numerator=scope[1] or "searches")

    def range_of(self, scope: tuple[str, str], group: str) -> tuple[int, int]:
        """From where to where a hidden number may lie, by all that is shown: whole numbers, none below nought."""
        place = {cell: index for index, cell in enumerate(self.cells)}
        rows, sums = [], []
        for shown in self.shown:
            for each in GROUPS:
                rows.append(row_of(place, self.in_scope(shown, each)))
                sums.append(self.count(shown, each))
        wanted = row_of(place, self.in_scope(scope, group))
        fits = [LinearConstraint(np.array(rows), sums, sums)] if rows else []
        ends = []
        for sign in (1, -1):
            found = milp(sign * wanted + 1e-9, integrality=np.ones(len(place)), constraints=fits,
                         bounds=(0, 2_000))  # fmt: skip
            ends.append(round(float(wanted @ found.x)))
        return ends[0], ends[1]


def row_of(place: Mapping[Cell, int], cells: Iterator[Cell]) -> np.ndarray:
    row = np.zeros(len(place))
    row[[place[cell] for cell in cells]] = 1
    return row


@pytest.mark.parametrize("seed", range(20))
def test_whoever_has_every_open_table_cannot_work_out_a_hidden_small_number(seed: int) -> None:
    world = World(seed)
    for scope in world.hidden:
        for group in GROUPS:
            if 0 < world.count(scope, group) < LEAST:
                low, high = world.range_of(scope, group)
                assert high - low >= LEAST / 2, (scope, group, world.count(scope, group), low, high)


def test_the_attack_finds_what_is_shown_without_asking() -> None:
    """With every table open but one small town's, its number is worked out: so the attack above can fail."""
    found = 0
    for seed in range(20):
        world = World(seed)
        world.shown = [("", ""), ("b", ""), ("c", "")]
        found += all(low == high for low, high in (world.range_of(("a", ""), group) for group in GROUPS))
    assert found == 20
