# SPDX-License-Identifier: GPL-3.0-or-later
"""Commits to a PostgreSQL server whose answer is lost: unknown is said, nothing is sent again by itself, and once the server can be asked what came of it
is said; then a commit that the server refuses: by accessible names and keys alone, without a mouse. JOINERY_TEST_POSTGRES names the server."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.parse

from window import Display, Program, find, is_enabled, picture, press, says, wait_for, write_cell

if "JOINERY_TEST_POSTGRES" not in os.environ or not shutil.which("psql"):
    print("SKIPPED: JOINERY_TEST_POSTGRES names no server, or psql is missing")
    sys.exit(77)

DATABASE = "joinery_gui_outcomes"


class Relay:
    """Carries bytes between the program and the server. Told to, it loses the answer to the next COMMIT of an UPDATE, and is away from then on."""

    def __init__(self, server):
        self.server = server
        self.loses_commit = self.is_away = False
        self.turned_away = 0
        self.pairs = []
        self.writing = set()
        self.committing = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            if self.is_away:
                client.close()
                self.turned_away += 1
                continue
            pair = (client, self._connect())
            self.pairs.append(pair)
            for one, other in (pair, pair[::-1]):
                threading.Thread(target=self._carry, args=(one, other, one is client), daemon=True).start()

    def _connect(self):
        if self.server[0].startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(f"{self.server[0]}/.s.PGSQL.{self.server[1]}")
            return connection
        return socket.create_connection(self.server)

    def _carry(self, one, other, is_from_client):
        closing = [(one, other)]
        try:
            while data := one.recv(65536):
                if is_from_client:
                    self._note(data, other)
                elif self.is_away:
                    if one is self.committing and b"COMMIT\0" in data:  # The server has done it, and nobody will hear of it.
                        closing = list(self.pairs)
                        break
                    continue
                other.sendall(data)
        except OSError:
            pass
        for pair in closing:
            for each in pair:
                with_shutdown(each)

    def _note(self, data, server):
        if b"UPDATE" in data:
            self.writing.add(server)
        if self.loses_commit and server in self.writing and b"COMMIT\0" in data:
            self.committing, self.loses_commit, self.is_away = server, False, True


def with_shutdown(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def server_of(url):
    """Host or folder of sockets, and port."""
    parts = urllib.parse.urlsplit(url)
    host = urllib.parse.parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])[0]
    return urllib.parse.unquote(host), parts.port or int(urllib.parse.parse_qs(parts.query).get("port", ["5432"])[0])


def psql(sql, database="postgres"):
    parts = urllib.parse.urlsplit(os.environ["JOINERY_TEST_POSTGRES"])
    url = urllib.parse.urlunsplit(parts._replace(path="/" + database))
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url, "-c", sql], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def write_name(text):
    write_cell(0, 1, "name", text)
    wait_for(lambda: is_enabled(find("Commit", "push button")), "the change among the pending ones")


def name():
    return psql("SELECT name FROM artist WHERE id = 1", DATABASE)


url = os.environ["JOINERY_TEST_POSTGRES"]
psql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
psql(f"CREATE DATABASE {DATABASE}")
try:
    psql("CREATE TABLE artist(id integer PRIMARY KEY, name text NOT NULL); INSERT INTO artist VALUES (1, 'AC/DC');"
         "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.name = 'Refused' THEN RAISE EXCEPTION 'not this name'; END IF; RETURN NEW; END $$;"
         "CREATE TRIGGER no BEFORE UPDATE ON artist FOR EACH ROW EXECUTE FUNCTION no()", DATABASE)
    relay = Relay(server_of(url))
    parts = urllib.parse.urlsplit(url)
    user = parts.netloc.rpartition("@")[0] or urllib.parse.parse_qs(parts.query).get("user", ["postgres"])[0]
    through = f"postgresql://{user}@127.0.0.1:{relay.port}/{DATABASE}?sslmode=disable"
    with tempfile.TemporaryDirectory() as home, Display():
        program = Program(sys.argv[1], through, "--table", "artist", home=home)
        try:
            find("AC/DC")
            write_name("Answered never")
            relay.loses_commit = True
            press("ctrl+s")
            says("Unknown: it could not be found out whether the commit went through")
            picture("unknown")
            assert name() == "Answered never"
            # Nothing is sent again; asked while the server is away it is still unknown.
            before = relay.turned_away
            press("alt+k")
            wait_for(lambda: relay.turned_away > before, "the question at the server that is away")
            says("Unknown")
            relay.is_away = False
            press("alt+k")
            says("Committed")
            picture("known")
            assert not is_enabled(find("Commit", "push button")), "what was committed is pending still"
            print("unknown, asked again, committed")

            write_name("Refused")
            press("ctrl+s")
            says("Not committed, nothing was changed; the changes are kept: ")
            assert "not this name" in find("Messages").description, find("Messages").description
            picture("refused_by_the_server")
            press("F8")
            find("name", "table cell")
            assert name() == "Answered never" and is_enabled(find("Commit", "push button"))
            print("refused, kept")
        finally:
            program.stop()
finally:
    psql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
