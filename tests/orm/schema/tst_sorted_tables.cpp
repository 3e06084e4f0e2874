// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/schema/metadata.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::schema;

class SortedTablesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void putsParentsFirstAndTiesByName();
  void namesTheTablesOfACycle();
  void keepsTheOrderAroundACycle();
  void passesOverATableThatRefersToItself();
  void passesOverTablesThatAreNotThere();
  void takesAChainOfManyTables();
};

namespace {

using References = std::map<std::string, std::vector<std::string>>;

MetaData metadataOf(const References& references) {
  MetaData metadata;
  metadata.defaultSchema = "main";
  for (const auto& [name, parents] : references) {
    Table table;
    table.name = QualifiedName(name);
    for (const std::string& parent : parents) {
      ForeignKey key;
      key.referredTable = QualifiedName(parent);
      table.foreignKeys.push_back(key);
    }
    metadata.add(std::move(table));
  }
  return metadata;
}

QString names(const std::vector<std::shared_ptr<const Table>>& tables) {
  QStringList list;
  for (const auto& table : tables) list << QString::fromStdString(table->name.name);
  return list.join(QLatin1Char(' '));
}

}  // namespace

void SortedTablesTest::putsParentsFirstAndTiesByName() {  // O6
  const SortedTables sorted = sortedTables(metadataOf({{"Album", {"Artist"}},
                                                       {"Artist", {}},
                                                       {"Genre", {}},
                                                       {"Able", {"Track"}},
                                                       {"Track", {"Album", "Genre", "Genre"}}}));
  QCOMPARE(names(sorted.tables), QStringLiteral("Artist Album Genre Track Able"));
  QVERIFY(sorted.cyclic.empty());
}

void SortedTablesTest::namesTheTablesOfACycle() {  // Q2
  const SortedTables sorted = sortedTables(
      metadataOf({{"d", {"c"}}, {"c", {"b"}}, {"b", {"c", "a"}}, {"a", {}}, {"y", {"x"}}, {"x", {"z"}}, {"z", {"y"}}}));
  QCOMPARE(names(sorted.tables), QStringLiteral("a b c d x y z"));
  QCOMPARE(names(sorted.cyclic), QStringLiteral("b c x y z"));
  QVERIFY(sorted.shareCycle(*sorted.cyclic[0], *sorted.cyclic[1]));
  QVERIFY(sorted.shareCycle(*sorted.cyclic[2], *sorted.cyclic[4]));
  QVERIFY(!sorted.shareCycle(*sorted.cyclic[1], *sorted.cyclic[2]));
}

void SortedTablesTest::keepsTheOrderAroundACycle() {
  const SortedTables sorted = sortedTables(metadataOf({{"a", {"m"}}, {"m", {"n"}}, {"n", {"m", "z"}}, {"z", {}}}));
  QVERIFY(names(sorted.tables).indexOf(QLatin1Char('z')) < names(sorted.tables).indexOf(QLatin1Char('n')));
  QVERIFY(names(sorted.tables).indexOf(QLatin1Char('m')) < names(sorted.tables).indexOf(QLatin1Char('a')));
  QCOMPARE(sorted.tables.size(), std::size_t{4});
}

void SortedTablesTest::passesOverATableThatRefersToItself() {
  const SortedTables sorted = sortedTables(metadataOf({{"Employee", {"Employee"}}, {"Customer", {"Employee"}}}));
  QCOMPARE(names(sorted.tables), QStringLiteral("Employee Customer"));
  QVERIFY(sorted.cyclic.empty());
}

void SortedTablesTest::passesOverTablesThatAreNotThere() {
  QCOMPARE(names(sortedTables(metadataOf({{"a", {"gone"}}})).tables), QStringLiteral("a"));
}

void SortedTablesTest::takesAChainOfManyTables() {
  References references;
  for (int i = 100'000; i < 120'000; ++i) references["t" + std::to_string(i)] = {"t" + std::to_string(i + 1)};
  const SortedTables sorted = sortedTables(metadataOf(references));
  QCOMPARE(sorted.tables.size(), std::size_t{20'000});
  QCOMPARE(sorted.tables.front()->name.name, std::string("t119999"));
}

JOINERY_TEST(SortedTablesTest)
#include "tst_sorted_tables.moc"
