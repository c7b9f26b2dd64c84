"""Says which modules are longer than 300 lines and which functions longer than 40."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 40
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FOLDERS = ("eia", "tests", "tools")  # not the migrations: Alembic writes them, one line a column


def modules() -> Iterator[Path]:
    yield from TOP.glob("*.py")
    for folder in FOLDERS:
        yield from sorted((TOP / folder).rglob("*.py"))


def too_long(path: Path) -> Iterator[str]:
    text = path.read_text()
    name, lines = path.relative_to(TOP), text.count("\n")
    if lines >= LINES_OF_A_MODULE:
        yield f"{name}: {lines} lines; a module has fewer than {LINES_OF_A_MODULE}: make it a folder of the same name"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTIONS) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length >= LINES_OF_A_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines; fewer than {LINES_OF_A_FUNCTION}"


def main() -> None:
    found = [line for path in modules() for line in too_long(path)]
    print("\n".join(found) if found else "Sizes: every module and function is short enough")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
