// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <sstream>

#include "orm/core/secret.h"
#include "tests/support/test_program.h"

using namespace joinery;

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <typename T>
concept Debuggable = requires(QDebug out, const T& value) { out << value; };
template <typename T>
concept Comparable = requires(const T& value) { value == value; };

class TestSecret : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cannotBePrintedNorCompared() {
    QVERIFY(!Printable<Secret>);
    QVERIFY(!Debuggable<Secret>);
    QVERIFY(!Comparable<Secret>);
    QVERIFY(!(std::is_convertible_v<Secret, std::string>));
  }

  void givesItsTextOnlyWhenRevealed() {
    QVERIFY(Secret().isEmpty());
    QCOMPARE(Secret("tiger").reveal(), std::string("tiger"));
  }

  void leavesNothingBehindWhenMoved() {
    for (const std::size_t length : {5, 500}) {
      Secret from(std::string(length, 's'));
      const char* bytes = from.reveal().data();
      Secret to = std::move(from);
      QVERIFY(from.isEmpty());
      QCOMPARE(bytes[0], '\0');
      QCOMPARE(to.reveal().size(), length);
      Secret third;
      third = std::move(to);
      QVERIFY(to.isEmpty());
      QCOMPARE(third.reveal(), std::string(length, 's'));
    }
  }

  void wipesTheOldTextWhenAssigned() {
    Secret secret(std::string(500, 's'));
    const char* bytes = secret.reveal().data();
    const Secret other("x");
    secret = other;
    QCOMPARE(bytes[499], '\0');
    QCOMPARE(secret.reveal(), std::string("x"));
    const Secret& same = secret;
    secret = same;
    QCOMPARE(secret.reveal(), std::string("x"));
  }
};

JOINERY_TEST(TestSecret)
#include "tst_secret.moc"
