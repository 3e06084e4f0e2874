#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions, types and constants of the unnamed namespaces of a library, or of a test program, have names of their own.

The shipped build joins sources.

names_are_unique.py TOP
"""
import collections
import pathlib
import re

from sources import code_of, files_below, main

OPENING = re.compile(r"^namespace \{", re.MULTILINE)
FUNCTION = re.compile(r"^(?=[\w\[])(?!using\b|struct\b|class\b|enum\b|return\b)[^\n=;(]*?\b(\w+)\(", re.MULTILINE)
TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)", re.MULTILINE)
ONE_EACH = re.compile(r"add_executable\(\$\{name\} \$\{name\}\.cpp\)")
CONSTANT = re.compile(r"^(?:static )?const(?:expr)?\b[^\n=({]*?\b(k[A-Z]\w*)\s*[=({\[]", re.MULTILINE)


def unnamed_parts(text):
    """What stands in unnamed namespaces of text without comments and strings."""
    for opening in OPENING.finditer(text):
        rest = text[opening.end():]
        depth = 0
        for match in re.finditer(r"[{}]", rest):
            depth += 1 if match.group(0) == "{" else -1
            if depth < 0:
                yield rest[:match.start()]
                break


def library_of(top, name):
    """The nearest folder above with a CMakeLists.txt."""
    folder = pathlib.PurePosixPath(name).parent
    while folder.parts and not (top / folder / "CMakeLists.txt").exists():
        folder = folder.parent
    return folder.as_posix()


def joined_with(top, name):
    """What the source is compiled with: all of its folder's library or program, or nothing where it is a program by itself."""
    library = library_of(top, name)
    described = top / library / "CMakeLists.txt"
    text = described.read_text(encoding="utf-8") if described.exists() else ""
    stands_alone = ONE_EACH.search(text) and pathlib.PurePosixPath(name).name not in text
    return name if stands_alone else library


def check(top):
    places = collections.defaultdict(set)
    for name, path in files_below(top, ["orm", "ui", "app", "tests"], (".cpp",)):
        text = code_of(path.read_text(encoding="utf-8"))
        for part in unnamed_parts(text):
            for pattern in (FUNCTION, TYPE, CONSTANT):
                for found in pattern.finditer(part):
                    places[joined_with(top, name), found.group(1)].add(name)
    return [f"{' and '.join(sorted(files))}: both have a {name}" for (_, name), files in sorted(places.items()) if len(files) > 1]


A = "namespace {\nint count(int x) {\n  return x;\n}\nstruct Row {\n};\n}  // namespace\n"
EACH = "add_library(example STATIC shop.cpp table.cpp)\nadd_executable(${name} ${name}.cpp)\n"
FIXTURES = [
    ({"orm/core/CMakeLists.txt": "", "orm/core/a.cpp": A, "orm/core/b.cpp": "namespace {\nint other(int x) { return count(x); }\n}\nint count();\n"}, None),
    ({"orm/core/CMakeLists.txt": "", "orm/core/a.cpp": A, "orm/core/b.cpp": "namespace {\nstd::string count(const char*) { return {}; }\n}\n"}, "count"),
    ({"orm/core/CMakeLists.txt": "", "orm/core/a.cpp": A, "orm/core/b.cpp": "namespace {\nclass Row {\n};\n}\n"}, "Row"),
    ({"orm/core/CMakeLists.txt": "", "orm/core/a.cpp": "namespace {\nconstexpr int kMost = 1;\n}\n",
      "orm/core/b.cpp": "namespace {\nconst char* const kMost = 0;\n}\n"}, "kMost"),
    ({"orm/core/CMakeLists.txt": "", "orm/sql/CMakeLists.txt": "", "orm/core/a.cpp": A, "orm/sql/b.cpp": A}, None),
    ({"tests/orm/CMakeLists.txt": "", "tests/orm/tst_a.cpp": A, "tests/orm/tst_b.cpp": A.replace("Row", "Line")}, "count"),
    ({"tests/examples/CMakeLists.txt": EACH, "tests/examples/a.cpp": A, "tests/examples/b.cpp": A}, None),
    ({"tests/examples/CMakeLists.txt": EACH, "tests/examples/shop.cpp": A, "tests/examples/table.cpp": A.replace("Row", "Line")}, "count"),
]

if __name__ == "__main__":
    main(check, FIXTURES)
