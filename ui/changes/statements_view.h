// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <memory>

#include "ui/changes/change_plan.h"

namespace joinery::ui {

/// The statements of a plan as text that can be read and copied: all of them, of very many the next ones as somebody comes to the end.
/// GUI thread.
class StatementsView : public QPlainTextEdit {
  Q_OBJECT
 public:
  /// So many statements are read at once.
  static constexpr std::size_t kAtOnce = 200;

  explicit StatementsView(QWidget* parent = nullptr);
  ~StatementsView() override;
  /// @param dialect outlives what is shown
  void showPlan(std::shared_ptr<const ChangePlan> plan, const Dialect& dialect);
  void showText(const QString& text);
  /// How many of the statements are in the text.
  std::size_t shown() const { return m_shown; }

 private:
  void readOn();
  void readOnAtEnd();
  QString nextText();
  std::shared_ptr<const ChangePlan> m_plan;
  const Dialect* m_dialect = nullptr;
  std::size_t m_shown = 0;
  bool m_isReading = false;
};

}  // namespace joinery::ui
