// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

#include "orm/core/json.h"
#include "ui/connections/database.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// How many rows pass a filter, counted again a moment after it has changed, on a worker of its own; counting can be stopped, and started
/// again by hand. Nothing is counted while it is hidden. Accessible names "Matches", "Stop counting", "Count". GUI thread.
class MatchCount : public QWidget {
  Q_OBJECT
 public:
  explicit MatchCount(Database* database, QWidget* parent = nullptr);
  ~MatchCount() override;

  /// What to count next; what is being counted is stopped. @pre it compiles
  void setFilter(const std::string& model, const Json& filter);
  /// There is nothing to count: the filter is not finished.
  void clear();
  void stop();
  bool isCounting() const { return m_job != 0 || m_pause.isActive(); }
  std::optional<std::int64_t> count() const { return m_count; }
  QString text() const { return m_label->text(); }

 Q_SIGNALS:
  void counted(qint64 rows);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void start();
  void cancel();
  void arrived(const Result<std::int64_t>& result);
  void showState(const QString& text);
  Database* m_database;
  std::unique_ptr<Worker> m_worker;
  PlainLabel* m_label;
  QToolButton* m_button;
  std::string m_model;
  std::optional<Json> m_filter;
  std::optional<std::int64_t> m_count;
  QTimer m_pause;
  JobId m_job = 0;
};

}  // namespace joinery::ui
