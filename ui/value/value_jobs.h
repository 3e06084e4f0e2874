// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "orm/core/cancel_token.h"
#include "orm/core/result.h"
#include "ui/connections/database.h"
#include "ui/value/shown_cell.h"

namespace joinery::ui {

/// Fetches a value whole, writes one to a file, takes one from a file: one job at a time, on other threads, with progress; a new job stops
/// the one before. GUI thread; never waits.
class ValueJobs : public QObject {
  Q_OBJECT
 public:
  /// What is held in memory at most; more goes from the database to a file, without being held.
  static constexpr std::uint64_t kMostBytes = 64U << 20U;

  explicit ValueJobs(QObject* parent = nullptr);
  ~ValueJobs() override;
  void setDatabase(Database* database);
  /// Ends with loaded(), or failed(). @pre the cell is addressed
  void load(const ShownCell& cell);
  /// Writes the whole value as it is in the database where it is cut, else as it is shown, to a temporary file that takes the other's place.
  void save(const ShownCell& cell, const QString& path);
  /// Ends with fileRead(), or failed() for one that is larger than what is held in memory.
  void readFile(const QString& path);
  void stop();
  bool isBusy() const { return m_isBusy; }

 Q_SIGNALS:
  void busyChanged();
  void progressed(quint64 done, quint64 size);
  void loaded(const std::shared_ptr<const joinery::Value>& value);
  void saved(const QString& path);
  void fileRead(const QString& path, const std::shared_ptr<const std::string>& bytes);
  void failed(const joinery::DbError& error);

 private:
  std::uint64_t begin();
  template <typename T, typename Then>
  void follow(const QFuture<Result<T>>& future, Then then);
  std::function<void(std::uint64_t, std::uint64_t)> progress(std::uint64_t number);

  Database* m_database = nullptr;
  std::unique_ptr<Worker> m_worker;
  CancelToken m_token;
  std::uint64_t m_number = 0;
  bool m_isBusy = false;
};

}  // namespace joinery::ui
