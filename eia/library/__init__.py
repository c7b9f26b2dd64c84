"""The library of evidence of an organisation: what is known, kept once, and cited in many assessments."""
