"""The pack as PDF: PDF/UA-1 for what the engine writes, and the papers of others joined to it page by page."""
