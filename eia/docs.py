"""The parts of docs/ that are drawn from the code, so that they cannot say anything else than it does.

A drawn part stands between `<!-- drawn: NAME -->` and `<!-- end of NAME -->`; the rest of the page is written by hand.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from config import TOP, Settings
from eia import drawn_workflow, schema
from eia.assessments.reminding.ladder import rungs_in_words
from eia.db import Base
from eia.promotions.figures import limits, reasons
from eia.promotions.groups.lists import shipped as group_lists

DOCS = TOP / "docs"


def settings_table() -> str:
    """Every setting: its name, what it is when it is not set, what it means."""
    rows = ["| setting | when not set | meaning |", "|---|---|---|"]
    for each in fields(Settings):
        default = {True: "1", False: "0", "": "empty"}.get(each.default, str(each.default))
        shown = default.replace(str(TOP), "...") if isinstance(default, str) else default
        rows.append(f"| `{each.metadata['name']}` | {shown} | {each.metadata['says']} |")
    return "\n".join(rows)


def grants() -> str:
    """What `eia db grant eia_application` does."""
    lines = [f"{statement} eia_application;" for statement in schema.rights([*Base.metadata.tables, "alembic_version"])]
    return "\n".join(["```sql", *lines, "```"])


def limits_of_figures() -> str:
    return limits.in_words(limits.newest())


def reasons_without_figure() -> str:
    return "\n".join(f"- {sentence}" for sentence in reasons.SENTENCES.values())


def lists_of_groups() -> str:
    rows = [
        f"| `{each.id}` | {each.title} | {_proposed(each.compared_with, each.because)} | {each.source} |"
        for each in group_lists().values()
    ]
    return "\n".join(["| list | groups | proposed to compare with | source |", "|---|---|---|---|", *rows])


def _proposed(group: str, because: str) -> str:
    return f"`{group}`: {because}" if group else "none"


DRAWN: Mapping[str, tuple[str, Callable[[], str]]] = {
    "settings": ("running.md", settings_table),
    "grants": ("running.md", grants),
    "picture of the workflow": ("workflow.md", drawn_workflow.picture),
    "states": ("workflow.md", drawn_workflow.states),
    "steps": ("workflow.md", drawn_workflow.steps),
    "steps of an action": ("workflow.md", drawn_workflow.action_steps),
    "steps of a condition": ("workflow.md", drawn_workflow.condition_steps),
    "readers": ("workflow.md", drawn_workflow.readers),
    "ladder": ("workflow.md", rungs_in_words),
    "limits": ("figures.md", limits_of_figures),
    "reasons": ("figures.md", reasons_without_figure),
    "lists of groups": ("figures.md", lists_of_groups),
    "picture of meetings": ("workflow.md", drawn_workflow.picture_of_meetings),
    "steps of a meeting": ("workflow.md", drawn_workflow.meeting_steps),
    "readers of a meeting": ("workflow.md", drawn_workflow.meeting_readers),
    "picture of promotion processes": ("workflow.md", drawn_workflow.picture_of_processes),
    "steps of a promotion process": ("workflow.md", drawn_workflow.process_steps),
    "picture of policies": ("workflow.md", drawn_workflow.picture_of_policies),
    "steps of a policy": ("workflow.md", drawn_workflow.policy_steps),
}
"""Name of the drawn part -> the page it stands on, and what draws it."""


def draw(*, write: bool) -> Iterator[str]:
    """Names of the pages whose drawn parts were not as the code says; with `write` they are so afterwards."""
    for page in sorted({page for page, _ in DRAWN.values()}):
        file = DOCS / page
        before = file.read_text()
        after = _drawn(before, page)
        if after != before:
            if write:
                file.write_text(after)
            yield str(file.relative_to(TOP))


def _drawn(text: str, page: str) -> str:
    for name, (place, drawing) in DRAWN.items():
        if place == page:
            text = _replaced(text, name, drawing(), Path(page))
    return text


def _replaced(text: str, name: str, drawn: str, page: Path) -> str:
    begin, end = f"<!-- drawn: {name} -->", f"<!-- end of {name} -->"
    if begin not in text or end not in text:
        raise ValueError(f"{page} has no place for the drawn part {name}: put {begin} and {end} there")
    part = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return part.sub(lambda _: f"{begin}\n{drawn}\n{end}", text)
