// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_edits.h"

#include "orm/difference/schema_change.h"
#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"
#include "ui/designer/design/part_kind.h"
#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/free_place.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DesignEdits::DesignEdits(SchemaDesign* design, DiagramModel* diagram, QObject* parent) : QObject(parent), m_design(design), m_diagram(diagram) {}

bool DesignEdits::edit(const QString& what, const std::function<migration::Operations()>& make, const std::function<void()>& along) {
  try {
    if (const auto error = m_design->edit(what, make(), along)) throw *error;
    return true;
  } catch (const DbError& error) {
    Q_EMIT refused(tr("Could not do that: %1").arg(what), error);
    return false;
  }
}

QualifiedName DesignEdits::add(const QString& what, const migration::Operations& operations, const QPointF& wanted, bool isCentre) {
  const QualifiedName name = std::get<migration::CreateTable>(operations.front()).object.name;
  return edit(what, [&] { return operations; }, [&] { placeCard(name, wanted, isCentre); }) ? name : QualifiedName();
}

void DesignEdits::placeCard(const QualifiedName& table, const QPointF& wanted, bool isCentre) {
  const int card = m_diagram->cardOf(diagramName(m_design->metadata(), table));
  if (card < 0 || m_diagram->needsLayout()) return;
  std::vector<QRectF> taken;
  for (int i = 0; i < static_cast<int>(m_diagram->cards().size()); ++i)
    if (i != card) taken.push_back(m_diagram->cards()[static_cast<std::size_t>(i)].rect());
  const QSizeF size = m_diagram->cards()[static_cast<std::size_t>(card)].size;
  const QPointF corner = isCentre ? wanted - QPointF(size.width(), size.height()) / 2 : wanted;
  m_diagram->edit(tr("Place"), withPlaces(*m_diagram, {{card, freePlace(taken, size, onGrid(corner))}}));
}

QualifiedName DesignEdits::addTable(const QPointF& place) {
  const std::string name = migration::freeTableName(m_design->metadata(), "new_table", m_design->dialect());
  return add(tr("Add a table"), migration::addTable(m_design->metadata(), name, m_design->dialect()), place, false);
}

QualifiedName DesignEdits::addView(const QPointF& place) {
  schema::Table view;
  view.name = QualifiedName(migration::freeTableName(m_design->metadata(), "new_view", m_design->dialect()));
  view.kind = schema::TableKind::View;
  view.definition = "SELECT 1 AS one";
  return add(tr("Add a view"), {migration::CreateTable{view}}, place, false);
}

bool DesignEdits::removeTables(const std::vector<QualifiedName>& tables) {
  if (tables.empty()) return false;
  const QString what = tables.size() == 1 ? tr("Remove %1").arg(toQString(tables.front().name)) : tr("Remove %1 tables").arg(tables.size());
  return edit(what, [&] {
    migration::Operations operations;
    schema::MetaData left = m_design->metadata();
    for (const QualifiedName& table : tables) {
      const migration::Operations drop = migration::dropTable(left, table, m_design->dialect());
      left = migration::applied(std::move(left), drop, m_design->dialect());
      operations.insert(operations.end(), drop.begin(), drop.end());
    }
    return operations;
  });
}

bool DesignEdits::renameTable(const QualifiedName& table, const std::string& name) {
  migration::Rename rename;
  rename.from = table;
  rename.to = QualifiedName(table.schema, name);
  return edit(tr("Rename %1").arg(toQString(table.name)), [&] { return migration::Operations{rename}; });
}

std::string DesignEdits::addColumn(const QualifiedName& table) {
  std::string name;
  const bool isDone = edit(tr("Add a column to %1").arg(toQString(table.name)), [&] {
    const auto found = migration::findTable(m_design->metadata(), table, m_design->dialect());
    if (!found || found->isView()) throw DbError(ErrorKind::InvalidRequest, table.toString() + " is no table: what columns it has is what its query says");
    const migration::Operations operations = columnKind()->added({m_design->metadata(), m_design->dialect(), *found});
    name = std::get<migration::AddColumn>(operations.front()).column.name;
    return operations;
  });
  return isDone ? name : std::string();
}

bool DesignEdits::renameColumn(const QualifiedName& table, const std::string& column, const std::string& name) {
  return edit(tr("Rename %1.%2").arg(toQString(table.name), toQString(column)), [&] { return migration::Operations{migration::RenameColumn{table, column, name}}; });
}

bool DesignEdits::removeColumn(const QualifiedName& table, const std::string& column) {
  return edit(tr("Remove %1.%2").arg(toQString(table.name), toQString(column)), [&] { return migration::dropColumn(m_design->metadata(), table, column, m_design->dialect()); });
}

bool DesignEdits::setKeyColumn(const QualifiedName& table, const std::string& column, bool isKey) {
  return edit(tr("Key of %1").arg(toQString(table.name)), [&] { return migration::setKeyColumn(m_design->metadata(), table, column, isKey, m_design->dialect()); });
}

bool DesignEdits::refer(const End& from, const End& to) {
  return edit(tr("Foreign key from %1 to %2").arg(toQString(from.table.name), toQString(to.table.name)), [&] {
    if (from.column.empty()) return migration::addForeignKey(m_design->metadata(), from.table, to.table, true, m_design->dialect(), to.column);
    return migration::referColumn(m_design->metadata(), from.table, from.column, to.table, to.column, m_design->dialect());
  });
}

bool DesignEdits::removeForeignKey(const QualifiedName& table, std::size_t key) {
  const auto found = migration::findTable(m_design->metadata(), table, m_design->dialect());
  if (!found || key >= found->foreignKeys.size()) return false;
  return edit(tr("Remove a foreign key of %1").arg(toQString(table.name)),
              [&] { return migration::Operations{migration::DropPart<schema::ForeignKey>{found->name, found->foreignKeys[key]}}; });
}

QPointF DesignEdits::middleOf(const QualifiedName& table) const {
  const int card = m_diagram->cardOf(diagramName(m_design->metadata(), table));
  return card < 0 ? QPointF() : m_diagram->cards()[static_cast<std::size_t>(card)].rect().center();
}

QualifiedName DesignEdits::link(const QualifiedName& one, const QualifiedName& other) {
  const QString what = tr("Link %1 and %2").arg(toQString(one.name), toQString(other.name));
  try {
    const auto operations = migration::linkTables(m_design->metadata(), one, other, m_design->dialect());
    return add(what, operations, (middleOf(one) + middleOf(other)) / 2, true);
  } catch (const DbError& error) {
    Q_EMIT refused(tr("Could not do that: %1").arg(what), error);
    return {};
  }
}

}  // namespace joinery::ui

#include "moc_design_edits.cpp"
