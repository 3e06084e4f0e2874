#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file includes only from its own folder or from floors below it.

includes_follow_the_floors.py TOP
"""
import pathlib
import re
import subprocess

from sources import code_of, files_below, main

# Lowest first; folders on one line never include each other.
FLOORS = [
    ["orm/core"],
    ["orm/schema"],
    ["orm/sql"],
    ["orm/dialect", "orm/driver"],
    ["orm/engine"],
    ["orm/model"],
    ["orm/query"],
    ["orm/paging", "orm/difference", "orm/codegen", "orm/changes", "orm/records", "orm/reading"],
    ["orm/session", "orm/journal", "orm/migration"],
    ["orm/repository", "orm/cache", "orm/revision"],
    ["orm/workspace", "orm/transfer"],
    ["ui"],
    ["app"],
]
LEVEL = {folder: level for level, folders in enumerate(FLOORS) for folder in folders}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
GUI_FOLDERS = ("QtGui/", "QtWidgets/", "QtSvg/", "QtPrintSupport/", "QtOpenGL/", "Qsci/")


def room(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "orm" else parts[0]


def gui_headers():
    """Class headers of Qt Gui and Widgets (QColor, qcolor.h), from the Qt that is installed."""
    try:
        folder = subprocess.run(["qtpaths6", "--query", "QT_INSTALL_HEADERS"], check=True, capture_output=True,
                                text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        folder = ""
    found = {name.rsplit("/", 1)[1] for name, _ in files_below_qt(folder)} if folder else set()
    return found or {"QWidget", "QColor", "QIcon", "QPixmap", "QImage", "QPainter", "QFont", "QPalette", "QAction",
                     "QApplication", "QGuiApplication", "QStandardItemModel", "QMessageBox", "QLabel"}


def files_below_qt(folder):
    return [pair for part in ("QtGui", "QtWidgets", "QtSvg", "QtPrintSupport")
            for pair in files_below(pathlib.Path(folder), [part], "")]


GUI_HEADERS = gui_headers()


def is_gui(header):
    return header.startswith(GUI_FOLDERS) or header in GUI_HEADERS


def complaint_about(here, quote, header):
    """Why a file of the folder `here` may not include the header, or None."""
    there = room(header)
    if there not in LEVEL:
        if here.startswith("orm/") and is_gui(header):
            return "orm/ never sees Qt Gui or Widgets"
        if quote == '"' and "/" not in header:
            return "headers of the project are included from its root"
        return None
    if quote == "<":
        return "headers of the project are included with quotes"
    if there == here:
        return None
    if here == "orm/driver" and there != "orm/core":
        return "driver sees only core"
    if here == "ui" and there == "orm/driver":
        return "ui never includes the drivers"
    if LEVEL[there] >= LEVEL[here]:
        return f"{there} is not below {here}"
    return None


def check(top):
    complaints = []
    for name, path in files_below(top, ["orm", "ui", "app"], (".h", ".cpp")):
        here = room(name)
        if here not in LEVEL:
            complaints.append(f"{name}: {here} is on no floor")
            continue
        text = code_of(path.read_text(encoding="utf-8"), keep_strings=True)
        for found in INCLUDE.finditer(text):
            if found.group(2).endswith(".moc") or found.group(2).startswith("moc_"):
                continue
            why = complaint_about(here, found.group(1), found.group(2))
            if why:
                line = text.count("\n", 0, found.start(2)) + 1
                complaints.append(f"{name}:{line} includes {found.group(2)}: {why}")
    return complaints


FIXTURES = [
    ({"orm/engine/a.cpp": '#include "orm/driver/b.h"\n#include <vector>\n#include "orm/engine/c.h"\n',
      "ui/grid/a.cpp": '#include <QWidget>\n#include "ui/widgets/b.h"\n#include "orm/engine/c.h"\n',
      "app/main.cpp": '#include "orm/driver/a.h"\n// #include "nowhere.h"\n#include "main.moc"\n#include "moc_main.cpp"\n'}, None),
    ({"orm/core/a.h": '\n#include "orm/sql/b.h"\n'}, "orm/core/a.h:2"),
    ({"orm/dialect/a.h": '#include "orm/driver/b.h"\n'}, "not below"),
    ({"orm/paging/a.h": '#include "orm/codegen/b.h"\n'}, "not below"),
    ({"orm/driver/sqlite/a.cpp": '#include "orm/schema/b.h"\n'}, "only core"),
    ({"orm/model/a.cpp": '#  include "ui/grid/b.h"\n'}, "not below"),
    ({"ui/grid/a.cpp": '#include "orm/driver/b.h"\n'}, "never includes the drivers"),
    ({"ui/grid/a.cpp": '#include "app/b.h"\n'}, "not below"),
    ({"orm/session/a.cpp": "#include <QtWidgets/QWidget>\n"}, "Qt Gui"),
    ({"orm/session/a.cpp": "#include <QColor>\n"}, "Qt Gui"),
    ({"orm/core/a.cpp": '#include "b.h"\n'}, "from its root"),
    ({"orm/core/a.cpp": "#include <orm/core/b.h>\n"}, "with quotes"),
    ({"orm/helpers/a.cpp": ""}, "no floor"),
]

if __name__ == "__main__":
    main(check, FIXTURES)
