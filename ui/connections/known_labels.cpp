// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/known_labels.h"

#include <QDataStream>
#include <QIODevice>

#include "orm/core/value_bytes.h"
#include "ui/connections/database.h"

namespace joinery::ui {

namespace {

std::string bytesOfKey(const std::vector<Value>& key) {
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  for (const Value& part : key) writeValue(out, part);
  return bytes.toStdString();
}

}  // namespace

KnownLabels::KnownLabels(Database* database) : QObject(database) {}

KnownLabels& KnownLabels::of(Database& database) {
  auto* known = database.findChild<KnownLabels*>(QString(), Qt::FindDirectChildrenOnly);
  return known ? *known : *new KnownLabels(&database);
}

void KnownLabels::keep(const std::string& rows, const std::vector<Value>& key, const QString& label) {
  if (m_labels.size() >= kMost) m_labels.clear();
  m_labels[{rows, bytesOfKey(key)}] = label;
}

QString KnownLabels::label(const std::string& rows, const std::vector<Value>& key) const {
  const auto found = m_labels.empty() ? m_labels.end() : m_labels.find({rows, bytesOfKey(key)});
  return found == m_labels.end() ? QString() : found->second;
}

}  // namespace joinery::ui

#include "moc_known_labels.cpp"
