"""The lists of groups that people are counted in, as data files: <key>.v<version>.toml, never edited once used."""
