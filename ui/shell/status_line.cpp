// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_line.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent),
      m_rows(new PlainLabel(this)),
      m_selection(new PlainLabel(this)),
      m_pending(new PlainLabel(this)),
      m_access(new PlainLabel(this)),
      m_connection(new PlainLabel(this)),
      m_jobs(new JobIndicator(this)) {
  setObjectName(QStringLiteral("status"));
  setAccessibleName(tr("Status"));
  m_rows->setMinimumWidth(170);
  connect(m_jobs, &JobIndicator::textChanged, this, &StatusLine::updateAccessibleText);
  addWidget(m_rows);
  addWidget(m_selection, 1);
  for (QWidget* permanent : std::initializer_list<QWidget*>{m_jobs, m_pending, m_access, m_connection})
    addPermanentWidget(permanent);
  setPage(nullptr);
  setChanges(nullptr);
  setDatabase(nullptr);
}

void StatusLine::setPage(const TabPage* page) {
  m_rows->setText(page ? page->statusText() : QString());
  m_selection->setText(page ? page->selectionText() : QString());
  updateAccessibleText();
}

void StatusLine::setChanges(const PendingChanges* changes) {
  const auto counts = changes ? changes->changeSet().counts() : ChangeSet::Counts{};
  const bool any = changes && !changes->isEmpty();
  QString text;
  if (any) {
    text = tr("+%1 ~%2 −%3").arg(counts.inserted).arg(counts.updated).arg(counts.deleted);
    if (counts.linked > 0) text += tr(" ⇄%1").arg(counts.linked);
    text += tr(" pending");
  }
  if (changes && changes->isCommitting()) text = tr("Committing…");
  m_pending->setText(text);
  m_pending->setVisible(!text.isEmpty());
  updateAccessibleText();
}

void StatusLine::setDatabase(const Database* database) {
  m_connection->setText(database ? database->displayName() : tr("No database"));
  setPlainToolTip(m_connection, database ? toQString(database->engine()->url().toString()) : QString());
  const bool readOnly = database && database->engine()->isReadOnly();
  m_access->setText(readOnly ? tr("Read-only") : QString());
  m_access->setVisible(readOnly);
  updateAccessibleText();
}

void StatusLine::updateAccessibleText() {
  QStringList parts;
  for (const auto* label : {m_rows, m_selection, m_pending, m_access, m_connection})
    if (!label->text().isEmpty()) parts << label->text();
  if (!m_jobs->text().isEmpty()) parts << m_jobs->text();
  setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

}  // namespace joinery::ui

#include "moc_status_line.cpp"
