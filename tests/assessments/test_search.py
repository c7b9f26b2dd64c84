"""Search finds what assessments say, for whoever may read it, on both databases, whatever somebody types."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from eia.assessments.commands.comments import begin_thread
from eia.assessments.models import Assessment, SearchDue, SearchText, Version
from eia.assessments.queries import find
from eia.assessments.readers import Part
from eia.assessments.register.page import every_number
from eia.assessments.register.wanted import Wanted
from eia.assessments.search.finding import PAGE
from eia.assessments.search.keeping import behind, index_due, rebuild, verify_search
from eia.assessments.search.showing import LOOKED_THROUGH
from eia.assessments.search.texts import PARTS, Saying, sayings
from eia.assessments.search.words import LITTLE, begins_words, folded_words
from eia.db import db, transaction
from eia.errors import NotFound
from eia.people.queries import Standings
from tests.assessments.looking import marked, numbers, shown
from tests.assessments.situations import Scene
from tests.support.assessments import make_assessment, start
from tests.support.staff import acting, make_staff, new_staff, signed_in
from tests.support.statements import counted
from tests.support.tampering import findings
from tests.support.writing import write_row


def may_read(by: Standings) -> Mapping[int, Part]:
    """Asked one by one, at the address of each version."""
    session, may = db.session(), {}
    rows = session.execute(select(Version.id, Assessment.reference, Version.number).join(Version.assessment)).all()
    for version_id, reference, number in rows:
        try:
            may[version_id] = find(session, reference, number, by).part
        except NotFound:
            may[version_id] = Part.NONE
    return may


def folded_in(saying: Saying, *parts: str) -> set[str]:
    said = [one.text for one in saying.said if one.part in (parts or PARTS)]
    return set().union(*map(folded_words, said)) if said else set()


def says(saying: Saying, words: Sequence[str], *parts: str) -> bool:
    """Whether each of these stands in one of these parts, or begins a word that does."""
    said = folded_in(saying, *parts)
    return all(any(one == word or (begins_words(word) and one.startswith(word)) for one in said) for word in words)


def test_whoever_looks_finds_exactly_what_they_may_read(scene: Scene) -> None:
    """Random people, random words: held against reading every version there is, one by one."""
    index_due()
    session, random = db.session(), Random(6)  # noqa: S311  the same every time
    every = sayings(session, versions=session.scalars(select(Version.id)))
    states = dict(session.execute(select(Version.id, Version.state)).all())
    telling = sorted(set().union(*map(folded_in, every.values())) - LITTLE)
    asked_for = [random.sample(telling, count) for count in (1, 1, 1, 2, 2, 3) for _ in range(3)]
    asked_for += [sorted(folded_in(one) - LITTLE)[::9][:3] for one in random.sample(list(every.values()), 6)]
    for name, by in scene.cast.items():
        may, met = may_read(by), 0
        for words in random.sample(asked_for, 12):
            for part in ("", random.choice(list(PARTS))):
                expected = {
                    number
                    for number, saying in every.items()
                    if (may[number] == Part.ALL and says(saying, words, *([part] if part else [])))
                    or (may[number] >= Part.TITLE and part in ("", "title") and says(saying, words, "title"))
                }
                got = numbers(by, " ".join(words), part=part, earlier=True)
                assert sorted(got) == sorted(expected), (name, words, part)
                assert len(got) == len(set(got))
                met += len(got)
                replaced = {number for number in expected if states[number] == "superseded"}
                assert set(numbers(by, " ".join(words), part=part)) == expected - replaced
        assert met or Part.ALL not in may.values(), name


NARROWED = ({"state": "signed_off"}, {"outcome": "adjust"}, {"characteristic": "disability"}, {"direction": "harms"},
            {"characteristic": "disability", "direction": "harms"}, {"late": True}, {"due": "decision_soon"},
            {"state": "superseded"})  # fmt: skip


def test_what_is_found_is_narrowed_as_the_register_is(scene: Scene) -> None:
    index_due()
    met = 0
    for name in ("lead's adviser", "partner's adviser", "lead's auditor", "partner's member"):
        by = scene.cast[name]
        every = set(numbers(by, "desk", earlier=True))
        for asked_for in NARROWED:
            wanted = Wanted(**asked_for)
            listed = {one for batch in every_number(db.session(), by, wanted, 500) for one in batch}
            assert set(numbers(by, "desk", wanted=wanted, earlier=True)) == every & listed, (name, asked_for)
            met += len(every & listed)
    assert met


def test_who_may_read_a_title_alone_is_shown_nothing_else(scene: Scene) -> None:
    index_due()
    seen: Counter[Part] = Counter()
    for by in scene.cast.values():
        may = may_read(by)
        for hit in shown(by, "front desk"):
            seen[may[hit.line.id]] += 1
            assert may[hit.line.id] == Part.ALL or (hit.best is None and not hit.others)
    assert seen[Part.TITLE]
    assert seen[Part.ALL]
    assert not seen[Part.NONE]


def test_each_kind_of_part_is_found_in_its_place(app: Flask, database: Session) -> None:
    made = make_assessment(at="mitigation")
    owner = acting(db.session(), made.lead["owner"])
    with transaction() as session:
        begin_thread(session, made.version_id, by=owner, section="proposal", text="Have the gardeners been asked?")
    write_row(made.version_id, "gap", missing="How many beekeepers there are")
    index_due()
    places = {text: [(one.best.said.part, one.best.said.place, marked(one)) for one in shown(owner, text) if one.best]
              for text in ("beekeeper", "Gardener ASKED")}  # fmt: skip
    assert places == {
        "beekeeper": [("evidence", "gap", ["beekeepers"])],
        "Gardener ASKED": [("comments", "comment", ["gardeners", "asked"])],
    }
    assert not shown(owner, "gardeners", part="evidence")
    assert [hit.line.id for hit in shown(owner, "gardeners", part="comments")] == [made.version_id]


def test_what_fits_best_comes_first_and_of_those_the_newest(app: Flask, database: Session) -> None:
    staff = new_staff()
    in_title, together, scattered, also_in_title = (
        start((staff,), title=title)
        for title in ("Kennels near the river", "Dogs", "Pool cars", "The river and its kennels")
    )
    by = acting(db.session(), staff["owner"])
    write_row(scattered.version_id, "scope", kind="place", label="Kennels", value="Northgate")
    for made, words in ((scattered, "Who lives at the river?"), (together, "Does the river flood the kennels?")):
        with transaction() as session:
            begin_thread(session, made.version_id, by=by, section="proposal", text=words)
    index_due()
    expected = [also_in_title, in_title, together, scattered]
    assert numbers(by, "rivers kennel") == [one.version_id for one in expected]


def test_words_in_quotes_stand_one_after_the_other(app: Flask, database: Session) -> None:
    staff = new_staff()
    by = acting(db.session(), staff["owner"])
    made = [start((staff,), title=title) for title in ("Otters of the river", "The river and otters", "Reeds")]
    with transaction() as session:
        begin_thread(session, made[2].version_id, by=by, section="proposal", text="Otter of the River, says one.")
    index_due()
    assert {hit.line.id for hit in shown(by, "otter river")} == {one.version_id for one in made}
    assert [hit.line.id for hit in shown(by, "“otter of the river”")] == [made[0].version_id, made[2].version_id]
    assert not shown(by, '"river otter"')
    for n in range(PAGE * LOOKED_THROUGH):
        start((staff,), title=f"River {n} otter")
    index_due()
    page = signed_in(app, staff["owner"]).get('/assessments/search?q="otter+of+the+river"').text
    assert "Look through more" in page, "what was not looked through is said"


def test_another_organisation_finds_nothing(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    index_due()
    assert numbers(acting(db.session(), made.lead["adviser"]), made.reference) == [made.version_id]
    stranger = make_staff()
    for part in stranger.people:
        assert numbers(acting(db.session(), stranger[part]), made.reference) == []


HOSTILE = (
    '"', "'", "''; DROP TABLE search_text; --", '"unclosed', "AND", "OR", "NOT", "NEAR(a b)", "a AND (b", "-x", "+x",
    "title:x", "x*", "*", "^x", "{a b}:x", "(", ")", "a & b | !c", "<->", "a:*", ":", "\\", "%", "_", "\0", "a\0b",
    "👍", "👩‍🦽 carer", "שלום עולם", "مرحبا", "cafe\u0301", "\u0301", "ŵŷ Ŵ", "平等", "<mark>desk</mark>",
    "<script>alert(1)</script>", "desk\u202edesk", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "x" * 10_000, "desk " * 2_000, "the and of", " ", "\r\n\t", "' OR 1=1", "t.desk", "o.1", "desk NOT desk",
)  # fmt: skip


def test_whatever_is_typed_the_page_answers(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    index_due()
    client = signed_in(app, made.lead["adviser"])
    for typed in HOSTILE:
        page = client.get("/assessments/search", query_string={"q": typed})
        assert page.status_code == 200, ascii(typed)
        assert "<script>alert" not in page.text
        assert "<mark><" not in page.text


def test_nothing_of_a_text_is_read_as_markup(app: Flask, database: Session) -> None:
    made = make_assessment(at="mitigation")
    acting(db.session(), made.lead["owner"])
    write_row(made.version_id, "gap", missing='<img src=x onerror="a()"> the <b>otter</b> & its holt')
    index_due()
    page = signed_in(app, made.lead["owner"]).get("/assessments/search?q=otter+img").text
    assert "&lt;<mark>img</mark> src=x" in page
    assert "&lt;b&gt;<mark>otter</mark>&lt;/b&gt; &amp;" in page
    assert "<img src=x" not in page
    assert "<b>" not in page


def test_accents_case_and_plurals_do_not_matter(app: Flask, database: Session) -> None:
    made = make_assessment(at="mitigation")
    owner = acting(db.session(), made.lead["owner"])
    write_row(made.version_id, "gap", missing="Gweithwyr y tŷ coffi: their families’ cafés")
    index_due()
    for typed in ("TY gweithwyr", "tŷ", "ty\u0302 family", "CAFE", "cafés famIlies"):
        assert numbers(owner, typed) == [made.version_id], typed


def test_the_words_are_behind_until_they_are_read_and_verify_says_so_after(app: Flask, database: Session) -> None:
    made = make_assessment(at="mitigation")
    index_due()
    rebuild()  # what other tests copied past the commands
    owner, here = acting(db.session(), made.lead["owner"]), db.session()
    assert (behind(here), list(verify_search(here))) == (0, [])
    write_row(made.version_id, "gap", missing="Where the otters went")
    assert (behind(here), list(verify_search(here)), numbers(owner, "otters")) == (1, [], [])
    index_due()
    assert (behind(here), numbers(owner, "otters")) == (0, [made.version_id])
    with transaction() as session:
        session.execute(update(SearchText).where(SearchText.version_id == made.version_id).values(words="a.lie"))
    assert [str(one) for one in verify_search(db.session())] == [
        f"search:{made.version_id}: is not found by what its assessment says: eia search"
    ]
    assert "eia search" in str(findings(db.session().connection()))
    assert rebuild() == 1
    assert (list(verify_search(db.session())), numbers(owner, "otters")) == ([], [made.version_id])


def test_what_is_gone_is_found_no_more(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    index_due()
    by = acting(db.session(), made.lead["adviser"])
    assert numbers(by, "front desk")
    with transaction() as session:
        session.execute(delete(SearchText))
        session.execute(delete(SearchDue))
    assert numbers(by, "front desk") == []


def test_pages_are_bounded_and_turn(app: Flask, database: Session) -> None:
    staff = new_staff()
    made = [start((staff,), title=f"Otter {n}").version_id for n in range(PAGE + 2)]
    index_due()
    by = acting(db.session(), staff["owner"])
    assert numbers(by, "otter") == made[::-1]
    client = signed_in(app, staff["owner"])
    client.get("/")
    with counted(app) as few:
        client.get("/assessments/search?q=otter+7")
    with counted(app) as many:
        page = client.get("/assessments/search?q=otter").text
    assert len(few) == len(many)
    assert len(page.encode()) < 60_000
    assert page.count("eia-hits__item") == PAGE
    assert "after=0-" in page
