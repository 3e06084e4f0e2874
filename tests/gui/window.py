# SPDX-License-Identifier: GPL-3.0-or-later
"""A real window under Xvfb: controls are found by accessible name (AT-SPI) and driven by XTEST.

Whoever imports this needs Xvfb, xdotool, openbox and pyatspi: without them the script ends as skipped. The first argument of a script is
the program, the second, where there is one, a folder for pictures of the screen, and the third the theme that they are in."""
import contextlib
import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

if importlib.util.find_spec("pyatspi") is None or not all(map(shutil.which, ("Xvfb", "xdotool", "openbox"))):
    print("SKIPPED: Xvfb, xdotool, openbox or pyatspi is missing")
    sys.exit(77)

os.environ.setdefault("NO_AT_BRIDGE", "0")

PATIENCE = 60_000  # milliseconds for an answer of the program; the library would give up after 800


class Display:
    """Xvfb with a window manager, as long as the object is in use."""

    def __enter__(self):
        read, write = os.pipe()
        # Without auto-repeat: between a key's press and its release a busy machine may take its time.
        self.server = subprocess.Popen(["Xvfb", "-r", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                       pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        number = os.read(read, 16).decode().strip()
        os.environ["DISPLAY"] = ":" + number
        self.manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # A window that is shown earlier is moved under the pointer when the manager comes.
        wait_for(lambda: _xdotool("get_desktop") is not None, "the window manager")
        return self

    def __exit__(self, *_):
        for process in (self.manager, self.server):
            process.terminate()
            process.wait()


class Program:
    """The program under test, started on a database."""

    def __init__(self, binary, *arguments, home):
        self.command = [binary, *arguments]
        if len(sys.argv) > 3:
            os.makedirs(home + "/config/joinery", exist_ok=True)
            with open(home + "/config/joinery/joinery.conf", "w", encoding="utf-8") as settings:
                settings.write(f"[window]\ntheme={sys.argv[3]}\n")
        self.environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_QPA_PLATFORM="xcb", HOME=home,
                                XDG_CONFIG_HOME=home + "/config", XDG_DATA_HOME=home + "/data")
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, env=self.environment)
        wait_for(self._has_the_keyboard, "the window in front")

    def _has_the_keyboard(self):
        if self.process.poll() is not None:
            sys.exit(f"the program ended with {self.process.returncode}")
        active = _xdotool("getactivewindow")
        return active is not None and active in (_xdotool("search", "--onlyvisible", "--pid", str(self.process.pid)) or "").split()

    def kill_and_start(self):
        """Ends it as a crash would, and starts it again."""
        self.process.kill()
        self.process.wait()
        self.start()

    def stop(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def opened(schema, *arguments):
    """The program on a new SQLite file, in a window of its own. Yields the file's path and the program, which ends with the block."""
    with tempfile.TemporaryDirectory() as home, Display():
        path = home + "/music.db"
        with sqlite3.connect(path) as database:
            database.executescript(schema)
        program = Program(sys.argv[1], path, *arguments, home=home)
        try:
            yield path, program
        finally:
            program.stop()


def query(path, sql, *binds):
    """All rows of a statement in a SQLite file; what it writes is committed."""
    with contextlib.closing(sqlite3.connect(path, timeout=60)) as database, database:
        return database.execute(sql, binds).fetchall()


def column(path, sql):
    """The first column of a query."""
    return [row[0] for row in query(path, sql)]


def picture(name):
    """The screen as it is, into the folder that was asked for."""
    if len(sys.argv) > 2:
        subprocess.run(["import", "-window", "root", f"{sys.argv[2]}/{name}.png"], check=False)


def is_shown(name, role=None):
    return find(name, role, timeout=0) is not None


def wait_until_gone(name, role=None):
    wait_for(lambda: not is_shown(name, role), f"{name!r} gone")


def has_focus(node):
    import pyatspi
    return node.getState().contains(pyatspi.STATE_FOCUSED)


def tab_to(name, steps=40):
    """Presses Tab until a control of that accessible name has the focus."""
    for _ in range(steps):
        if has_focus(find(name)):
            return
        press("Tab")
    sys.exit(f"Tab does not come to {name!r}")


def text_of(name, role=None):
    """What a text control holds."""
    return find(name, role).queryText().getText(0, -1)


def find(name, role=None, timeout=120):
    """The first showing control of that accessible name in any program called joinery. Without patience None where there is none."""
    end = time.time() + timeout
    while True:
        found = _find_now(name, role)
        if found or timeout == 0:
            return found
        if time.time() > end:
            break
        time.sleep(0.2)
    _print_controls()
    picture("not_found")
    sys.exit(f"no control is called {name!r}")


def find_in(node, name, description):
    """A control below that one by its name, and by how its description begins; None where there is none."""
    for child in node:
        if child.name == name and child.description.startswith(description):
            return child
        found = find_in(child, name, description)
        if found:
            return found
    return None


def _find_now(name, role):
    import pyatspi
    for application in _programs():
        # The library would go on answering with what it saw first.
        application.set_cache_mask(0)
        application.clear_cache()
        found = _search(application, name, role, pyatspi)
        if found:
            return found
    return None


def _programs():
    import pyatspi
    pyatspi.Atspi.set_timeout(PATIENCE, PATIENCE)
    return [each for each in pyatspi.Registry.getDesktop(0) if each and each.name.lower().startswith("joinery")]


def _xdotool(*arguments):
    """What it prints; None if it fails."""
    done = subprocess.run(["xdotool", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def _print_controls():
    """What the window shows, and where the pointer is: why a control was not found."""
    import pyatspi

    def walk(node, depth):
        if not node.getState().contains(pyatspi.STATE_SHOWING):
            return
        component = node.queryComponent() if "Component" in pyatspi.listInterfaces(node) else None
        place = component.getExtents(pyatspi.DESKTOP_COORDS) if component else None
        print(f"{'  ' * depth}{node.getRoleName()} {node.name!r} {place and (place.x, place.y, place.width, place.height)}")
        for index in range(min(node.childCount, 100)):
            walk(node.getChildAtIndex(index), depth + 1)

    print("focus:", [found.name for found in map(_focused, _programs()) if found])
    print("pointer:", _xdotool("getmouselocation"), "active window:", _xdotool("getactivewindow"))
    for application in _programs():
        for window in application:
            walk(window, 0)


def _focused(node):
    import pyatspi
    if node.getState().contains(pyatspi.STATE_FOCUSED):
        return node
    for index in range(min(node.childCount, 100)):
        found = _focused(node.getChildAtIndex(index))
        if found:
            return found
    return None


def _search(node, name, role, pyatspi):
    try:
        showing = node.getState().contains(pyatspi.STATE_SHOWING)
        if node.name == name and showing and (role is None or node.getRoleName() == role):
            return node
        if node.getState().contains(pyatspi.STATE_MANAGES_DESCENDANTS) and node.childCount > 5000:
            return None
        children = min(node.childCount, 3000)
    except Exception:  # a control that goes while it is looked at
        return None
    for index in range(children):
        try:
            child = node.getChildAtIndex(index)
        except Exception:  # the same; those after it may still be there
            continue
        found = child and _search(child, name, role, pyatspi)
        if found:
            return found
    return None


def centre(node, timeout=120):
    """Where it is once it stays there: a window may still be on its way to its place."""
    import pyatspi
    before = None
    end = time.time() + timeout
    while time.time() < end:
        box = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        now = box.x + box.width // 2, box.y + box.height // 2
        if now == before:
            return now
        before = now
        time.sleep(0.5)
    sys.exit(f"{node.name!r} does not stay in its place")


def is_enabled(node):
    import pyatspi
    return node.getState().contains(pyatspi.STATE_ENABLED)


def click(node):
    x, y = centre(node)
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)


def focus(node):
    """Gives it the keyboard, as assistive technology does."""
    node.queryComponent().grabFocus()


def go_to_pane(name, role=None):
    """By F6 until what is called so has the keyboard. Qt 6.4 gives it to no table and no tree that assistive technology asks it for."""
    for _ in range(10):
        for _ in range(5):
            if has_focus(find(name, role)):
                return
            time.sleep(0.1)
        press("F6")
    sys.exit(f"F6 does not come to {name!r}")


def go_to_cell(row, column):
    """Of the rows on show, both from 0."""
    go_to_pane("Rows")
    press("ctrl+Home", "Home", *["Down"] * row, *["Right"] * column)


def write_cell(row, column, name, text):
    """Over what stands in that cell of the column of that name."""
    go_to_cell(row, column)
    press("F2")
    find(f"Edit {name}")
    press("ctrl+a")
    type_text(text)
    press("Return")
    wait_until_gone(f"Edit {name}")


_heard = []


def listen():
    """From now on, to what gets the keyboard. Lines of lists and menus that pop up are told of in no other way: Qt leaves those windows out of
    what can be looked through."""
    import pyatspi

    def hear(event):
        # Its window may be gone before one can ask.
        with contextlib.suppress(Exception):
            if event.detail1:
                _heard.append(event.source.name)

    pyatspi.Registry.registerEventListener(hear, "object:state-changed:focused")


def hears(name):
    """Waits until something of that name has been told to get the keyboard; what was told up to then is over."""
    from gi.repository import GLib

    def has_heard():
        while GLib.MainContext.default().iteration(False):
            pass
        return name in _heard

    wait_for(has_heard, f"{name!r} heard")
    _heard.clear()


def says(text):
    """Waits for a message of the window."""
    wait_for(lambda: is_shown("Messages") and text in find("Messages").description, f"{text!r} among the messages")


def type_text(text):
    subprocess.run(["xdotool", "type", "--delay", "30", text], check=True)


def press(*keys):
    subprocess.run(["xdotool", "key", "--delay", "30", *keys], check=True)


def wait_for(condition, what, timeout=120):
    end = time.time() + timeout
    while time.time() < end:
        if condition():
            return
        time.sleep(0.2)
    picture("not_seen")
    sys.exit(f"{what}: not within {timeout} s")
