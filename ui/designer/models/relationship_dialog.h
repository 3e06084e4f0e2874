// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <optional>

#include "ui/designer/models/column_pairs.h"
#include "ui/designer/models/declared_relationships.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// Asks how rows of two models are related though the database does not say so: kind, target, columns, what either side calls it. Says what
/// is wrong as one chooses, and closes only when nothing is. GUI thread.
class RelationshipDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param changed the place of the one that is changed; nothing: a new one
  RelationshipDialog(std::shared_ptr<const Registry> registry, ModelDeclarations declarations, std::string model, std::optional<std::size_t> changed, QWidget* parent);

  /// The declarations with it, as it stands in the dialog.
  ModelDeclarations result() const;
  /// Empty: it can be declared.
  QString problem() const;

 private:
  void build();
  void show(const RelationshipDeclaration& seen, Relationship::Kind kind);
  void chooseTarget();
  void suggestColumns();
  void suggestNames();
  void check();
  Relationship::Kind kind() const;
  const Model* target() const;
  QString kindProblem() const;
  /// As it is seen from the model.
  RelationshipDeclaration seen() const;
  std::string freeName(const Model& model, const std::string& wanted) const;

  std::shared_ptr<const Registry> m_registry;
  ModelDeclarations m_declarations;
  std::string m_model;
  std::optional<std::size_t> m_changed;
  QComboBox *m_kind, *m_target;
  ColumnPairs* m_pairs;
  QLineEdit *m_name, *m_backName;
  PlainLabel* m_note;
  QPushButton* m_ok = nullptr;
};

}  // namespace joinery::ui
