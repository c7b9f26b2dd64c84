"""Files that people add: which kinds are taken, how they are kept on disk, and how they are given out again."""
