"""Past assessments from a list: `reading` says what a line means, `comparing` what it would change, `listed` finds."""
