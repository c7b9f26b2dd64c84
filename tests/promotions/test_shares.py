"""Shares printed without counts: what they show of each other (D10), what they cannot say, who enters them."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from eia.db import db
from eia.errors import NotAllowed, Refused, Stale
from eia.library.models import LibraryEdition, LibraryEntry
from eia.promotions.models import ShareTable
from eia.promotions.shares.given import Share, set_against_each_other
from eia.promotions.shares.words import NO_COUNTS, between_in_words, cannot_be_said
from tests.meetings.pages import browser, words
from tests.support.shares import D10, SAID, change, make_shares
from tests.support.staff import Staff, make_staff
from tests.support.tampering import Tampered, findings, refused_to_everybody

ADDRESS = "/promotions/disproportionality/shares"
TYPED = {
    **{name: SAID[name] for name in ("title", "group", "definition", "source")},
    "dated-day": "1", "dated-month": "3", "dated-year": "2021",
    "s0among": "officers who joined in the last 12 months", "s0share": "6.86", "s1among": "police officers",
    "s1share": "4.6", "s1taken": "31 March 2020", "s2among": "the local population", "s2share": "9.7",
    "s2taken": "Census 2011",
}  # fmt: skip


def test_each_share_is_set_against_each_to_the_digits_of_the_published_figures() -> None:
    """D10: officers 4.6 %, population 9.7 %, joiners 6.86 %."""
    joiners, against_all, officers = set_against_each_other(D10)
    found = [one.ratio.value for one in (officers, against_all, joiners)]
    assert found == pytest.approx([0.474, 0.707, 1.491], abs=5e-4)
    assert (officers.ratio.low, officers.ratio.high) == pytest.approx((4.55 / 9.75, 4.65 / 9.65))
    assert (officers.points.value, officers.points.low, officers.points.high) == pytest.approx((-5.1, -5.2, -5.0))
    assert between_in_words(officers) == (
        "4.6 % among police officers is 5.1 percentage points below 9.7 % among the local population, 0.47 times it "
        "(by rounding, 0.47 to 0.48)."
    )


def test_nought_and_the_same_share_are_said_in_words() -> None:
    [nought] = set_against_each_other([Share("a", "3"), Share("b", "0")])
    assert between_in_words(nought).endswith("; there is no ratio to nought.")
    [same] = set_against_each_other([Share("a", "3.0"), Share("b", "3")])
    assert "printed as the same share" in between_in_words(same)


def test_what_cannot_be_said_follows_from_what_the_source_leaves_out() -> None:
    said = " ".join(cannot_be_said(D10))
    assert NO_COUNTS in said
    assert "does not say when this was counted: officers who joined" in said
    assert "not counted at the same time" in said
    same_day = [Share("a", "3", "2020"), Share("b", "4", "2020")]
    assert "time" not in " ".join(cannot_be_said(same_day))


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_page_is_filled_in_and_becomes_evidence(app: Flask, staff: Staff, neighbour: Staff) -> None:
    hr, member = browser(app, staff["hr_lead"]), browser(app, staff["member"])
    assert "Say among whom this is the share" in hr.refused(f"{ADDRESS}/new", **TYPED | {"s1among": ""})
    assert "Enter this share, in per cent" in hr.refused(f"{ADDRESS}/new", **TYPED | {"s2share": ""})
    assert "100 per cent or less" in hr.refused(f"{ADDRESS}/new", **TYPED | {"s2share": "101"})
    assert "after today" in hr.refused(f"{ADDRESS}/new", **TYPED | {"dated-year": "2090"})
    one = {name: "" for name in TYPED if name.startswith(("s1", "s2"))}
    assert "at least two shares" in hr.refused(f"{ADDRESS}/new", **TYPED | one)
    page = hr.client.post(f"{ADDRESS}/new", data=TYPED).headers["Location"]
    found = words(member.get(page))
    for said in ("0.47 times it", "0.71 times it", "1.49 times it", NO_COUNTS, "Published on 1 March 2021",
                 "Visible minorities only", "The source does not say when"):  # fmt: skip
        assert said in found
    for tested in ("p =", "95 %", "interval:"):
        assert tested not in found
    assert "BME officers" in words(member.get(ADDRESS))
    member.get(f"{ADDRESS}/new", 403)
    member.get(f"{page}/change", 403)
    browser(app, neighbour["hr_lead"]).get(page, 404)
    with app.app_context():
        kept = db.session.scalars(select(LibraryEdition).order_by(LibraryEdition.id.desc()).limit(1)).one()
        assert "4.6 % among police officers is 5.1 percentage points below" in kept.says
        assert NO_COUNTS in kept.says
        assert (str(kept.dated), "Digest of edition 1: " in kept.says) == ("2021-03-01", True)


def test_a_post_without_the_boxes_keeps_what_stands_there(app: Flask, staff: Staff) -> None:
    with app.app_context():
        made = make_shares(staff)
    page = browser(app, staff["hr_lead"]).client.post(f"{ADDRESS}/{made}/change", data={"seen": "1"})
    assert page.status_code == 200
    assert 'value="6.86"' in page.text


def test_editions_are_added_and_nobody_saves_over_what_they_never_saw(app: Flask, staff: Staff) -> None:
    with app.app_context():
        made = make_shares(staff, part="adviser")
        change(staff, made, D10[1:])
        with pytest.raises(Stale):
            change(staff, made, D10, seen=1)
        with pytest.raises(Refused, match="Nothing was changed"):
            change(staff, made, D10[1:])
        with pytest.raises(Refused, match="same people"):
            change(staff, made, [D10[1], Share("Police officers", "5")])
        with pytest.raises(NotAllowed):
            change(staff, made, D10, part="approver")
        assert db.session().get_one(ShareTable, made).number == 2
        of_theirs = LibraryEntry.organisation_id == staff.organisation_id
        entries = select(LibraryEdition.entry_id).join(LibraryEntry, LibraryEntry.id == LibraryEdition.entry_id)
        entries = entries.where(LibraryEdition.title == SAID["title"], of_theirs)
        assert len(set(db.session.scalars(entries))) == 1, "the next edition is one of the same evidence"
    member = browser(app, staff["member"])
    assert "An earlier edition" in words(member.get(f"{ADDRESS}/{made}/editions/1"))
    member.get(f"{ADDRESS}/{made}/editions/3", 404)


ATTEMPTS = {
    "UPDATE share_edition SET source = 'x'": "is not what its digest says",
    "UPDATE share_edition SET digest = 'x'": "is not in the trail as it is",
    "UPDATE share_edition SET number = 3": "edition 1: is in the trail and gone",
    "UPDATE share_table SET title = 'x'": "the record says 1",
}


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    made = Tampered(engine_name, folder)
    with made.app.app_context():
        make_shares(make_staff())
        db.session.remove()
    return made


def test_nothing_is_found_where_nobody_did_anything(tampered: Tampered) -> None:
    with tampered.as_owner() as connection:
        assert findings(connection) == []


@pytest.mark.parametrize("statement", ATTEMPTS)
def test_what_was_changed_behind_its_back_is_found(tampered: Tampered, statement: str) -> None:
    with tampered.as_owner(without_triggers=True) as connection:
        connection.exec_driver_sql(statement)
        assert any(ATTEMPTS[statement] in one for one in findings(connection))


def test_the_database_refuses_to_change_them(tampered: Tampered) -> None:
    refused_to_everybody(tampered, "UPDATE share_edition SET id = id")
