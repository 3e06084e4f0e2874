#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from outside reaches people through the plain-text wrappers, the GUI thread never waits, sources say their licence.

plain_text_only.py TOP
"""
import re

from sources import code_of, files_below, main

# Qt guesses rich text in these and would open what an <img> of the data names; ui/widgets has wrappers that do not guess.
WRAPPED = {
    r"\bQMessageBox\s*::\s*(?:about|critical|information|question|warning)\s*\(": "ui/widgets has the message box",
    r"\bnew\s+QMessageBox\b|\bQMessageBox\s+\w+\s*[;({]": "ui/widgets has the message box",
    r"\bsetToolTip\s*\(": "ui/widgets has the tooltip",
    r"\bQToolTip\s*::\s*showText\s*\(": "ui/widgets has the tooltip",
    r"\bnew\s+QLabel\b|\bQLabel\s+\w+\s*[;({]": "ui/widgets has the label",
}
# These block, or run other people's events in the middle of a function; no folder is exempt.
WAITING = {
    r"\bprocessEvents\s*\(": "the GUI thread takes its events from one loop",
    r"\bwaitForFinished\s*\(": "the GUI thread never waits",
    r"\bQThread\s*::\s*(?:m|u)?sleep\s*\(": "the GUI thread never waits",
    r"\.then\s*\(\s*(?:this|context|receiver)\b": "ui/widgets has deliver(), which outlives what it delivers to",
    r"\bsleep_for\s*\(|\bsleep_until\s*\(": "the GUI thread never waits",
}
SOURCES = (".h", ".cpp", ".cmake", "CMakeLists.txt", ".py", ".sql", ".sh")
FOLDERS = ["app", "cmake", "orm", "packaging", "resources", "tests", "ui"]
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"


def calls_refused(name):
    return dict(WAITING) if name.startswith("ui/widgets/") else {**WRAPPED, **WAITING}


def raw_calls(top):
    for name, path in files_below(top, ["ui", "app"], (".h", ".cpp")):
        text = code_of(path.read_text(encoding="utf-8"))
        for pattern, why in calls_refused(name).items():
            for found in re.finditer(pattern, text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{name}:{line} {found.group(0).strip()}: {why}"


def licences(top):
    for name, path in files_below(top, FOLDERS, SOURCES):
        with path.open(encoding="utf-8") as source:
            head = [source.readline(), source.readline()]
        if LICENCE not in head[0] and not (head[0].startswith("#!") and LICENCE in head[1]):
            yield f"{name}:1 says no licence: {LICENCE}"


def check(top):
    return [*raw_calls(top), *licences(top)]


SPDX = f"// {LICENCE}\n"
FIXTURES = [
    ({"ui/grid/a.cpp": SPDX + '// setToolTip( is refused\nauto text = "new QLabel(x)";\n',
      "ui/widgets/label.cpp": SPDX + "auto* label = new QLabel(text);\nwidget->setToolTip(escaped);\n",
      "orm/engine/a.cpp": SPDX + "watcher.waitForFinished();\n",
      "tests/a.py": f"#!/usr/bin/env python3\n# {LICENCE}\n"}, None),
    ({"ui/grid/a.cpp": SPDX + "\n  QMessageBox::warning(this, a, b);\n"}, "ui/grid/a.cpp:3"),
    ({"ui/grid/a.cpp": SPDX + "cell->setToolTip(text);\n"}, "tooltip"),
    ({"ui/grid/a.cpp": SPDX + "auto* l = new QLabel(text);\n"}, "label"),
    ({"ui/grid/a.cpp": SPDX + "QLabel label(text);\n"}, "label"),
    ({"app/a.cpp": SPDX + "QCoreApplication::processEvents();\n"}, "one loop"),
    ({"ui/widgets/a.cpp": SPDX + "future.waitForFinished();\n"}, "never waits"),
    ({"ui/shell/a.cpp": SPDX + "QThread::msleep(5);\n"}, "never waits"),
    ({"orm/core/a.h": "#pragma once\n"}, "says no licence"),
]

if __name__ == "__main__":
    main(check, FIXTURES)
