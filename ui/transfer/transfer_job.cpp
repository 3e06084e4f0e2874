// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/transfer_job.h"

namespace joinery::ui {

TransferJob::TransferJob(QString title, QObject* parent) : QObject(parent), m_title(std::move(title)) {
  m_timer.setInterval(100);
  connect(&m_timer, &QTimer::timeout, this, &TransferJob::progressed);
}

TransferJob::~TransferJob() = default;

void TransferJob::stop() {
  if (!m_worker) return;
  m_isStopping = true;
  m_worker->cancelAll();
  Q_EMIT progressed();
}

void TransferJob::finish() {
  m_timer.stop();
  m_worker.reset();
  m_isStopping = false;
}

}  // namespace joinery::ui

#include "moc_transfer_job.cpp"
