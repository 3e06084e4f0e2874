// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/transfer_progress.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

namespace {

constexpr int kSteps = 1000;

}  // namespace

QString transferText(const TransferProgress& progress) {
  const QLocale locale;
  const QString rows = TransferProgressView::tr("%1 rows", nullptr, static_cast<int>(std::min<std::int64_t>(progress.rows, 2))).arg(locale.toString(static_cast<qlonglong>(progress.rows)));
  return progress.bytes > 0 ? TransferProgressView::tr("%1, %2").arg(rows, locale.formattedDataSize(progress.bytes, 1)) : rows;
}

TransferProgressView::TransferProgressView(QWidget* parent) : QWidget(parent), m_bar(new QProgressBar(this)), m_text(new PlainLabel(this)), m_stop(new QPushButton(icon(QStringLiteral("stop")), tr("&Stop"), this)) {
  m_bar->setObjectName(QStringLiteral("transferProgress"));
  m_bar->setAccessibleName(tr("Progress"));
  m_bar->setTextVisible(false);
  m_bar->setMaximumHeight(8);
  m_stop->setObjectName(QStringLiteral("stopTransfer"));
  m_stop->setAccessibleName(tr("Stop"));
  m_stop->setAutoDefault(false);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(m_bar);
  words->addWidget(m_text);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(words, 1);
  layout->addWidget(m_stop);
  connect(m_stop, &QPushButton::clicked, this, [this] { if (m_job) m_job->stop(); });
  hide();
}

void TransferProgressView::setJob(TransferJob* job) {
  m_job = job;
  m_time.start();
  connect(job, &TransferJob::progressed, this, &TransferProgressView::update);
  connect(job, &TransferJob::ended, this, &QWidget::hide);
  update();
  show();
}

void TransferProgressView::update() {
  if (!m_job) return;
  const TransferProgress progress = m_job->progress();
  const std::int64_t total = progress.totalBytes;
  m_bar->setRange(0, total > 0 ? kSteps : 0);
  if (total > 0) m_bar->setValue(static_cast<int>(std::min<std::int64_t>(progress.bytes, total) * kSteps / total));
  m_stop->setEnabled(!m_job->isStopping());
  const QString seconds = tr("%1 s").arg(m_time.elapsed() / 1000);
  m_text->setText(m_job->isStopping() ? tr("Stopping…") : tr("%1, %2").arg(transferText(progress), seconds));
}

}  // namespace joinery::ui

#include "moc_transfer_progress.cpp"
