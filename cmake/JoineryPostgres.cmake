# SPDX-License-Identifier: GPL-3.0-or-later
# joinery_postgres_test(<name> ...)
#   A joinery_test that finds the URL of a PostgreSQL server of its own in JOINERY_TEST_POSTGRES. One server is started
#   for all of them in a run; the variable is empty where none is installed, and the test skips itself.
set(joinery_postgres_server "${CMAKE_SOURCE_DIR}/tests/support/postgres_server.sh")
set(joinery_postgres_state "${CMAKE_BINARY_DIR}/postgres")

add_test(NAME postgres_start COMMAND "${joinery_postgres_server}" start "${joinery_postgres_state}")
add_test(NAME postgres_stop COMMAND "${joinery_postgres_server}" stop "${joinery_postgres_state}")
set_tests_properties(postgres_start PROPERTIES FIXTURES_SETUP postgres TIMEOUT 120
                     ENVIRONMENT "JOINERY_TEST_DATA=${CMAKE_SOURCE_DIR}/../shared/data")
set_tests_properties(postgres_stop PROPERTIES FIXTURES_CLEANUP postgres TIMEOUT 60)

function(joinery_postgres_test name)
  joinery_test(${name} ${ARGN} LAUNCHER "${joinery_postgres_server}" run "${joinery_postgres_state}")
  if(TEST ${name})
    set_property(TEST ${name} PROPERTY FIXTURES_REQUIRED postgres)
    set_property(TEST ${name} APPEND PROPERTY LABELS postgresql)
  endif()
endfunction()
