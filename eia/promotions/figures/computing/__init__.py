"""The one room that imports scipy; `eia jobs` alone goes in, by `process.compute`."""
