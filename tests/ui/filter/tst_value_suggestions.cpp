// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/filtered_database.h"
#include "ui/filter/value_suggestions.h"

using namespace joinery;
using namespace joinery::test;

/// What a column holds, offered as one types.
class TstValueSuggestions : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void findsValuesThatBeginSoWithTheirCounts_data();
  void findsValuesThatBeginSoWithTheirCounts();
  void answersOnlyWhatWasAskedLast();
  void stopsWhatNeverEnds_data() { addBackends(); }
  void stopsWhatNeverEnds();
  void hasNoneForWhatNobodyTypes();
  void looksAtSoManyRowsOnly();

 private:
  static QString shown(const ui::ValueSuggestions& suggestions) {
    QStringList lines;
    for (int row = 0; row < suggestions.rowCount(); ++row) lines << suggestions.index(row, 0).data().toString() + s(": ") + suggestions.index(row, 1).data().toString();
    return lines.join(s(" | "));
  }
};

void TstValueSuggestions::findsValuesThatBeginSoWithTheirCounts_data() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QString>("attribute");
  QTest::addColumn<QString>("prefix");
  QTest::addColumn<QString>("expected");
  for (const auto& [backend, name] : {std::pair(Backend::Sqlite, "SQLite"), std::pair(Backend::Postgresql, "PostgreSQL")}) {
    if (backend == Backend::Postgresql && qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) continue;
    const auto add = [&, at = backend, engine = name](const char* what, const char* attribute, const char* prefix, const char* expected) {
      QTest::addRow("%s %s", engine, what) << static_cast<int>(at) << s(attribute) << s(prefix) << s(expected);
    };
    add("any letter case", "title", "rAi", "Rain: 2 | rainbow: 1");
    add("most frequent first", "year", "", "1990: 3 | 1: 1 | 20: 1 | 1991: 1 | 2001: 1");
    add("numbers by their digits", "year", "199", "1990: 3 | 1991: 1");
    add("days", "day", "2020", "2020-01-31: 1 | 2020-02-01: 1");
    add("no pattern", "title", "100%", "100%: 1");
    add("no pattern either", "title", "R_", "R_in: 1");
    add("none", "title", "Zebra", "");
  }
}

void TstValueSuggestions::findsValuesThatBeginSoWithTheirCounts() {
  QFETCH(int, backend);
  QFETCH(QString, attribute);
  QFETCH(QString, prefix);
  QFETCH(QString, expected);
  FilteredDatabase open(static_cast<Backend>(backend));
  ui::ValueSuggestions suggestions(open.database());
  QAbstractItemModelTester tester(&suggestions, QAbstractItemModelTester::FailureReportingMode::QtTest);
  QSignalSpy found(&suggestions, &ui::ValueSuggestions::found);
  suggestions.ask("work", attribute.toStdString(), prefix);
  QVERIFY(suggestions.isBusy());
  QVERIFY(found.wait(kPatience));
  QVERIFY(!suggestions.isBusy());
  QCOMPARE(shown(suggestions), expected);
}

void TstValueSuggestions::answersOnlyWhatWasAskedLast() {
  FilteredDatabase open(Backend::Sqlite);
  ui::ValueSuggestions suggestions(open.database());
  QAbstractItemModelTester tester(&suggestions, QAbstractItemModelTester::FailureReportingMode::QtTest);
  QSignalSpy found(&suggestions, &ui::ValueSuggestions::found);
  suggestions.ask("endless", "i", {});
  // The first one runs by now, and would for ever.
  QTRY_VERIFY_WITH_TIMEOUT(!open.database()->engine()->jobs()->jobs().empty(), kPatience);
  suggestions.ask("work", "title", s("s"));
  QVERIFY(found.wait(kPatience));
  QCOMPARE(shown(suggestions), s("Sun: 1"));
  QCOMPARE(found.count(), 1);
}

void TstValueSuggestions::stopsWhatNeverEnds() {
  QFETCH(int, backend);
  FilteredDatabase open(static_cast<Backend>(backend));
  ui::ValueSuggestions suggestions(open.database());
  QSignalSpy found(&suggestions, &ui::ValueSuggestions::found);
  suggestions.ask("endless", "i", {});
  QTRY_VERIFY_WITH_TIMEOUT(!open.database()->engine()->jobs()->jobs().empty(), kPatience);
  suggestions.stop();
  QVERIFY(!suggestions.isBusy());
  QTRY_VERIFY_WITH_TIMEOUT(open.database()->engine()->jobs()->jobs().empty(), kPatience);
  QCOMPARE(found.count(), 0);
}

void TstValueSuggestions::hasNoneForWhatNobodyTypes() {
  Attribute attribute;
  for (const auto kind : {TypeKind::Json, TypeKind::Blob, TypeKind::Xml, TypeKind::Boolean}) {
    attribute.column.type = ValueType::of(kind);
    QVERIFY(!ui::ColumnValueQuery::isOf(attribute));
  }
}

void TstValueSuggestions::looksAtSoManyRowsOnly() {
  FilteredDatabase open(Backend::Sqlite);
  open.run("CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT i, 'x' AS same FROM n");
  QSignalSpy opened(open.database(), &ui::Database::opened);
  open.database()->open();
  QVERIFY(opened.wait(kPatience));
  ui::ValueSuggestions suggestions(open.database());
  QSignalSpy found(&suggestions, &ui::ValueSuggestions::found);
  suggestions.ask("many", "same", {});
  QVERIFY(found.wait(kPatience));
  QCOMPARE(shown(suggestions), s("x: ≥ ") + QLocale().toString(50'000));
}

JOINERY_TEST(TstValueSuggestions)
#include "tst_value_suggestions.moc"
