// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_line.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

#include "ui/connections/job_list.h"
#include "ui/shell/job_progress_bar.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

JobLine::JobLine(JobList* jobs, int row, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_job(jobs->index(row)),
      m_what(new PlainLabel(this)),
      m_state(new PlainLabel(this)),
      m_progress(new QProgressBar(this)),
      m_stop(new QToolButton(this)) {
  const QString what = m_job.data(JobList::WhatRole).toString();
  setObjectName(QStringLiteral("job"));
  setAccessibleName(what);
  constexpr int kWidestWhat = 360;
  m_what->setText(m_what->fontMetrics().elidedText(what, Qt::ElideMiddle, kWidestWhat));
  m_state->setEnabled(false);
  m_progress->setFixedSize(90, 8);
  m_progress->setAccessibleName(tr("Progress"));
  m_stop->setObjectName(QStringLiteral("stopThisJob"));
  m_stop->setIcon(icon(QStringLiteral("stop")));
  m_stop->setText(tr("Stop"));
  m_stop->setAccessibleName(tr("Stop"));
  m_stop->setAccessibleDescription(what);
  m_stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_stop->setAutoRaise(true);
  m_stop->setFocusPolicy(Qt::StrongFocus);
  setFocusProxy(m_stop);
  setPlainToolTip(m_stop, tr("Stop: %1").arg(what));
  connect(m_stop, &QToolButton::clicked, this, [this] { m_jobs->stop(m_job.row()); });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_what);
  layout->addStretch(1);
  layout->addWidget(m_state);
  layout->addWidget(m_progress);
  layout->addWidget(m_stop);
  update();
}

void JobLine::update() {
  if (!m_job.isValid()) return;
  const bool isStopping = m_job.data(JobList::StoppingRole).toBool();
  QStringList parts;
  if (const QString progress = m_jobs->progressText(m_job.row()); !progress.isEmpty()) parts << progress;
  parts << (isStopping ? tr("stopping…") : m_job.data(JobList::ElapsedRole).toString());
  m_state->setText(parts.join(QStringLiteral(" · ")));
  setAccessibleDescription(m_state->text());
  m_stop->setEnabled(!isStopping);
  showProgress(*m_progress, m_job);
}

}  // namespace joinery::ui

#include "moc_job_line.cpp"
