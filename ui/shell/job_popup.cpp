// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_popup.h"

#include <QFrame>
#include <QVBoxLayout>

#include "ui/shell/job_line.h"

namespace joinery::ui {

JobPopup::JobPopup(JobList* jobs, QWidget* parent) : QDialog(parent, Qt::Tool | Qt::FramelessWindowHint), m_jobs(jobs) {
  setObjectName(QStringLiteral("allRunningJobs"));
  setAccessibleName(tr("All running jobs"));
  setWindowTitle(tr("All running jobs"));
  setMinimumWidth(420);
  auto* frame = new QFrame(this);
  frame->setFrameStyle(QFrame::StyledPanel | QFrame::Plain);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->addWidget(frame);
  m_layout = new QVBoxLayout(frame);
  m_layout->setContentsMargins(10, 8, 8, 8);
  m_layout->setSpacing(4);
  if (jobs->rowCount() > 0) addLines(0, jobs->rowCount() - 1);
  connect(jobs, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) { addLines(first, last); });
  connect(jobs, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this](const QModelIndex&, int first, int last) { removeLines(first, last); });
  connect(jobs, &QAbstractItemModel::dataChanged, this, [this] {
    for (JobLine* line : m_lines) line->update();
    place();
  });
}

void JobPopup::showAbove(const QWidget* button) {
  m_button = button;
  m_lowerRight = button->mapToGlobal(QPoint(button->width(), 0));
  if (m_lines.empty()) return close(), void();
  place();
  show();
  activateWindow();
  m_lines.back()->setFocus();
}

bool JobPopup::event(QEvent* event) {
  const bool isOnButton = m_button && m_button->rect().contains(m_button->mapFromGlobal(QCursor::pos()));
  if (event->type() == QEvent::WindowDeactivate && !isOnButton) close();
  return QDialog::event(event);
}

void JobPopup::addLines(int first, int last) {
  for (int row = first; row <= last; ++row) {
    auto* line = new JobLine(m_jobs, row, this);
    m_lines.insert(m_lines.begin() + row, line);
    m_layout->insertWidget(row, line);
  }
  place();
}

void JobPopup::removeLines(int first, int last) {
  for (int row = last; row >= first; --row) {
    // Its Stop may be what was pressed.
    m_lines[static_cast<std::size_t>(row)]->hide();
    m_lines[static_cast<std::size_t>(row)]->deleteLater();
    m_layout->removeWidget(m_lines[static_cast<std::size_t>(row)]);
    m_lines.erase(m_lines.begin() + row);
  }
  if (m_lines.empty()) close();
  else place();
}

void JobPopup::place() {
  if (m_lowerRight.isNull()) return;
  layout()->activate();
  resize(sizeHint().expandedTo(minimumSize()));
  move(std::max(0, m_lowerRight.x() - width()), std::max(0, m_lowerRight.y() - height() - 2));
}

}  // namespace joinery::ui

#include "moc_job_popup.cpp"
