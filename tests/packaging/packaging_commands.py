#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/run, packaging/test and .ci/run, among stand-ins for apt, CMake and CTest that write down how they were called.

packaging_commands.py TOP [unittest options]
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

RECORD = '#!/bin/sh\necho "$(basename "$0") $*" >>"$RECORD"\n'
# "Builds" a program that says what it was called with.
CMAKE = RECORD + '''case "$*" in *--build*)
mkdir -p build/release/bin build/release/share
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@"\\n' >build/release/bin/joinery
chmod +x build/release/bin/joinery
[ -e build/release/share/sample.db ] || echo rows >build/release/share/sample.db
esac
'''
CTEST = RECORD + 'echo "100% tests passed, 0 tests failed out of 1"\n'
TOOLS = ("awk basename bash cat chmod cp dirname env grep id mkdir mktemp mv nproc rm sed sh".split())


class PackagingCommands(unittest.TestCase):
    source = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.top = self.folder / "a path with spaces" / "joinery"
        shutil.copytree(pathlib.Path(self.source, "packaging"), self.top / "packaging")
        shutil.copytree(pathlib.Path(self.source, ".ci"), self.top / ".ci")
        self.tools = self.folder / "tools"
        self.tools.mkdir()
        for tool in TOOLS:
            (self.tools / tool).symlink_to(shutil.which(tool))
        self.stand_in("cmake", CMAKE)
        self.stand_in("ctest", CTEST)
        self.record = self.folder / "record"

    def stand_in(self, name, script):
        path = self.tools / name
        path.unlink(missing_ok=True)
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)

    def run_command(self, name, *words, **environment):
        environment = {"PATH": str(self.tools), "RECORD": str(self.record), "JOINERY_DEPENDENCIES": "present",
                       "HOME": str(self.folder), **environment}
        return subprocess.run([str(self.top / name), *words], cwd="/", env=environment, capture_output=True, text=True)

    def recorded(self):
        return self.record.read_text(encoding="utf-8").splitlines() if self.record.exists() else []

    def wanted(self):
        lines = (self.top / "packaging/dependencies").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]

    def with_apt(self, installed, apt=RECORD):
        lines = "".join(f"ii  {package}\\n" for package in installed)
        self.stand_in("dpkg-query", f"#!/bin/sh\nprintf '{lines}'\n")
        self.stand_in("apt-get", apt)

    def as_ordinary_user(self):
        self.stand_in("id", "#!/bin/sh\necho 1000\n")

    def test_dependencies_are_one_package_a_line(self):
        self.assertGreater(len(self.wanted()), 20)
        for line in self.wanted():
            self.assertRegex(line, r"\A[a-z0-9][a-z0-9+.-]+\Z")
        self.assertEqual(len(self.wanted()), len(set(self.wanted())))

    def test_nothing_is_said_or_done_when_nothing_is_missing(self):
        self.with_apt(self.wanted())
        done = self.run_command("packaging/install-dependencies", JOINERY_DEPENDENCIES="")
        self.assertEqual((done.returncode, done.stdout, done.stderr, self.recorded()), (0, "", "", []))

    def test_only_what_is_missing_is_installed(self):
        self.with_apt([p for p in self.wanted() if p not in ("g++", "xvfb")])
        self.stand_in("sudo", '#!/bin/sh\nexec "$@"\n')
        done = self.run_command("packaging/install-dependencies", JOINERY_DEPENDENCIES="")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(self.recorded()[-1].endswith(" install --yes --no-install-recommends g++ xvfb"), self.recorded())

    def test_what_apt_says_is_shown_when_it_fails(self):
        self.with_apt(self.wanted()[1:], apt='#!/bin/sh\necho "E: no such thing"\nexit 100\n')
        self.stand_in("sudo", '#!/bin/sh\nexec "$@"\n')
        done = self.run_command("packaging/install-dependencies", JOINERY_DEPENDENCIES="")
        self.assertEqual(done.returncode, 1)
        self.assertIn("E: no such thing", done.stderr)

    def test_without_sudo_the_command_for_root_is_named(self):
        self.with_apt(self.wanted()[1:])
        self.as_ordinary_user()
        done = self.run_command("packaging/install-dependencies", JOINERY_DEPENDENCIES="")
        self.assertEqual((done.returncode, self.recorded()), (1, []))
        self.assertIn("apt-get install --no-install-recommends " + self.wanted()[0], done.stderr)

    def test_without_apt_the_needs_are_listed(self):
        done = self.run_command("packaging/install-dependencies", JOINERY_DEPENDENCIES="")
        self.assertEqual(done.returncode, 1)
        for package in self.wanted():
            self.assertIn(f"    {package}\n", done.stderr)

    def test_the_window_opens_on_a_copy_of_the_sample(self):
        done = self.run_command("packaging/run", "--table", "works", DISPLAY=":1")
        sample = self.top / "build/release/run/sample.db"
        self.assertEqual(done.stdout.splitlines(), [str(sample), "--table", "works"], done.stderr)
        self.assertEqual(sample.read_text(encoding="utf-8"), "rows\n")
        self.assertIn("cmake --build --preset release --target joinery joinery_sample", self.recorded())

    def test_edits_to_the_copy_stay_until_the_sample_changes(self):
        self.run_command("packaging/run", DISPLAY=":1")
        copy, built = self.top / "build/release/run/sample.db", self.top / "build/release/share/sample.db"
        copy.write_text("edited\n", encoding="utf-8")
        os.utime(copy, (built.stat().st_mtime + 5,) * 2)
        self.run_command("packaging/run", DISPLAY=":1")
        self.assertEqual(copy.read_text(encoding="utf-8"), "edited\n")
        os.utime(built, (built.stat().st_mtime + 10,) * 2)
        self.run_command("packaging/run", DISPLAY=":1")
        self.assertEqual(copy.read_text(encoding="utf-8"), "rows\n")

    def test_another_database_can_be_opened(self):
        done = self.run_command("packaging/run", "postgresql://localhost/shop", WAYLAND_DISPLAY="wayland-0")
        self.assertEqual(done.stdout.splitlines(), ["postgresql://localhost/shop"])

    def test_without_a_display_the_tour_is_drawn(self):
        done = self.run_command("packaging/run")
        release = self.top / "build/release"
        self.assertEqual(done.stdout.splitlines(),
                         ["shot", str(release / "run/sample.db"), "--tour", str(release / "tour")])
        self.assertTrue((release / "tour").is_dir())

    def test_everything_is_built_and_the_last_line_is_ctests(self):
        self.as_ordinary_user()
        for command in ("packaging/test", ".ci/run"):
            self.record.unlink(missing_ok=True)
            done = self.run_command(command, "-R", "a b")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout.splitlines()[-1], "100% tests passed, 0 tests failed out of 1")
            self.assertEqual(self.recorded(), [
                "cmake --preset test", "cmake --build --preset test",
                "ctest --preset test -j2 --output-on-failure --no-tests=error -LE faults|bench|long -R a b"])

    def test_a_failed_build_runs_no_test(self):
        self.as_ordinary_user()
        self.stand_in("cmake", RECORD + "exit 3\n")
        done = self.run_command("packaging/test")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(self.recorded(), ["cmake --preset test"])


if __name__ == "__main__":
    PackagingCommands.source = sys.argv[1]
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
