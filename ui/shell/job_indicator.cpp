// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_indicator.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QShortcut>
#include <QToolButton>

#include "ui/shell/job_popup.h"
#include "ui/shell/job_progress_bar.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {

constexpr int kWidestText = 340;
const QKeySequence kOpenList(Qt::CTRL | Qt::SHIFT | Qt::Key_J);
const QKeySequence kStopNewest(Qt::CTRL | Qt::SHIFT | Qt::Key_Period);
/// So that jobs that follow one another don't make it come and go.
constexpr std::chrono::milliseconds kShownAfterTheLast{250};

}  // namespace

JobIndicator::JobIndicator(QWidget* parent)
    : QWidget(parent), m_text(new QToolButton(this)), m_progress(new QProgressBar(this)), m_stop(new QToolButton(this)) {
  setObjectName(QStringLiteral("jobs"));
  m_text->setObjectName(QStringLiteral("runningJobs"));
  m_text->setAccessibleName(tr("Running jobs"));
  m_text->setAutoRaise(true);
  m_progress->setFixedSize(90, 8);
  m_progress->setAccessibleName(tr("Progress"));
  m_stop->setObjectName(QStringLiteral("stopJob"));
  m_stop->setIcon(icon(QStringLiteral("stop")));
  m_stop->setAutoRaise(true);
  m_stop->setAccessibleName(tr("Stop"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_text);
  layout->addWidget(m_progress);
  layout->addWidget(m_stop);
  connect(m_text, &QToolButton::clicked, this, &JobIndicator::openList);
  // Not the buttons' own: those go whenever a text is set.
  connect(new QShortcut(kOpenList, this), &QShortcut::activated, m_text, &QToolButton::click);
  connect(new QShortcut(kStopNewest, this), &QShortcut::activated, m_stop, &QToolButton::click);
  connect(m_stop, &QToolButton::clicked, this, [this] {
    if (m_jobs) m_jobs->stop(m_jobs->rowCount() - 1);
  });
  m_hideSoon.setSingleShot(true);
  m_hideSoon.setInterval(kShownAfterTheLast);
  connect(&m_hideSoon, &QTimer::timeout, this, [this] {
    hide();
    Q_EMIT textChanged();
  });
  hide();
}

void JobIndicator::setJobs(JobList* jobs) {
  m_jobs = jobs;
  connect(jobs, &QAbstractItemModel::rowsInserted, this, &JobIndicator::update);
  connect(jobs, &QAbstractItemModel::rowsRemoved, this, &JobIndicator::update);
  connect(jobs, &QAbstractItemModel::dataChanged, this, &JobIndicator::update);
  update();
}

QString JobIndicator::text() const { return isHidden() ? QString() : m_text->accessibleDescription(); }

void JobIndicator::update() {
  const int count = m_jobs->rowCount();
  if (count == 0) {
    m_stop->setEnabled(false);
    if (!isHidden() && !m_hideSoon.isActive()) m_hideSoon.start();
    return;
  }
  m_hideSoon.stop();
  show(m_jobs->index(count - 1));
}

void JobIndicator::show(const QModelIndex& newest) {
  const int others = m_jobs->rowCount() - 1;
  QString line = newest.data().toString();
  if (others > 0) line = tr("%1 (+%2)").arg(line).arg(others);
  m_text->setText(m_text->fontMetrics().elidedText(QString(line).replace(QLatin1Char('&'), QStringLiteral("&&")), Qt::ElideMiddle, kWidestText));
  m_text->setAccessibleDescription(line);
  setPlainToolTip(m_text, tr("%1\nShow all that runs (%2)").arg(line, kOpenList.toString(QKeySequence::NativeText)));
  setPlainToolTip(m_stop, tr("Stop: %1 (%2)").arg(newest.data(JobList::WhatRole).toString(), kStopNewest.toString(QKeySequence::NativeText)));
  m_stop->setEnabled(!newest.data(JobList::StoppingRole).toBool());
  showProgress(*m_progress, newest);
  setVisible(true);
  Q_EMIT textChanged();
}

void JobIndicator::openList() {
  if (!m_jobs) return;
  if (m_popup) return m_popup->close(), void();
  auto* popup = new JobPopup(m_jobs, this);
  popup->setAttribute(Qt::WA_DeleteOnClose);
  m_popup = popup;
  popup->showAbove(m_text);
}

}  // namespace joinery::ui

#include "moc_job_indicator.cpp"
