// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <thread>

#include "orm/core/cancel_token.h"
#include "orm/core/db_error.h"
#include "orm/core/qualified_name.h"
#include "orm/core/result.h"
#include "tests/support/test_program.h"

using namespace joinery;

class TestDbError : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void namesEachKindAsOtherToolsDo_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](ErrorKind kind, const char* name) { QTest::addRow("%d", static_cast<int>(kind)) << static_cast<int>(kind) << QByteArray(name); };
    for (const auto kind : {ErrorKind::CannotConnect, ErrorKind::Authentication, ErrorKind::CannotOpen, ErrorKind::ConnectionLost,
                            ErrorKind::Busy, ErrorKind::ReadOnly, ErrorKind::Operational, ErrorKind::Serialization})
      row(kind, "OperationalError");
    row(ErrorKind::Timeout, "TimeoutError");
    row(ErrorKind::Programming, "ProgrammingError");
    row(ErrorKind::Data, "DataError");
    row(ErrorKind::Integrity, "IntegrityError");
    row(ErrorKind::NotSupported, "NotSupportedError");
    row(ErrorKind::Argument, "ArgumentError");
    row(ErrorKind::InvalidRequest, "InvalidRequestError");
    row(ErrorKind::NoResult, "NoResultFound");
    row(ErrorKind::MultipleResults, "MultipleResultsFound");
    row(ErrorKind::StaleData, "StaleDataError");
    row(ErrorKind::CircularDependency, "CircularDependencyError");
  }
  void namesEachKindAsOtherToolsDo() {
    QFETCH(int, kind);
    QFETCH(QByteArray, name);
    QCOMPARE(QByteArray(errorKindName(static_cast<ErrorKind>(kind))), name);
  }

  void keepsWhatWasKnownWhenCopied() {
    DbError error(ErrorKind::Integrity, "no");
    error.sqlState = "23505";
    error.position = 7;
    const DbError copy = error;
    QCOMPARE(copy.message(), std::string("no"));
    QCOMPARE(copy.sqlState, std::string("23505"));
    QCOMPARE(copy.position.value_or(0), 7);
    QVERIFY(QByteArray(copy.location().file_name()).endsWith("tst_db_error.cpp"));
  }

  void resultHoldsEitherTheValueOrTheError() {
    const Result<std::string> good(std::string("x"));
    QVERIFY(good.hasValue());
    QCOMPARE(*good, std::string("x"));
    QCOMPARE(good->size(), std::size_t(1));
    const Result<std::string> bad(DbError(ErrorKind::Data, "no"));
    QVERIFY(!bad);
    QCOMPARE(bad.error().kind(), ErrorKind::Data);
  }

  void resultGivesAwayWhatCannotBeCopied() {
    Result<std::unique_ptr<int>> result(std::make_unique<int>(4));
    const std::unique_ptr<int> taken = std::move(result).value();
    QCOMPARE(*taken, 4);
  }

  void cancelReachesEveryCopyOnEveryThread() {
    const CancelToken token;
    const CancelToken copy = token;
    token.throwIfCancelled();
    std::thread([copy] { copy.cancel(); }).join();
    QVERIFY(token.isCancelled());
    try {
      token.throwIfCancelled();
      QFAIL("went on");
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::Cancelled);
    }
    QVERIFY(!CancelToken().isCancelled());
  }

  void qualifiedNamesAreComparedWithTheirSchema() {
    QCOMPARE(QualifiedName("public", "t").toString(), std::string("public.t"));
    QCOMPARE(QualifiedName("t").toString(), std::string("t"));
    QVERIFY(QualifiedName("a", "t") != QualifiedName("t"));
    QVERIFY(QualifiedName("a", "z") < QualifiedName("b", "a"));
    QVERIFY(QualifiedName().isEmpty());
  }
};

JOINERY_TEST(TestDbError)
#include "tst_db_error.moc"
