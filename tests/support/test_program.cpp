// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"

#ifdef JOINERY_TEST_WIDGETS
#include <QApplication>
#else
#include <QCoreApplication>
#endif
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

namespace joinery::test {

namespace {

/// Made at the first call: registrations run before main, in no certain order.
std::map<std::string, RunTest, std::less<>>& registeredTests() {
  static std::map<std::string, RunTest, std::less<>> tests;
  return tests;
}

std::string_view baseName(std::string_view path) {
  path.remove_prefix(path.find_last_of('/') + 1);
  return path.substr(0, path.find('.'));
}

int runNamedTest(int argc, char** argv) {
  const auto& tests = registeredTests();
  const auto found = argc > 1 ? tests.find(std::string_view(argv[1])) : tests.end();
  if (found == tests.end()) {
    std::fprintf(stderr, "Usage: %s TEST [ARGUMENT]..., where TEST is one of:\n", argv[0]);
    for (const auto& [name, run] : tests) std::fprintf(stderr, "  %s\n", name.c_str());
    return 2;
  }
  argv[1] = argv[0];
  return found->second(argc - 1, argv + 1);
}

}  // namespace

Registration::Registration(const char* source, RunTest run) { registeredTests().emplace(baseName(source), run); }

}  // namespace joinery::test

int main(int argc, char** argv) {
#ifdef JOINERY_TEST_WIDGETS
  const QApplication application(argc, argv);
#else
  const QCoreApplication application(argc, argv);
#endif
  return joinery::test::runNamedTest(argc, argv);
}
