// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/declaration_edits.h"

#include <utility>

#include "ui/designer/models/renamed_view.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

class DeclarationEdits::Step : public QUndoCommand {
 public:
  Step(DeclarationEdits* edits, const QString& text, ModelDeclarations after) : QUndoCommand(text), m_edits(edits), m_before(edits->m_declarations), m_after(std::move(after)) {}

  void redo() override { m_edits->put(m_after); }
  void undo() override { m_edits->put(m_before); }

 private:
  DeclarationEdits* m_edits;
  const ModelDeclarations m_before, m_after;
};

DeclarationEdits::DeclarationEdits(Database* database, WorkspaceDocument* document, QObject* parent)
    : QObject(parent), m_database(database), m_document(document), m_declarations(document->declarations(database->engine()->url())) {
  connect(document, &WorkspaceDocument::changed, this, &DeclarationEdits::read);
  connect(database, &Database::opened, this, &DeclarationEdits::changed);
}

DeclarationEdits::~DeclarationEdits() { disconnect(&m_stack, nullptr, nullptr, nullptr); }

void DeclarationEdits::edit(const QString& text, ModelDeclarations after) {
  if (after != m_declarations) m_stack.push(new Step(this, text, std::move(after)));
}

void DeclarationEdits::put(const ModelDeclarations& declarations) {
  const ModelDeclarations before = std::exchange(m_declarations, declarations);
  const Url& url = m_database->engine()->url();
  m_document->putDeclarations(url, declarations);
  for (const SavedView& view : m_document->views(url))
    if (SavedView renamed = renamedView(view, registry(), before, declarations); renamed != view) m_document->putView(url, std::move(renamed));
  Q_EMIT changed();
}

/// Another workspace: the steps of the earlier one lead nowhere.
void DeclarationEdits::read() {
  ModelDeclarations declarations = m_document->declarations(m_database->engine()->url());
  if (declarations == m_declarations) return;
  m_stack.clear();
  m_declarations = std::move(declarations);
  Q_EMIT changed();
}

}  // namespace joinery::ui

#include "moc_declaration_edits.cpp"
