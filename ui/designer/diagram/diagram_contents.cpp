// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_contents.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "orm/difference/revision_table_name.h"
#include "ui/designer/diagram/diagram_style.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostRows = 60;
constexpr double kNarrowest = 120, kWidest = 420;

QString translated(const char* text) { return QCoreApplication::translate("joinery::ui::DiagramContents", text); }

std::set<std::string> foreignKeyColumns(const schema::Table& table) {
  std::set<std::string> names;
  for (const auto& key : table.foreignKeys) names.insert(key.columns.begin(), key.columns.end());
  return names;
}

CardRow rowOfColumn(const schema::Table& table, const schema::Column& column, const std::set<std::string>& foreign, bool showsTypes) {
  CardRow row;
  row.name = toQString(column.name);
  if (showsTypes) row.type = toQString(column.type.declared);
  row.isKey = table.isPrimaryKeyColumn(column.name);
  row.isForeignKey = foreign.contains(column.name);
  row.isUnique = !row.isKey && table.isUnique({column.name});
  row.isNullable = column.nullable;
  return row;
}

/// Keys always, other columns as far as there is room for them.
std::vector<CardRow> rowsOf(const schema::Table& table, const Diagram& diagram) {
  if (diagram.columns == Diagram::Columns::None) return {};
  const auto foreign = foreignKeyColumns(table);
  const bool allFit = table.columns.size() <= kMostRows;
  std::vector<CardRow> rows;
  std::size_t left = 0;
  for (const auto& column : table.columns) {
    CardRow row = rowOfColumn(table, column, foreign, diagram.showsTypes);
    const bool isKey = row.isKey || row.isForeignKey;
    if (diagram.columns == Diagram::Columns::Keys && !isKey) continue;
    if (isKey || allFit || rows.size() + 1 < kMostRows) rows.push_back(std::move(row));
    else ++left;
  }
  if (left > 0) {
    CardRow rest;
    rest.name = translated("%1 more columns").arg(left);
    rest.isRest = true;
    rows.push_back(rest);
  }
  return rows;
}

QSizeF sizeOf(const DiagramCard& card) {
  const QFontMetricsF name(DiagramStyle::font(DiagramStyle::Text::Name)), type(DiagramStyle::font(DiagramStyle::Text::Type));
  double width = card.titleWidth + DiagramStyle::kMargin * 2 + DiagramStyle::kMarkWidth;
  for (const CardRow& row : card.rows) {
    const double gap = row.type.isEmpty() ? 0 : 16;
    const double mark = row.isUnique ? DiagramStyle::kMarkWidth : 0;
    width = std::max(width, name.horizontalAdvance(row.name) + gap + type.horizontalAdvance(row.type) + mark + DiagramStyle::kMargin * 2 + DiagramStyle::kMarkWidth);
  }
  width = std::ceil(std::clamp(width, kNarrowest, kWidest) / DiagramCard::kGrid) * DiagramCard::kGrid;
  return {width, static_cast<double>(DiagramCard::kHeader + DiagramCard::kRow * static_cast<int>(card.rows.size()) + DiagramCard::kFoot)};
}

DiagramCard cardOf(const schema::MetaData& metadata, const schema::Table& table, const Diagram& diagram) {
  DiagramCard card;
  card.table = diagramName(metadata, table.name);
  card.title = toQString(card.table.toString());
  card.kind = table.kind;
  card.comment = toQString(table.comment);
  card.rows = rowsOf(table, diagram);
  card.titleWidth = QFontMetricsF(DiagramStyle::font(DiagramStyle::Text::Title)).horizontalAdvance(card.title);
  card.size = sizeOf(card);
  return card;
}

/// Those that a diagram lists by name, with whether it shows them.
std::map<QualifiedName, const Diagram::Table*> listedTables(const Diagram& diagram) {
  std::map<QualifiedName, const Diagram::Table*> listed;
  for (const auto& table : diagram.tables) listed.emplace(table.name, &table);
  return listed;
}

void placeRows(DiagramLine::End& end, const DiagramCard& card, const std::vector<std::string>& columns) {
  for (const std::string& column : columns) {
    const int row = card.rowOf(column);
    if (row < 0) continue;
    end.firstRow = end.firstRow < 0 ? row : std::min(end.firstRow, row);
    end.lastRow = std::max(end.lastRow, row);
  }
}

QString listOf(const std::vector<std::string>& columns) {
  QStringList names;
  for (const auto& column : columns) names << toQString(column);
  return columns.size() == 1 ? names[0] : QLatin1Char('(') + names.join(QStringLiteral(", ")) + QLatin1Char(')');
}

QString descriptionOf(const DiagramLine& line, const schema::ForeignKey& key, const std::vector<DiagramCard>& cards) {
  const auto end = [](const DiagramLine::End& each) {
    if (each.isMany) return translated("any number");
    return each.isOptional ? translated("none or one") : translated("exactly one");
  };
  return translated("%1.%2 refers to %3.%4: %5 to %6")
      .arg(cards[static_cast<std::size_t>(line.child.card)].title, listOf(key.columns), cards[static_cast<std::size_t>(line.parent.card)].title, listOf(key.referredColumns), end(line.child), end(line.parent));
}

/// A row of the child has no parent where any of its key's columns is NULL; with MATCH FULL where all of them are.
bool mayHaveNoParent(const schema::Table& table, const schema::ForeignKey& key) {
  const auto isNullable = [&](const std::string& name) {
    const auto* column = table.column(name);
    return column && column->nullable;
  };
  return key.matchFull ? std::ranges::all_of(key.columns, isNullable) : std::ranges::any_of(key.columns, isNullable);
}

bool isOnEveryDiagram(const schema::Table& table, bool showsViews) {
  if (table.isView()) return showsViews;
  return !table.partition && !migration::isRevisionTable(table.name);
}

}  // namespace

int DiagramCard::rowOf(const std::string& column) const {
  const QString name = toQString(column);
  const auto found = std::ranges::find_if(rows, [&](const CardRow& row) { return !row.isRest && row.name == name; });
  return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
}

QualifiedName diagramName(const schema::MetaData& metadata, const QualifiedName& name) {
  return name.schema == metadata.defaultSchema ? QualifiedName(name.name) : name;
}

std::vector<DiagramCard> cardsOf(const schema::MetaData& metadata, const Diagram& diagram) {
  const auto listed = listedTables(diagram);
  std::vector<DiagramCard> cards;
  for (const auto& table : metadata.tables()) {
    const auto found = listed.find(diagramName(metadata, table->name));
    const bool isListed = found != listed.end();
    const bool isShown = isListed ? !found->second->hidden && (diagram.showsViews || !diagram.everyTable || !table->isView()) : diagram.everyTable && isOnEveryDiagram(*table, diagram.showsViews);
    if (!isShown) continue;
    DiagramCard card = cardOf(metadata, *table, diagram);
    card.isPlaced = isListed && found->second->place;
    if (card.isPlaced) card.position = QPointF(found->second->place->x, found->second->place->y);
    cards.push_back(std::move(card));
  }
  return cards;
}

std::vector<DiagramLine> linesOf(const schema::MetaData& metadata, const std::vector<DiagramCard>& cards) {
  std::map<QualifiedName, int> places;
  for (std::size_t i = 0; i < cards.size(); ++i) places.emplace(cards[i].table, static_cast<int>(i));
  std::vector<DiagramLine> lines;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto table = metadata.find(cards[i].table);
    if (!table) continue;
    for (const auto& key : table->foreignKeys) {
      const auto referred = metadata.find(key.referredTable);
      const auto parent = referred ? places.find(diagramName(metadata, referred->name)) : places.end();
      if (parent == places.end()) continue;
      DiagramLine line;
      line.child = {static_cast<int>(i), -1, -1, true, !table->isUnique(key.columns)};
      line.parent = {parent->second, -1, -1, mayHaveNoParent(*table, key), false};
      placeRows(line.child, cards[i], key.columns);
      placeRows(line.parent, cards[static_cast<std::size_t>(parent->second)], key.referredColumns);
      line.key = static_cast<int>(&key - table->foreignKeys.data());
      line.name = toQString(key.name);
      line.description = descriptionOf(line, key, cards);
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace joinery::ui
