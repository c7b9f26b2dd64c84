"""What the counts of a process show, as a document people take away: HTML, PDF, Word, and lines for a spreadsheet.

It says what its tables say and nothing else; whoever calls hands in what its reader may see.
"""
