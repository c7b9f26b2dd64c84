"""Files spoiled in one place each, with what the checker must say of them."""

Change = tuple[str, str]
UNKNOWN_RULE = '[[screening.rules]]\nwhen = "unknown"\noutcome = "full"\nsays = "Not known: {cells}."\n'
OTHERWISE_RULE = '[[screening.rules]]\nwhen = "otherwise"\noutcome = "out"\nsays = "Nothing."\n'
OUT = '[[screening.outcomes]]\nkey = "out"\ntitle = "Out"\nplain = "Nothing to see."\ndeclaration = "screened_out"\n'
SPOILED: dict[str, tuple[tuple[Change, ...], str]] = {
    "not a table": (
        (('plain = "Treat people fairly."', 'plain = "Treat people fairly."\nquotation = 3'),),
        "should be a table with lines",
    ),
    "a line nobody knows": ((('law = "Small', 'laws = "x"\nlaw = "Small'),), "Did you mean “law”?"),
    "a line like no other": ((('law = "Small', 'zzz = "x"\nlaw = "Small'),), "What may stand here: aims,"),
    "a line missing": ((('law = "Small Act, section 1"\n', ""),), "In the file: “law” is missing. Add it."),
    "a text for a mark": ((("minor = true", 'minor = "true"'),), "should be true or false"),
    "a text for a number": ((("version = 1", 'version = "1"'),), "should be a whole number from 0 to 1000"),
    "a number too small": ((("version = 1", "version = -1"),), "should be a whole number from 0 to 1000"),
    "a number too large": ((("version = 1", "version = 1001"),), "should be a whole number from 0 to 1000"),
    "a mark for a number": ((("version = 1", "version = true"),), "should be a whole number from 0 to 1000"),
    "a text for a list": ((('aims = ["fair"]', 'aims = "fair"'),), "should be a list."),
    "a list without rows": ((('aims = ["fair"]', "aims = []"),), "this list is empty. Add at least one row."),
    "the prompts missing": (
        (('[[aims.prompts]]\nkey = "think"\ntext = "Who is treated worse?"\ncharacteristics = ["age"]', ""),),
        "In aims “fair” (line 35): “prompts” is missing.",
    ),
    "a key twice": ((('key = "grave"', 'key = "minor"'),), "“minor” stands here 2 times."),
    "a list for a table": (
        (('guidance = { staff = "Look at pay." }', "guidance = []"),),
        "should be a table with a line per population",
    ),
    "a number for a text": ((('law = "Small Act, section 1"', "law = 1"),), "should be text in quotation marks"),
    "an empty text": ((('law = "Small Act, section 1"', 'law = " "'),), "this text is empty."),
    "a text too long": ((('law = "Small Act, section 1"', f'law = "{"x" * 241}"'),), "241 characters, at most 240"),
    "a hidden character": (
        (('law = "Small Act, section 1"', 'law = "a\\u0000b"'),),
        "a control character nobody can see",
    ),
    "a key with a space": ((('key = "grave"', 'key = "very grave"'),), "a key has small letters"),
    "version nought": ((("version = 1", "version = 0"),), "versions count from 1"),
    "no review": ((("default_months = 12", "default_months = 0"),), "should be 1 or more"),
    "an aim that is not": ((('staff = ["fair"]', 'staff = ["just"]'),), "there is no aim “just”. Choose from fair."),
    "no aims and no reason": (
        (('not_applicable = { public = "Not counted." }\n', ""),),
        "for “public” it has no aims. Name them, or say why",
    ),
    "aims and a reason": (
        (
            (
                "not_applicable = { public",
                'not_applicable = { staff = "Not counted either.", public',
            ),
        ),
        "for “staff” it has aims and is also not applicable",
    ),
    "no guidance": (
        (('guidance = { staff = "Look at pay." }', "guidance = { }"),),
        "for “staff” the guidance is missing",
    ),
    "no aim anywhere": ((('staff = ["fair"]', "staff = []"),), "no aim counts for it in any population"),
    "an aim nobody has": ((('staff = ["fair"]', "staff = []"),), "no characteristic has this aim"),
    "no minor level": ((("minor = true\n", ""),), "exactly one level should say “minor = true”"),
    "the gravest level minor": (
        (("minor = true\n", ""), ('example = "A job."', 'example = "A job."\nminor = true')),
        "the last level is the minor one",
    ),
    "no direction of harm": ((("negative = true\n", ""),), "add a direction with “negative = true”"),
    "two level scales": (
        (('kind = "choice"', 'kind = "level"'),),
        "exactly one scale should be of kind “level”",
    ),
    "an unknown scale": ((('kind = "choice"', 'kind = "slider"'),), "the kind should be one of text, choice, level"),
    "a choice of one": (
        (('  { key = "many", title = "Many", example = "All." },\n', ""),),
        "a choice needs two options or more",
    ),
    "options nobody sees": ((('kind = "choice"', 'kind = "text"'),), "only a scale of kind “choice” has options"),
    "no way to stop": ((("stops = true\n", ""),), "add an outcome with “stops = true”"),
    "no way to go on": (
        (('plain = "Go on."', 'plain = "Go on."\nstops = true'),),
        "add an outcome without “stops = true”",
    ),
    "a declaration that is not": (
        (('stops = true\ndeclaration = "stop"', 'stops = true\ndeclaration = "halt"'),),
        "there is no declaration “halt”",
    ),
    "a declaration missing": (
        (('key = "refusal"', 'key = "refuse"'),),
        "the declaration “refusal” is missing",
    ),
    "verdicts all the same": ((("must_change = true\n", ""),), "some verdicts should say “must_change = true”"),
    "no opinion to give": (
        (('key = "agrees"\ntitle = "Agrees"', 'key = "agrees"\ntitle = "Agrees"\ngiven = false'),),
        "add an opinion an adviser can give",
    ),
    "no words for no adviser": ((("given = false\n", ""),), "exactly one opinion should say “given = false”"),
    "nothing lessens harm": ((("lessens = true\n", ""),), "no type says “lessens = true”"),
    "a local group among the nine": ((('key = "carers"', 'key = "age"'),), "Local groups stand apart: rename it"),
    "a section that is not": ((('section = "extra"', 'section = "attic"'),), "there is no section “attic”"),
    "a placeholder that is not": ((("by {characteristic}?", "by {group}?"),), "“{group}” means nothing here"),
    "a question with one answer": (
        (
            (
                '[[screening.questions.options]]\nkey = "yes"\ntitle = "Yes"\nasks_direction = true\n'
                "asks_level = true\n",
                "",
            ),
            (
                '[[screening.questions.options]]\nkey = "unknown"\ntitle = "Unknown"\nunknown = true\n'
                "blocks_screen_out = true\n",
                "",
            ),
        ),
        "a question needs two answers or more",
    ),
    "no answer lets out": (
        (
            ('key = "no"\ntitle = "No"', 'key = "no"\ntitle = "No"\nblocks_screen_out = true'),
            ("asks_level = true", "asks_level = true\nblocks_screen_out = true"),
        ),
        "no answer to it lets anybody screen out",
    ),
    "not known but screened out": (
        (("unknown = true\nblocks_screen_out = true", "unknown = true"),),
        "what is not known cannot be screened out: say “blocks_screen_out = true”",
    ),
    "not known but graded": (
        (("unknown = true\nblocks", "unknown = true\nasks_level = true\nblocks"),),
        "what is not known has no level and no direction",
    ),
    "a direction without a level": ((("asks_level = true\n", ""),), "it asks which way but not how bad"),
    "a level named and asked": (
        (("asks_level = true", 'asks_level = true\nlevel = "minor"'),),
        "it names a level and asks for more",
    ),
    "no harm to choose": (
        (("negative = true\nin_screening = true", "negative = true"),),
        "no direction of harm says “in_screening = true”",
    ),
    "a cell nobody asks about": (
        (
            (
                'aims = ["fair"]\n\n[[screening.questions.options]]',
                'aims = ["fair"]\npopulations = ["public"]\n\n[[screening.questions.options]]',
            ),
        ),
        "no question asks about “age” for “staff” under the aim “fair”",
    ),
    "covered and assessed": ((("covered = true", "covered = true\nassess = true"),), "Choose one."),
    "an outcome nobody reaches": (
        (('when = "minor"\noutcome = "with_action"', 'when = "minor"\noutcome = "full"'),),
        "no rule proposes it, so it can never be reached",
    ),
    "no exit from screening": (
        (
            ("needs_action = true\ndeclaration", "assess = true\ndeclaration"),
            ('plain = "Nothing to see."', 'plain = "Nothing to see."\nassess = true'),
        ),
        "there is no exit from screening",
    ),
    "nothing leads on": ((("assess = true\n", 'declaration = "screened_out"\n'),), "nothing leads on"),
    "a rule for nothing": ((('when = "minor"', 'when = "tiny"'),), "there is no “when” of that name"),
    "a rule twice": (
        ((UNKNOWN_RULE, UNKNOWN_RULE + "\n" + UNKNOWN_RULE),),
        "an earlier rule has the same “when”",
    ),
    "a rule of nobody": ((('"Harm: {cells}."', '"Harm."'),), "does not say of whom it speaks"),
    "a rule to cover": (
        (('when = "otherwise"\noutcome = "out"', 'when = "otherwise"\noutcome = "covered"'),),
        "cover by another assessment is chosen by a person",
    ),
    "no last rule": (((OTHERWISE_RULE, ""), (OUT, "")), "add a last rule with"),
    "the last rule first": (
        ((OTHERWISE_RULE, ""), (UNKNOWN_RULE, OTHERWISE_RULE + "\n" + UNKNOWN_RULE)),
        "the rule “otherwise” should stand last",
    ),
    "nothing said of the unknown": (((UNKNOWN_RULE, ""),), "answers can be “unknown”, and no rule says what follows"),
    "minor harm let go": (
        (('when = "minor"\noutcome = "with_action"', 'when = "minor"\noutcome = "out"'),),
        "minor harm needs an action",
    ),
    "the unknown screened out": (
        (('when = "unknown"\noutcome = "full"', 'when = "unknown"\noutcome = "out"'),),
        "what it meets cannot be screened out",
    ),
    "harm screened out": (
        (('when = "above_minor"\noutcome = "full"', 'when = "above_minor"\noutcome = "with_action"'),),
        "what it meets cannot be screened out",
    ),
    "a safe rule too late": (
        (
            (UNKNOWN_RULE, ""),
            (OTHERWISE_RULE, UNKNOWN_RULE + "\n" + OTHERWISE_RULE),
        ),
        "a rule before it screens out. Put this one above it",
    ),
    "a blocking answer without a rule": (
        (
            (
                'key = "no"\ntitle = "No"\n',
                'key = "no"\ntitle = "No"\n\n[[screening.questions.options]]\n'
                'key = "big"\ntitle = "Big"\nblocks_screen_out = true\n',
            ),
        ),
        "answers can be “blocked”, and no rule says what follows",
    ),
}
