// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemView>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/filtered_database.h"
#include "ui/filter/json_path_completer.h"
#include "ui/filter/json_paths.h"

using namespace joinery;
using namespace joinery::test;

/// The paths that a JSON column has, offered in the filter builder.
class TstJsonPaths : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gathersPathsThatFiltersCanWrite();
  void readsWhatIsNotTooDeepOrTooMuch();
  void offersThePathsOfTheFirstRows_data() { addBackends(); }
  void offersThePathsOfTheFirstRows();
};

void TstJsonPaths::gathersPathsThatFiltersCanWrite() {
  ui::JsonPaths paths;
  for (const char* document : {R"({"a": 1, "b": {"c": {"d": null}}})", R"({"b": {"c": 2, "with.dot": {"e": 1}}, "": 1})", "[1, {\"f\": 1}]", "12", "{broken", "\"text\"", R"({"b": 1})"}) paths.add(document);
  QCOMPARE(paths.paths(), (std::vector<std::string>{"b", "b.c", "a", "b.c.d"}));
}

void TstJsonPaths::readsWhatIsNotTooDeepOrTooMuch() {
  std::string deep, many = "{\"k\": 1";
  for (int i = 0; i < 10'000; ++i) deep += "{\"a\":";
  deep += "1" + std::string(10'000, '}');
  for (int i = 0; i < 2'000; ++i) many += ", \"k" + std::to_string(i) + "\": 1";
  ui::JsonPaths paths;
  paths.add(deep);
  QCOMPARE(paths.paths().size(), static_cast<std::size_t>(ui::JsonPaths::kMostDepth));
  paths.add(many + "}");
  QCOMPARE(paths.paths().size(), ui::JsonPaths::kMostPaths);
}

void TstJsonPaths::offersThePathsOfTheFirstRows() {
  QFETCH(int, backend);
  FilteredDatabase open(static_cast<Backend>(backend));
  QLineEdit line;
  ui::JsonPathCompleter completer(open.database(), &line);
  completer.setColumn("note", "data");
  QSignalSpy found(&completer, &ui::JsonPathCompleter::found);
  line.show();
  QVERIFY(QTest::qWaitForWindowActive(&line));
  line.setFocus();
  QVERIFY(!found.isEmpty() || found.wait(kPatience));
  QCOMPARE(completer.paths(), (QStringList{s("kind"), s("at"), s("at.city")}));
  QTest::keyClick(&line, Qt::Key_Down);
  QVERIFY(completer.popup()->isVisible());
  QCOMPARE(completer.popup()->accessibleName(), s("JSON paths"));
  // Another column has others.
  completer.setColumn("work", "title");
  QVERIFY(completer.paths().isEmpty());
}

JOINERY_TEST(TstJsonPaths)
#include "tst_json_paths.moc"
