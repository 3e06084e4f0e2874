// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTest>

namespace joinery::test {

/// Runs one test class with the arguments of Qt Test; the answer is the exit code.
using RunTest = int (*)(int argc, char** argv);

/// Makes a test known to the program under the name of its source without the ending.
/// One program holds the tests of a folder, so that a build reads Qt's headers once a folder.
class Registration {
 public:
  Registration(const char* source, RunTest run);
};

}  // namespace joinery::test

/// Stands where QTEST_MAIN would: `program tst_name [argument]...` runs the class of tst_name.cpp.
#define JOINERY_TEST(Class)                                                                    \
  static const joinery::test::Registration registered##Class(__FILE__, [](int argc, char** argv) { \
    Class test;                                                                                \
    return QTest::qExec(&test, argc, argv);                                                    \
  });
