// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <unordered_map>

#include "orm/core/result.h"
#include "orm/paging/batch_spool.h"

namespace joinery::ui {

/// The rows of a spooled result as a view asks for them: what is in memory at once, the rest read from the file on another thread, large
/// cells by their heads. Holds few batches beside those that the spool itself keeps. GUI thread; never waits.
class ResultPages : public QObject {
  Q_OBJECT
 public:
  /// Bytes of batches that are kept after they were read.
  static constexpr std::size_t kMostBytes = 24U << 20U;
  using QObject::QObject;

  /// Another result; null: none. What is still read of the old one is dropped.
  void setSpool(std::shared_ptr<const BatchSpool> spool);
  const std::shared_ptr<const BatchSpool>& spool() const { return m_spool; }

  struct Row { std::shared_ptr<const RowBatch> batch; std::size_t row = 0; };
  /// @return nullopt while it is not read; that asks for nothing. @pre index < spool()->rows()
  std::optional<Row> row(std::int64_t index) const;
  /// Reads what of these rows is missing; what was asked for earlier and has not begun is forgotten.
  void request(std::int64_t first, std::int64_t last);

 Q_SIGNALS:
  void rowsRead(qint64 first, qint64 rows);
  void failed(const joinery::DbError& error);

 private:
  std::shared_ptr<const RowBatch> find(std::size_t batch) const;
  struct Held { std::shared_ptr<const RowBatch> batch; std::uint64_t lastUse = 0; };
  void readNext();
  void arrived(const BatchSpool::Place& place, const Result<std::shared_ptr<const RowBatch>>& result);
  void evict();

  std::shared_ptr<const BatchSpool> m_spool;
  mutable std::unordered_map<std::size_t, Held> m_batches;
  mutable std::uint64_t m_clock = 0;
  mutable Row m_last;                  ///< the last that was asked for: the next is mostly of the same batch
  mutable std::int64_t m_lastFirst = 0;  ///< of its batch
  std::size_t m_bytes = 0;
  std::uint64_t m_generation = 0;
  std::int64_t m_firstWanted = 0;
  std::int64_t m_lastWanted = -1;
  std::size_t m_firstBatch = 0;  ///< of the wanted rows
  std::size_t m_lastBatch = 0;
  bool m_reading = false;
  bool m_refused = false;  ///< the file could not be read: not tried again by itself
};

}  // namespace joinery::ui
