"""The report put together as blocks, list by list and organisation by organisation."""

from collections.abc import Iterator, Mapping, Sequence

from eia.pages import day, joined
from eia.printing.blocks import Block, Bullets, Facts, Heading, Paragraph, Plain, Section, Table
from eia.printing.blocks import Picture as Drawing
from eia.promotions.figures import results
from eia.promotions.figures.results import Basis
from eia.promotions.funnel import Funnel, Hidden, funnel_of
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.groups.shape import GroupList
from eia.promotions.models import PromotionProcess
from eia.promotions.pictures import pictures_of
from eia.promotions.reporting.drawings import bars_of_stages, ratios
from eia.promotions.showing import Shown, names_of, said_of

ACROSS = 4
"""Stages that fit beside each other on a page."""
MOST_DRAWN = 40
"""Bars of a picture that fits on a page."""
HOW_TO_READ = (
    "Each rate is of those who entered the stage; “from the start” is of those who entered the first stage that was "
    "counted.",
    "Every interval is a 95 % interval. A comparison is flagged by the exact test, allowing for the number of groups, "
    "or by a ratio below 0.80, which is a prompt for attention from another country's practice and not a legal test.",
    "A difference does not say why it is there, and none seen does not prove that everyone was treated alike. Too few "
    "people to say is never reassurance.",
    "Figures of several organisations added up can hide what each of them shows; people who applied more than once may "
    "be counted more than once.",
)
Found = Sequence[tuple[results.Table, Hidden]]


def report_of(process: PromotionProcess, found: Found, how: Sequence[tuple[str, str]], notes: Sequence[str]) -> Plain:
    """`found` is what its reader may see, `how` and `notes` say how it came about and what is hidden in it."""
    organisations = joined([one.name for one in process.organisations])
    facts = [
        ("Number", process.number), ("From and to", f"{process.rank_from} to {process.rank_to}"),
        ("Organisations", organisations), ("Round", str(process.round)),
        ("Applications", day(process.opens_on) + (f" to {day(process.closes_on)}" if process.closes_on else "")),
        *how,
    ]  # fmt: skip
    said = [one for one in (process.counts_source, *notes) if one]
    keys = dict.fromkeys(table.breakdown for table, _ in found)
    return Plain(
        title=process.title, kind="What the counts show", by=organisations, facts=Facts(tuple(facts)),
        notes=(*(Paragraph(one) for one in said), Heading("How to read it"), Bullets(HOW_TO_READ)),
        sections=tuple(_section(process, group_lists()[key], found) for key in keys),
    )  # fmt: skip


def _section(process: PromotionProcess, group_list: GroupList, found: Found) -> Section:
    own = [(table, hidden) for table, hidden in found if table.breakdown == group_list.id]
    names, blocks = names_of(process), list[Block]()
    for code, name in names.items():
        here = [(table, hidden) for table, hidden in own if table.organisation == code]
        if here:
            blocks += _organisation(process, group_list, here, name, names)
    return Section(f"By {group_list.title.lower()}", tuple(blocks))


def _organisation(
    process: PromotionProcess, group_list: GroupList, here: Found, name: str, names: Mapping[str, str]
) -> Iterator[Block]:
    stages = [(one.key, one.title) for one in process.stages]
    funnel = funnel_of(here, stages, group_list)
    yield Heading(name)
    yield from _through(funnel, name)
    for table, hidden in here:
        if table.basis is Basis.STAGE:
            yield from _stage(said_of(table, group_list, names, hidden), dict(stages)[table.stage], name)


def _through(funnel: Funnel, name: str) -> Iterator[Block]:
    for start in range(0, len(funnel.titles), ACROSS):
        titles = funnel.titles[start : start + ACROSS]
        rows = tuple(
            (group, *(one.own + ("" if start + place == 0 else f"\nFrom the start: {one.whole_way}")
                      for place, one in enumerate(cells[start : start + ACROSS])))
            for group, cells in funnel.groups
        )  # fmt: skip
        yield Table(f"How many came how far, {name}", ("Group", *titles), rows)
    picture = funnel.picture
    if picture is not None and picture.wholes.count("z") <= MOST_DRAWN:
        says = (
            "Under the name of each group a bar for every stage: as long as the part of those who entered "
            f"{funnel.titles[0]} that passed this stage. The table before it has the numbers."
        )
        yield Drawing(f"How far each group came, {name}", says, bars_of_stages(picture))


def _stage(shown: Shown, stage: str, name: str) -> Iterator[Block]:
    yield Heading(f"{stage}, {name}: {shown.headline}")
    beside = [f"{row.title}: {one}" for row in shown.rows for one in row.findings]
    yield Bullets((*shown.told.shows, *(f"Does not fit: {one}" for one in (*shown.findings, *beside))))
    if not shown.held:
        return
    rows = tuple((one.title, one.difference, one.ratio, one.p, one.shortfall, one.flags or "–") for one in shown.held)
    heads = ("Who", "Difference", "Ratio of rates", "Exact test, p", "Shortfall", "Flagged by")
    yield Table(f"{stage}: held against each other, {name}", heads, rows)
    pictures = pictures_of(shown)
    if pictures.marks and len(pictures.marks) <= MOST_DRAWN // 2:
        says = f"On a logarithmic axis from 0.1 to 10; 1 means the same rate. {pictures.marks_say}."
        yield Drawing(f"{stage}: ratios of rates with their intervals, {name}", says, ratios(pictures))
