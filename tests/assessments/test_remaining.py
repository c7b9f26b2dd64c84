"""The harm that remains, in one line on top of the page on which it is signed."""

from flask import Flask

from eia.assessments.views.glance import harms_and_gains
from eia.assessments.views.remaining import what_remains
from tests.support.assessments import make_assessment, send_for_sign_off
from tests.support.staff import signed_in
from tests.support.writing import JUSTIFICATION, action, read, write_row


def test_what_remains_is_said_in_one_line_before_anything_else(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation")
        case = read(made.version_id)
        (harm,) = [impact for impact in case.version.impacts if case.is_negative(impact)]
        about = {**action(case), "impact_id": harm.id}
        assert left(made.version_id) == [], "its only action leaves none"
        write_row(made.version_id, "mitigation", **about | {"what": "A bell.", "kind": "control", "residual": "severe"})
        write_row(made.version_id, "mitigation", **about | {"what": "Build a " + "long " * 40, "residual": "minor"})
        write_row(made.version_id, "mitigation", **JUSTIFICATION, impact_id=harm.id)
        long = " ".join(["Build a", *["long"] * 14])
        by_all = f"with “A bell”, after “{long}…” and justified: “{JUSTIFICATION['what']}”"
        assert left(made.version_id) == [("Disability (staff)", "severe", by_all)], "the worst that is left"
        send_for_sign_off(made)
    for page in ("summary", "steps/sign"):
        text = signed_in(app, made.lead["approver"]).get(f"{made.address}/{page}").text
        line, first = text.index('id="remains"'), text.index("What is proposed")
        assert line < first
        assert f"Disability (staff): <strong>severe</strong>, {by_all}." in text[line:first]
        assert text[line:first].count("<p ") == 0, "in one line"


def left(version_id: int) -> list[tuple[str, str, str]]:
    case = read(version_id)
    return [(one.whom, one.level, one.after) for one in what_remains(case, harms_and_gains(case)) or []]
