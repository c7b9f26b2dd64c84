"""A finding as a sentence that stands beside the number."""

from __future__ import annotations

from collections.abc import Mapping

from eia.promotions.figures.results import Finding, Found, Measure

HIDDEN = "{who}: these figures do not fit together."
SENTENCES: Mapping[Found, str] = {
    Found.GROUPS_DIFFER_FROM_TOTAL: "The groups add up to {given} who {did}; the total is given as {expected}.",
    Found.BREAKDOWNS_DIFFER: "These groups add up to {given} who {did}; those of another breakdown to {expected}.",
    Found.MORE_PASSED_THAN_ENTERED: "{who}: {given} are said to have passed, of {expected} who entered.",
    Found.MORE_LEFT_THAN_ENTERED: "{who}: {given} are said to have passed or withdrawn, of {expected} who entered.",
    Found.RATE_DOES_NOT_RECOMPUTE: "{who}: {given} % is printed; the counts give {expected} %.",
    Found.MORE_ENTERED_THAN_PASSED_BEFORE: "{who}: {given} entered, but only {expected} passed the stage before.",
    Found.FEWER_ENTERED_THAN_PASSED_BEFORE: "{who}: {given} entered, though {expected} passed the stage before.",
    Found.FEW_DECLARED: "Only {given} % of those who entered stated this.",
}
DID: Mapping[Measure, str] = {Measure.ENTERED: "entered", Measure.PASSED: "passed", Measure.RATE: "passed"}


def sentence(finding: Finding, titles: Mapping[str, str]) -> str:
    who = titles.get(finding.group, finding.group) or "All together"
    template = SENTENCES[finding.found] if finding.given else HIDDEN
    return template.format(who=who, did=DID[finding.measure], given=finding.given, expected=finding.expected)
