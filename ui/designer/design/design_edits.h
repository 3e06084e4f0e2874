// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include "ui/designer/design/schema_design.h"
#include "ui/designer/diagram/diagram_model.h"

namespace joinery::ui {

/// What a person does to a designed schema as a whole or on its diagram: each verb is one step that can be undone, with the places of the tables
/// that it makes. What can't be done is told by refused(), and nothing has changed then. GUI thread.
class DesignEdits : public QObject {
  Q_OBJECT
 public:
  /// A column of a table; empty: the table itself.
  struct End {
    QualifiedName table;
    std::string column = {};
  };
  /// @param diagram shows the design, and has its undo stack
  DesignEdits(SchemaDesign* design, DiagramModel* diagram, QObject* parent);

  /// @param place where its card is to stand, by its upper left corner @return its name, empty where it was refused
  QualifiedName addTable(const QPointF& place);
  QualifiedName addView(const QPointF& place);
  bool removeTables(const std::vector<QualifiedName>& tables);
  bool renameTable(const QualifiedName& table, const std::string& name);
  /// @return its name, empty where it was refused
  std::string addColumn(const QualifiedName& table);
  bool renameColumn(const QualifiedName& table, const std::string& column, const std::string& name);
  bool removeColumn(const QualifiedName& table, const std::string& column);
  bool setKeyColumn(const QualifiedName& table, const std::string& column, bool isKey);
  /// A foreign key: of the column, or of a new one; to the column, or to the primary key.
  bool refer(const End& from, const End& to);
  bool removeForeignKey(const QualifiedName& table, std::size_t key);
  /// A table between two, halfway between their cards. @return its name, empty where it was refused
  QualifiedName link(const QualifiedName& one, const QualifiedName& other);
  /// Any other step.
  bool edit(const QString& what, const std::function<migration::Operations()>& make, const std::function<void()>& along = {});

 Q_SIGNALS:
  void refused(const QString& what, const joinery::DbError& error);

 private:
  QualifiedName add(const QString& what, const migration::Operations& operations, const QPointF& wanted, bool isCentre);
  void placeCard(const QualifiedName& table, const QPointF& wanted, bool isCentre);
  QPointF middleOf(const QualifiedName& table) const;
  SchemaDesign* m_design;
  DiagramModel* m_diagram;
};

}  // namespace joinery::ui
