# SPDX-License-Identifier: GPL-3.0-or-later
# One PostgreSQL server is started for all the tests of a run that need one; where none is installed, its URL is empty
# and those tests skip themselves.
set(joinery_postgres_server "${CMAKE_SOURCE_DIR}/tests/support/postgres_server.sh")
set(joinery_postgres_state "${CMAKE_BINARY_DIR}/postgres")

add_test(NAME postgres_start COMMAND "${joinery_postgres_server}" start "${joinery_postgres_state}")
add_test(NAME postgres_stop COMMAND "${joinery_postgres_server}" stop "${joinery_postgres_state}")
set_tests_properties(postgres_start PROPERTIES FIXTURES_SETUP postgres TIMEOUT 120
                     ENVIRONMENT "JOINERY_TEST_DATA=${CMAKE_SOURCE_DIR}/../shared/data")
set_tests_properties(postgres_stop PROPERTIES FIXTURES_CLEANUP postgres TIMEOUT 60)

# What runs a program with the URL of the server in JOINERY_TEST_POSTGRES; the test needs the fixture postgres.
set(joinery_postgres_launcher "${joinery_postgres_server}" run "${joinery_postgres_state}")
