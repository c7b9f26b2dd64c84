"""The register of assessments. `keeping` writes its lines, `statements` narrows and orders them, `page` reads."""
