// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "ui/grid/page_source.h"

namespace joinery::ui {

/// Finds rows of a PageSource in the database, on a worker of its own: the next one that passes a filter, and where it stands. One search
/// at a time; another one takes its place. GUI thread.
class RowLocator : public QObject {
  Q_OBJECT
 public:
  using Towards = RowFinder::Towards;

  RowLocator(Database* database, PageSource* source, QObject* parent = nullptr);
  ~RowLocator() override;

  /// Looks on from a row, and once at the other end again where there is nothing. @param from a row that was read; none: all rows
  void find(const Json& filter, std::optional<std::int64_t> from, Towards towards);
  void stop();
  bool isBusy() const { return m_isBusy; }

 Q_SIGNALS:
  /// @param wrapped whether it was found on beginning anew from the other end
  void located(qint64 row, bool wrapped);
  void notFound();
  void stopped();
  void failed(const joinery::DbError& error);
  void busyChanged();

 private:
  struct Found {
    std::optional<PagedQuery::Place> place;
    bool wrapped = false;
  };
  std::optional<PagedQuery::Place> placeOf(std::int64_t row) const;
  void ended(const Result<Found>& result);
  Database* m_database;
  PageSource* m_source;
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_search = 0;
  bool m_isBusy = false;
};

}  // namespace joinery::ui
