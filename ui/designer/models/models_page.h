// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>

#include "ui/designer/models/label_edit.h"
#include "ui/designer/models/label_preview.h"
#include "ui/designer/models/model_list.h"
#include "ui/designer/models/relationship_grid.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/tab_page.h"

class QHBoxLayout;

namespace joinery::ui {

/// The models of the open database as a person calls them: the label of each with the rows that it makes, the names of its relationships,
/// and relationships that the database does not declare. Each step is kept in the workspace at once. GUI thread.
class ModelsPage : public TabPage {
  Q_OBJECT
 public:
  /// @pre the database is open
  ModelsPage(Database* database, WorkspaceDocument* document, QWidget* parent = nullptr);
  ~ModelsPage() override;

  QString title() const override { return tr("Models"); }
  QString iconName() const override { return QStringLiteral("model"); }
  void refresh() override { showLabel(); }
  void stop() override { m_preview->stop(); }
  bool isBusy() const override { return m_preview->isBusy(); }
  QString statusText() const override;
  QUndoStack* undoStack() override { return &m_edits->undoStack(); }

  DeclarationEdits* edits() const { return m_edits; }
  RelationshipGrid* relationships() const { return m_relationships; }
  void showModel(const QString& model);
  const std::string& model() const { return m_model; }
  /// A relationship that the database does not declare, asked for in a dialog.
  void addRelationship();
  void editRelationship();
  void removeRelationship();
  /// The label, and the relationship's name, as the database gives them.
  void resetLabel();
  void resetName();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();
  QWidget* makeList();
  QWidget* makeEditor();
  QToolButton* button(QHBoxLayout* bar, const QString& objectName, const QString& text, const QString& iconName, void (ModelsPage::*verb)());
  void follow();
  void fitColumns();
  void choose(const std::string& model);
  void showLabel();
  void checkLabel();
  void keepLabel();
  void askRelationship(std::optional<std::size_t> changed);
  void updateButtons();
  const Model* automapped() const { return m_edits->registry().find(m_model); }
  const DeclaredRelationship* current() const;

  DeclarationEdits* m_edits;
  ModelList* m_models;
  QSortFilterProxyModel* m_shown;
  RelationshipGrid* m_relationships;
  LabelPreview* m_preview;
  MessageBar* m_messages;
  QLineEdit* m_search;
  QListView* m_list;
  PlainLabel *m_heading, *m_note;
  LabelEdit* m_label;
  QListWidget* m_rows;
  QTableView* m_grid;
  QToolButton *m_resetLabel = nullptr, *m_edit = nullptr, *m_remove = nullptr, *m_resetName = nullptr;
  std::string m_model;
  QString m_labelShown;  ///< as it is declared or chosen, to tell what was typed since
};

}  // namespace joinery::ui
