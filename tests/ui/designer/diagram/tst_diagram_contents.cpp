// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "diagram_schema.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/diagram/diagram_contents.h"

using namespace joinery;
using namespace joinery::ui;
using namespace joinery::test;

/// Which cards and lines a diagram has of a schema.
class TstDiagramContents : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void showsTablesWithTheirColumns();
  void showsViewsWhenAsked();
  void showsChosenTablesAlone();
  void showsTheTableOfRevisionsWhereItIsChosen();
  void showsKeysAloneOrNamesAlone();
  void keepsAVeryWideTableShort();
  void tellsCardinalityFromNullabilityAndUniqueness();
  void holdsTheColumnsOfACompositeKeyTogether();
  void namesTablesOfOtherSchemasWhole();
  void standsOnTheGrid();
};

void TstDiagramContents::showsTablesWithTheirColumns() {
  const auto cards = cardsOf(music(), {.name = "d", .everyTable = true});
  QCOMPARE(cards.size(), std::size_t(4));
  QCOMPARE(cards[3].title, s("track"));
  const auto& rows = cards[3].rows;
  QCOMPARE(rows.size(), std::size_t(4));
  QVERIFY(rows[0].isKey && !rows[0].isNullable && !rows[0].isForeignKey);
  QVERIFY(rows[1].isForeignKey && rows[1].isNullable && !rows[1].isKey);
  QVERIFY(rows[3].isUnique);
  QCOMPARE(rows[3].type, s("TEXT"));
  QVERIFY(!cards[0].isPlaced);
}

void TstDiagramContents::showsViewsWhenAsked() {
  const auto cards = cardsOf(music(), {.name = "d", .everyTable = true, .showsViews = true});
  QCOMPARE(cards.size(), std::size_t(5));
  QVERIFY(cards[2].kind == schema::TableKind::View);
}

void TstDiagramContents::showsChosenTablesAlone() {
  Diagram diagram{.name = "d"};
  diagram.tables = {{.name = QualifiedName("album"), .place = Diagram::Place{40, 60}}, {.name = QualifiedName("artist"), .hidden = true}, {.name = QualifiedName("gone")}};
  auto cards = cardsOf(music(), diagram);
  QCOMPARE(cards.size(), std::size_t(1));
  QCOMPARE(cards[0].position, QPointF(40, 60));
  QVERIFY(cards[0].isPlaced);
  QVERIFY(linesOf(music(), cards).empty());
  // What was taken off stays off.
  diagram.everyTable = true;
  cards = cardsOf(music(), diagram);
  QCOMPARE(cards.size(), std::size_t(3));
}

void TstDiagramContents::showsTheTableOfRevisionsWhereItIsChosen() {
  schema::MetaData metadata = music();
  metadata.add(table("joinery_revision"));
  Diagram diagram{.name = "d", .everyTable = true};
  QCOMPARE(cardsOf(metadata, diagram).size(), cardsOf(music(), diagram).size());
  diagram.tables = {{.name = QualifiedName("joinery_revision")}};
  QCOMPARE(cardsOf(metadata, diagram).size(), cardsOf(music(), diagram).size() + 1);
}

void TstDiagramContents::showsKeysAloneOrNamesAlone() {
  Diagram diagram{.name = "d", .everyTable = true, .columns = Diagram::Columns::Keys, .showsTypes = false};
  auto cards = cardsOf(music(), diagram);
  QCOMPARE(cards[3].rows.size(), std::size_t(3));
  QVERIFY(cards[3].rows[0].type.isEmpty());
  diagram.columns = Diagram::Columns::None;
  cards = cardsOf(music(), diagram);
  QVERIFY(cards[3].rows.empty());
  QCOMPARE(linesOf(music(), cards)[0].child.firstRow, -1);
}

void TstDiagramContents::keepsAVeryWideTableShort() {
  schema::MetaData metadata;
  metadata.defaultSchema = "main";
  metadata.add(table("far"));
  auto wide = table("wide");
  for (int i = 0; i < 2'000; ++i) wide.columns.push_back(column("c" + std::to_string(i)));
  wide.columns.push_back(column("far_id"));
  wide.foreignKeys.push_back(refersTo("far", {"far_id"}));
  metadata.add(wide);
  const auto cards = cardsOf(metadata, {.name = "d", .everyTable = true});
  const auto& rows = cards[1].rows;
  QVERIFY(rows.size() <= 62);
  QVERIFY(rows.back().isRest);
  QCOMPARE(rows.back().name, s("1942 more columns"));
  QVERIFY(cards[1].rowOf("far_id") > 0);
}

void TstDiagramContents::tellsCardinalityFromNullabilityAndUniqueness() {
  schema::MetaData metadata;
  metadata.defaultSchema = "main";
  metadata.add(table("parent"));
  auto child = table("child", {column("required"), column("optional", true), column("only", true)});
  child.uniqueKeys.push_back({.name = "", .columns = {"only"}});
  child.foreignKeys = {refersTo("parent", {"required"}), refersTo("parent", {"optional"}), refersTo("parent", {"only"}), refersTo("parent", {"id"})};
  metadata.add(child);
  const auto lines = linesOf(metadata, cardsOf(metadata, {.name = "d", .everyTable = true}));
  QCOMPARE(lines.size(), std::size_t(4));
  QVERIFY(lines[0].child.isMany && lines[0].child.isOptional && !lines[0].parent.isOptional && !lines[0].parent.isMany);
  QVERIFY(lines[1].child.isMany && lines[1].parent.isOptional);
  QVERIFY(!lines[2].child.isMany && lines[2].parent.isOptional);
  // The key itself: a row at most, with exactly one parent.
  QVERIFY(!lines[3].child.isMany && !lines[3].parent.isOptional);
  QCOMPARE(lines[0].description, s("child.required refers to parent.id: any number to exactly one"));
}

void TstDiagramContents::holdsTheColumnsOfACompositeKeyTogether() {
  schema::MetaData metadata;
  metadata.defaultSchema = "main";
  auto order = table("line", {column("number")});
  order.primaryKey->columns = {"id", "number"};
  metadata.add(order);
  auto part = table("part", {column("line_id"), column("note", true), column("line_number", true)});
  part.foreignKeys.push_back(refersTo("line", {"line_id", "line_number"}, {"id", "number"}));
  metadata.add(part);
  auto lines = linesOf(metadata, cardsOf(metadata, {.name = "d", .everyTable = true}));
  QCOMPARE(lines[0].child.firstRow, 1);
  QCOMPARE(lines[0].child.lastRow, 3);
  QCOMPARE(lines[0].parent.lastRow, 1);
  // One NULL is enough for no parent, but with MATCH FULL.
  QVERIFY(lines[0].parent.isOptional);
  part.foreignKeys[0].matchFull = true;
  schema::MetaData full;
  full.defaultSchema = "main";
  full.add(order);
  full.add(part);
  QVERIFY(!linesOf(full, cardsOf(full, {.name = "d", .everyTable = true}))[0].parent.isOptional);
}

void TstDiagramContents::namesTablesOfOtherSchemasWhole() {
  schema::MetaData metadata;
  metadata.defaultSchema = "main";
  metadata.add(table("a"));
  metadata.add(table("a", {}, "other"));
  const auto cards = cardsOf(metadata, {.name = "d", .everyTable = true});
  QCOMPARE(cards[0].title, s("a"));
  QCOMPARE(cards[1].title, s("other.a"));
  QCOMPARE(cards[1].table, QualifiedName("other", "a"));
}

void TstDiagramContents::standsOnTheGrid() {
  for (const DiagramCard& card : cardsOf(music(), {.name = "d", .everyTable = true})) {
    QCOMPARE(static_cast<int>(card.size.width()) % DiagramCard::kGrid, 0);
    QCOMPARE(static_cast<int>(card.size.height()) % DiagramCard::kGrid, 0);
  }
  QCOMPARE(static_cast<int>(DiagramCard::rowCentre(3)) % DiagramCard::kGrid, 0);
}

JOINERY_TEST(TstDiagramContents)
#include "tst_diagram_contents.moc"
