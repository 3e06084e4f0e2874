// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "ui/connections/database.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

/// Runs the relation tree's reads on two workers, so that a slow count never holds up rows; drops what was asked before the tree
/// showed another row. GUI thread.
class RelationReader : public QObject {
  Q_OBJECT
 public:
  enum class Lane { Rows, Counts };
  using QObject::QObject;
  /// No answer may come while the workers go.
  ~RelationReader() override { cancel(); }

  void setDatabase(Database* database) {
    cancel();
    m_rows = database ? database->newWorker(tr("relations")) : nullptr;
    m_counts = database ? database->newWorker(tr("relation counts")) : nullptr;
  }
  /// Stops every read; no answer comes any more.
  void cancel() {
    ++m_generation;
    m_open = 0;
    if (m_rows) m_rows->cancelAll();
    if (m_counts) m_counts->cancelAll();
  }
  /// Stops every read; each is answered with ErrorKind::Cancelled, or what it has found.
  void stop() {
    if (m_rows) m_rows->cancelAll();
    if (m_counts) m_counts->cancelAll();
  }
  bool isBusy() const { return m_open > 0; }

  /// @param what what it does to what, for the list of running jobs
  /// @param job on the worker's thread, its result goes to `then` on this one
  /// @pre a database is set
  template <typename Function, typename Then, typename T = std::invoke_result_t<Function, Worker::Context&>>
  void read(Lane lane, const QString& what, Function job, Then then) {
    ++m_open;
    auto handle = (lane == Lane::Rows ? m_rows : m_counts)->run(std::move(job), toStdString(what));
    deliver(handle.future, this, [this, generation = m_generation, then = std::move(then)](Result<T> result) {
      if (generation != m_generation) return;
      then(result);
      if (generation == m_generation && --m_open == 0) Q_EMIT idle();
    });
  }

 Q_SIGNALS:
  /// Everything that was asked is answered.
  void idle();

 private:
  std::unique_ptr<Worker> m_rows;
  std::unique_ptr<Worker> m_counts;
  std::uint64_t m_generation = 0;
  int m_open = 0;
};

}  // namespace joinery::ui
