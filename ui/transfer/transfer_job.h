// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
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
  TransferProgress progress() const { return {m_meter->rows.done(), m_meter->bytes.done(), m_meter->bytes.total()}; }
  /// The engine is interrupted; ended() comes when all is undone.
  void stop();

 Q_SIGNALS:
  /// A few times a second while it runs.
  void progressed();
  /// Whether it came to its end, failed or was stopped.
  void ended();

 protected:
  /// Runs `work` with the worker's context and what it tells of its progress, then `done` with what came of it, before ended().
  template <typename Work, typename Done>
  void begin(const Database& database, Engine::Access access, Work work, Done done) {
    m_worker = database.newWorker(m_title, access);
    m_timer.start();
    auto job = m_worker->run([work = std::move(work), meter = m_meter](Worker::Context& context) mutable {
      return work(context, [&](const TransferProgress& progress) {
        meter->rows.set(progress.rows);
        meter->bytes.set(progress.bytes, progress.totalBytes);
        if (progress.totalBytes > 0) context.progress.setBytes(progress.bytes, progress.totalBytes);
        else context.progress.set(progress.rows);
      });
    });
    deliver(job.future, this, [this, done = std::move(done)](auto result) mutable {
      finish();
      done(std::move(result));
      Q_EMIT ended();
    });
  }

 private:
  /// How far it is, told by the worker's thread.
  struct Meter {
    JobProgress rows, bytes;
  };
  void finish();
  const QString m_title;
  const std::shared_ptr<Meter> m_meter = std::make_shared<Meter>();
  std::unique_ptr<Worker> m_worker;
  QTimer m_timer;
  bool m_isStopping = false;
};

}  // namespace joinery::ui
