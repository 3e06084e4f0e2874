// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QToolBar>
#include <array>
#include <optional>

#include "ui/designer/migration/difference_view.h"
#include "ui/designer/migration/source_chooser.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

/// What has to be done to one schema to make it another one: of designs, databases and schema files. Changes nothing. Renames that a design
/// has recorded are renames. Accessible names "From", "To", "Compare", "Swap", "Engine of files". GUI thread.
class ComparePage : public TabPage {
  Q_OBJECT
 public:
  explicit ComparePage(WorkspaceDocument* document, QWidget* parent = nullptr);
  ~ComparePage() override;

  QString title() const override { return tr("Compare schemas"); }
  QString iconName() const override { return QStringLiteral("duplicate"); }
  bool isOfDatabase() const override { return false; }
  void refresh() override;
  void stop() override;
  bool isBusy() const override { return m_waiting > 0 || m_isComparing || m_view->isBusy(); }
  QString statusText() const override;

  void setDatabase(Database* database);
  SourceChooser* from() const { return m_sides[0]; }
  SourceChooser* to() const { return m_sides[1]; }
  DifferenceView* view() const { return m_view; }
  MessageBar* messages() const { return m_messages; }
  /// Reads both sides, then compares them.
  void compare();
  void swap();

 private:
  QWidget* makeHead(WorkspaceDocument* document);
  void take(std::size_t side, const ReadSchema& schema);
  void fail(std::size_t side, const DbError& error);
  void showDifference();
  const Dialect& commonDialect() const;
  void updateButtons();
  std::array<SourceChooser*, 2> m_sides{};
  std::array<std::optional<ReadSchema>, 2> m_read;
  NamedComboBox* m_engine;
  QPushButton *m_compare, *m_swap, *m_stop;
  MessageBar* m_messages;
  DifferenceView* m_view;
  int m_waiting = 0;
  bool m_hasFailed = false, m_isComparing = false;
};

}  // namespace joinery::ui
