// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>

#include "orm/model/model_declarations.h"
#include "ui/connections/database.h"

namespace joinery::ui {

class WorkspaceDocument;

/// What a person declares of the models of the open database, step by step, with undo. Each step is kept in the workspace at once, which has
/// the models made anew; saved views follow the names of relationships. GUI thread.
class DeclarationEdits : public QObject {
  Q_OBJECT
 public:
  DeclarationEdits(Database* database, WorkspaceDocument* document, QObject* parent);
  ~DeclarationEdits() override;

  const ModelDeclarations& declarations() const { return m_declarations; }
  /// The models without them. @pre the database is open
  const Registry& registry() const { return *m_database->automapped(); }
  std::shared_ptr<const Registry> sharedRegistry() const { return m_database->automapped(); }
  /// One step; nothing where it changes nothing.
  void edit(const QString& text, ModelDeclarations after);
  QUndoStack& undoStack() { return m_stack; }

 Q_SIGNALS:
  /// They are others, or the tables are.
  void changed();

 private:
  class Step;
  void read();
  void put(const ModelDeclarations& declarations);

  Database* m_database;
  WorkspaceDocument* m_document;
  ModelDeclarations m_declarations;
  QUndoStack m_stack;
};

}  // namespace joinery::ui
