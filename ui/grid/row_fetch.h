// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

#include "ui/grid/page_source.h"

namespace joinery::ui {

/// Brings rows of a PageSource, all their columns: at once where all are on hand, else by a worker of its own. The columns begin with the model's
/// attributes. Rows that are gone are left out. GUI thread.
class RowFetch : public QObject {
  Q_OBJECT
 public:
  using Rows = std::vector<PageSource::Row>;

  RowFetch(Database* database, PageSource* source, QObject* parent = nullptr);
  ~RowFetch() override;

  /// How cells come that were cut when they were read.
  enum class Cells { Cut, Whole };
  /// @param places ascending @param proceed called once, unless it fails, is stopped, or more is asked for first
  void fetch(const std::vector<std::int64_t>& places, Cells cells, std::function<void(const Rows&)> proceed);
  void stop();
  bool isBusy() const { return m_isBusy; }

 Q_SIGNALS:
  void failed(const joinery::DbError& error);
  void busyChanged();

 private:
  std::optional<Rows> onHand(const std::vector<std::int64_t>& places, Cells cells) const;
  void ended(const Result<Rows>& result, const std::function<void(const Rows&)>& proceed);
  Database* m_database;
  PageSource* m_source;
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_number = 0;
  bool m_isBusy = false;
};

}  // namespace joinery::ui
