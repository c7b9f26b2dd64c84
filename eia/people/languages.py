"""The languages an organisation may publish in besides English, by the code that tells a screen reader."""

LANGUAGES = {"cy": "Welsh", "ga": "Irish", "gd": "Scottish Gaelic"}
