// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

#include "orm/transfer/transfer_format.h"
#include "ui/connections/database.h"
#include "ui/widgets/deliver.h"

namespace joinery::ui {

/// An export or import on its way, on a thread and connection of its own: what a list of jobs shows of it, and how it is stopped. GUI thread.
/// Destroying it stops it; the thread is not waited for.
class TransferJob : public QObject {
  Q_OBJECT
 public:
  /// @param title what it does to what: "Export of Album"
  explicit TransferJob(QString title, QObject* parent = nullptr);
  ~TransferJob() override;

  const QString& title() const { return m_title; }
  bool isRunning() const { return m_worker != nullptr; }
  bool isStopping() const { return m_isStopping; }
  /// Rows that were written or taken, bytes of the file.
  TransferProgress progress() const;
  /// Of the file that is read; 0 where that is not known.
  std::int64_t totalBytes() const { return m_meter->total; }
  /// The engine is interrupted; ended() comes when all is undone.
  void stop();

 Q_SIGNALS:
  /// A few times a second while it runs.
  void progressed();
  /// Whether it came to its end, failed or was stopped.
  void ended();

 protected:
  /// How far it is, told by the worker's thread.
  struct Meter {
    std::atomic<std::int64_t> rows{0}, bytes{0}, total{0};
    JobProgress* listed = nullptr;  ///< in the list of running jobs; the worker's thread
    void show(const TransferProgress& progress) {
      rows = progress.rows;
      bytes = progress.bytes;
      if (!listed) return;
      if (total > 0) listed->setBytes(bytes, total);
      else listed->set(rows);
    }
  };

  /// Runs `work` with the worker's context and the meter, then `done` with what came of it, before ended().
  template <typename Work, typename Done>
  void begin(const Database& database, Engine::Access access, Work work, Done done) {
    m_worker = database.newWorker(m_title, access);
    m_timer.start();
    auto job = m_worker->run([work = std::move(work), meter = m_meter](Worker::Context& context) mutable {
      meter->listed = &context.progress;
      return work(context, *meter);
    });
    deliver(job.future, this, [this, done = std::move(done)](auto result) mutable {
      finish();
      done(std::move(result));
      Q_EMIT ended();
    });
  }

 private:
  void finish();
  const QString m_title;
  const std::shared_ptr<Meter> m_meter = std::make_shared<Meter>();
  std::unique_ptr<Worker> m_worker;
  QTimer m_timer;
  bool m_isStopping = false;
};

}  // namespace joinery::ui
