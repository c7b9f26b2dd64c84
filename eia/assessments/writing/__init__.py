"""Writing, alone or side by side: the pages people write on, what they say, and how two texts come together."""
