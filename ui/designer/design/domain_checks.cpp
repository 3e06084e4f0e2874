// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/domain_checks.h"

#include <QBrush>
#include <QGuiApplication>
#include <QPalette>

#include "ui/designer/design/type_edits.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DomainChecks::DomainChecks(SchemaDesign* design, QObject* parent) : QAbstractListModel(parent), m_design(design) { connect(design, &SchemaDesign::changed, this, &DomainChecks::follow); }

std::vector<std::string> DomainChecks::checks() const {
  std::vector<std::string> expressions;
  if (const schema::Domain* domain = findDomain(m_design->metadata(), m_type))
    for (const auto& check : domain->checks) expressions.push_back(check.expression);
  return expressions;
}

void DomainChecks::setType(const QualifiedName& type) {
  m_type = type;
  follow();
}

void DomainChecks::follow() {
  std::vector<std::string> now = checks();
  if (now == m_checks) return;
  beginResetModel();
  m_checks = std::move(now);
  endResetModel();
}

int DomainChecks::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_checks.size()) + 1; }

QVariant DomainChecks::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const auto row = static_cast<std::size_t>(index.row());
  if (role == Qt::ForegroundRole && row == m_checks.size()) return QGuiApplication::palette().brush(QPalette::PlaceholderText);
  if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
  if (row < m_checks.size()) return toQString(m_checks[row]);
  return role == Qt::EditRole ? QString() : tr("Add a check, such as VALUE > 0");
}

Qt::ItemFlags DomainChecks::flags(const QModelIndex& index) const {
  return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

bool DomainChecks::setData(const QModelIndex& index, const QVariant& value, int role) {
  const schema::Domain* domain = findDomain(m_design->metadata(), m_type);
  if (!index.isValid() || role != Qt::EditRole || !domain) return false;
  const auto row = static_cast<std::size_t>(index.row());
  const std::string expression = toStdString(value.toString().trimmed());
  if (row < m_checks.size() ? expression == m_checks[row] : expression.empty()) return true;
  const auto error = m_design->edit(tr("Change the checks of %1").arg(toQString(m_type.name)), setCheck(*domain, row, expression));
  if (error) Q_EMIT refused(tr("Could not change %1").arg(toQString(m_type.name)), *error);
  return !error;
}

}  // namespace joinery::ui

#include "moc_domain_checks.cpp"
