"""The smallest framework file that can be used, for the tests that spoil it."""

SMALL = """
key = "small"
version = 1
title = "Small"
jurisdiction = "Nowhere"
law = "Small Act, section 1"
introduction = "Think first."

[[duty]]
section = "section 1"
text = "Be fair."

[consultation]
plain = "Ask people."

[review]
default_months = 12
plain = "Look again."

[[sources]]
title = "Small Act"
where = "the shelf"

[[populations]]
key = "staff"
title = "Staff"
who = "staff"
plain = "Who works here."

[[populations]]
key = "public"
title = "Public"
who = "the public"
plain = "Everybody else."

[[aims]]
key = "fair"
title = "Be fair"
section = "section 1"
plain = "Treat people fairly."

[[aims.prompts]]
key = "think"
text = "Who is treated worse?"
characteristics = ["age"]

[[characteristics]]
key = "age"
title = "Age"
section = "section 2"
definition = "How old people are."
aims = { staff = ["fair"], public = [] }
guidance = { staff = "Look at pay." }
not_applicable = { public = "Not counted." }

[[levels]]
key = "minor"
title = "Minor"
plain = "Small."
example = "A minute."
minor = true

[[levels]]
key = "grave"
title = "Grave"
plain = "Large."
example = "A job."

[[directions]]
key = "harm"
title = "Harms"
negative = true
in_screening = true

[[directions]]
key = "help"
title = "Helps"
positive = true
in_screening = true

[[directions]]
key = "nothing"
title = "Nothing"

[[directions]]
key = "unsure"
title = "Unsure"
unknown = true

[[scales]]
key = "how_bad"
title = "How bad?"
hint = "For the person it hits hardest."
kind = "level"

[[scales]]
key = "how_many"
title = "How many?"
hint = "Count."
kind = "choice"
options = [
  { key = "few", title = "Few", example = "One." },
  { key = "many", title = "Many", example = "All." },
]

[screening]
introduction = "Could people be affected?"

[[screening.questions]]
key = "affected"
title = "Affected?"
text = "Could this affect {population} by {characteristic}?"
aims = ["fair"]

[[screening.questions.options]]
key = "no"
title = "No"

[[screening.questions.options]]
key = "yes"
title = "Yes"
asks_direction = true
asks_level = true

[[screening.questions.options]]
key = "unknown"
title = "Unknown"
unknown = true
blocks_screen_out = true

[[screening.outcomes]]
key = "full"
title = "Full"
plain = "Look properly."
assess = true

[[screening.outcomes]]
key = "with_action"
title = "Out, with an action"
plain = "Do something."
needs_action = true
declaration = "screened_out"

[[screening.outcomes]]
key = "out"
title = "Out"
plain = "Nothing to see."
declaration = "screened_out"

[[screening.outcomes]]
key = "covered"
title = "Covered"
plain = "Seen elsewhere."
covered = true
declaration = "screened_out"

[[screening.rules]]
when = "unknown"
outcome = "full"
says = "Not known: {cells}."

[[screening.rules]]
when = "above_minor"
outcome = "full"
says = "Harm: {cells}."

[[screening.rules]]
when = "minor"
outcome = "with_action"
says = "Minor harm: {cells}."

[[screening.rules]]
when = "otherwise"
outcome = "out"
says = "Nothing."

[[outcomes]]
key = "go"
title = "Go"
plain = "Go on."

[[outcomes]]
key = "stop"
title = "Stop"
plain = "Do not."
stops = true
declaration = "stop"

[[return_reasons]]
key = "other"
title = "Other"

[[verdicts]]
key = "bad"
title = "Bad"
must_change = true

[[verdicts]]
key = "good"
title = "Good"

[[opinions]]
key = "agrees"
title = "Agrees"

[[opinions]]
key = "none"
title = "None"
given = false

[[declarations]]
key = "sign_off"
title = "Sign"
text = "I sign."
points = ["I read it."]

[[declarations]]
key = "screened_out"
title = "Screen out"
text = "I sign."
points = ["I read it."]

[[declarations]]
key = "stop"
title = "Stop"
text = "I sign."
points = ["I read it."]

[[declarations]]
key = "refusal"
title = "Refuse"
text = "I refuse."
points = ["I read it."]

[[evidence_strengths]]
key = "strong"
title = "Strong"
plain = "Checked."

[[mitigation_types]]
key = "remove"
title = "Remove"
plain = "Take it away."
lessens = true

[[local_groups]]
key = "carers"
title = "Carers"
plain = "Who cares."

[[extra_questions]]
key = "more"
section = "extra"
text = "Anything else?"
""".lstrip()


def spoiled(*changes: tuple[str, str]) -> bytes:
    """The small file with the first place of each old text replaced."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()
