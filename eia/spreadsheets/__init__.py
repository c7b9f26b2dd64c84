"""Lists as spreadsheets: `writing` sends one as CSV, XLSX or JSON, `reading` makes a table of what people bring."""
