// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/kept_diagrams.h"

#include <QScopedValueRollback>

#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

KeptDiagrams::KeptDiagrams(WorkspaceDocument* document, Url url, QObject* parent) : QObject(parent), m_document(document), m_url(std::move(url)) {
  connect(document, &WorkspaceDocument::changed, this, &KeptDiagrams::follow);
}

QStringList KeptDiagrams::names() const {
  QStringList names;
  for (const Diagram& each : m_document->diagrams(m_url)) names << toQString(each.name);
  if (!m_name.isEmpty() && !names.contains(m_name)) names.prepend(m_name);
  return names;
}

bool KeptDiagrams::isTaken(const QString& name) const { return names().contains(name); }

QString KeptDiagrams::freeName(const QString& wanted) const {
  QString name = wanted;
  for (int number = 2; isTaken(name); ++number) name = QStringLiteral("%1 %2").arg(wanted).arg(number);
  return name;
}

void KeptDiagrams::show(const QString& name) {
  const auto diagrams = m_document->diagrams(m_url);
  m_name = !name.isEmpty() ? name : diagrams.empty() ? tr("All tables") : toQString(diagrams.front().name);
  const Diagram* found = m_document->diagram(m_url, toStdString(m_name));
  m_kept = found ? std::optional(*found) : std::nullopt;
  Q_EMIT namesChanged();
  Q_EMIT shown(m_kept ? *m_kept : Diagram{.name = toStdString(m_name), .everyTable = true});
}

void KeptDiagrams::keep(const Diagram& diagram) {
  const QScopedValueRollback writing(m_isWriting, true);
  m_kept = diagram;
  m_kept->name = toStdString(m_name);
  m_document->putDiagram(m_url, *m_kept);
  Q_EMIT namesChanged();
}

void KeptDiagrams::add(Diagram diagram) {
  const QString name = toQString(diagram.name);
  {
    const QScopedValueRollback writing(m_isWriting, true);
    m_document->putDiagram(m_url, std::move(diagram));
  }
  show(name);
}

bool KeptDiagrams::rename(const QString& name) {
  if (name == m_name) return true;
  if (name.isEmpty() || isTaken(name)) return false;
  const QScopedValueRollback writing(m_isWriting, true);
  const std::string before = toStdString(m_name);
  m_name = name;
  if (m_kept) {
    m_kept->name = toStdString(name);
    m_document->renameDiagram(m_url, before, m_kept->name);
  }
  Q_EMIT namesChanged();
  return true;
}

void KeptDiagrams::remove() {
  {
    const QScopedValueRollback writing(m_isWriting, true);
    m_document->removeDiagram(m_url, toStdString(m_name));
  }
  show({});
}

/// The workspace may hold others now: another file was opened, or none is open any more.
void KeptDiagrams::follow() {
  if (m_isWriting || m_name.isEmpty()) return;
  const Diagram* found = m_document->diagram(m_url, toStdString(m_name));
  const bool isSame = found ? m_kept && *found == *m_kept : !m_kept;
  if (isSame) Q_EMIT namesChanged();
  else show(found ? m_name : QString());
}

}  // namespace joinery::ui

#include "moc_kept_diagrams.cpp"
