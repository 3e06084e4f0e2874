# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of this folder share: finding sources, reading them without comments, judging themselves."""
import pathlib
import re
import sys
import tempfile

TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def code_of(text, keep_strings=False):
    """The text without comments (and with empty strings), line for line."""
    def blank(match):
        token = match.group(0)
        if token[0] == "/":
            return "\n" * token.count("\n")
        return token if keep_strings else '""' + "\n" * token.count("\n")
    return TOKENS.sub(blank, text)


def files_below(top, folders, endings):
    for folder in folders:
        for path in sorted((top / folder).rglob("*")):
            if path.is_file() and path.name.endswith(endings) and "__pycache__" not in path.parts:
                yield path.relative_to(top).as_posix(), path


def main(check, fixtures):
    """Runs check(top) -> [complaint], after it has found exactly what is wrong with each fixture.

    A fixture is (files by path, words that its one complaint must hold, or None where all is well).
    """
    for files, expected in fixtures:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            found = check(pathlib.Path(folder))
        right = not found if expected is None else len(found) == 1 and expected in found[0]
        if not right:
            sys.exit(f"The check itself is broken: {files} gave {found}, expected {expected!r}.")
    complaints = check(pathlib.Path(sys.argv[1]).resolve())
    print("\n".join(complaints) or "Nothing to complain about.")
    sys.exit(1 if complaints else 0)
