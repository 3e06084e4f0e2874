#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A private PostgreSQL server for the tests, on a socket of its own.
#   postgres_server.sh start STATE   starts one and writes its URL and folder into the folder STATE
#   postgres_server.sh stop STATE    stops it and removes its data
#   postgres_server.sh halt STATE    stops one that start started, at once, as a crash would; its data stays
#   postgres_server.sh resume STATE  starts that again
#   postgres_server.sh run STATE COMMAND…
#                                    runs a test with JOINERY_TEST_POSTGRES set to the URL, where there is a server
# Where JOINERY_TEST_POSTGRES is set already, that server is used and none is started. Where no server is installed,
# start says so and succeeds: the tests skip themselves.
# The user "joinery" may do everything without a password; "joinery_scram" logs in with the password "correct horse".
# The databases chinook and northwind are loaded where JOINERY_TEST_DATA names the folder with their scripts.
set -euo pipefail

action=${1:?start, stop, halt, resume or run}
state=${2:?the folder for the state}
shift 2

server_folder() {
    local folder
    for folder in "$(dirname -- "$(command -v initdb || true)")" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /usr/pgsql-*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ "$folder" != . ]; then
            printf '%s\n' "$folder"
            return
        fi
    done
    return 1
}

# The server refuses to run as root.
unprivileged=()
choose_user() {
    [ "$(id -u)" -eq 0 ] || return 0
    local user
    for user in postgres nobody; do
        if id -u "$user" >/dev/null 2>&1; then
            unprivileged=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- env HOME=/nonexistent)
            owner=$user
            return 0
        fi
    done
    echo "postgres_server.sh: there is no user postgres or nobody to run the server as" >&2
    exit 1
}

write_settings() {
    cat >>"$1/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$1'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 32MB
SETTINGS
    cat >"$1/data/pg_hba.conf" <<ACCESS
local all joinery_scram scram-sha-256
local all all trust
ACCESS
}

load_data() {
    local data=${JOINERY_TEST_DATA:-}
    local psql=(env PATH="$1:$PATH" psql -X -q -v ON_ERROR_STOP=1 -h "$2" -U joinery)
    "${psql[@]}" -d postgres -c "SET password_encryption = 'scram-sha-256'; CREATE ROLE joinery_scram LOGIN PASSWORD 'correct horse'"
    if [ -r "$data/chinook/Chinook_PostgreSql.sql" ]; then
        PGOPTIONS='-c client_min_messages=warning' "${psql[@]}" -d postgres -f "$data/chinook/Chinook_PostgreSql.sql" >/dev/null
    fi
    if [ -r "$data/northwind/northwind_postgres.sql" ]; then
        "${psql[@]}" -d postgres -c 'CREATE DATABASE northwind'
        grep -v '^SET default_with_oids' "$data/northwind/northwind_postgres.sql" |
            PGOPTIONS='-c client_min_messages=warning' "${psql[@]}" -d northwind >/dev/null
    fi
}

start() {
    stop
    mkdir -p -- "$state"
    : >"$state/url"
    if [ -n "${JOINERY_TEST_POSTGRES:-}" ]; then
        printf '%s\n' "$JOINERY_TEST_POSTGRES" >"$state/url"
        return
    fi
    local bin folder
    if ! bin=$(server_folder); then
        echo "postgres_server.sh: no PostgreSQL server is installed; its tests are skipped" >&2
        return
    fi
    choose_user
    # A socket's path has about a hundred characters at most, so it is not in the build folder.
    folder=$(mktemp -d /tmp/joinery-pg.XXXXXX)
    printf '%s\n' "$folder" >"$state/folder"
    printf '%s\n' "$bin" >"$state/bin"
    trap 'stop' ERR EXIT  # unless all goes well
    [ -z "${owner:-}" ] || chown "$owner" "$folder"
    cd -- "$folder"
    "${unprivileged[@]}" "$bin/initdb" -D "$folder/data" -U joinery -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$state/initdb.log" 2>&1 ||
        { cat "$state/initdb.log" >&2; exit 1; }
    write_settings "$folder"
    (close_other_files && exec "${unprivileged[@]}" "$bin/pg_ctl" start -w -s -D "$folder/data" -l "$folder/server.log") </dev/null >/dev/null 2>&1 ||
        { cat "$folder/server.log" >&2; exit 1; }
    load_data "$bin" "$folder"
    printf 'postgresql://joinery@/postgres?host=%s\n' "$folder" >"$state/url"
    trap - ERR EXIT
}

stop() {
    [ -s "$state/folder" ] || return 0
    local folder bin
    folder=$(cat -- "$state/folder")
    bin=$(cat -- "$state/bin")
    choose_user
    if [ -e "$folder/data/postmaster.pid" ]; then
        (cd -- "$folder" && "${unprivileged[@]}" "$bin/pg_ctl" stop -w -s -m immediate -D "$folder/data") >/dev/null 2>&1 || true
    fi
    case $folder in
        /tmp/joinery-pg.*) rm -rf -- "$folder" ;;
    esac
    rm -f -- "$state/folder" "$state/bin" "$state/url"
}

# The server outlives its caller, whose files and locks are none of its business.
close_other_files() {
    local file
    for file in /proc/self/fd/*; do
        file=${file##*/}
        [ "$file" -le 2 ] || eval "exec $file>&-"
    done 2>/dev/null
}

control() {
    local folder bin
    folder=$(cat -- "$state/folder")
    bin=$(cat -- "$state/bin")
    choose_user
    cd -- "$folder"
    close_other_files
    "${unprivileged[@]}" "$bin/pg_ctl" "$@" -w -s -D "$folder/data" </dev/null >/dev/null 2>&1
}

case $action in
    start) start ;;
    stop) stop ;;
    halt) control stop -m immediate ;;
    resume) control start -l "$(cat -- "$state/folder")/server.log" ;;
    run)
        if [ -s "$state/url" ]; then
            JOINERY_TEST_POSTGRES=$(cat -- "$state/url")
            export JOINERY_TEST_POSTGRES
        fi
        exec "$@"
        ;;
    *)
        echo "postgres_server.sh: start, stop, halt, resume or run, not \"$action\"" >&2
        exit 2
        ;;
esac
