// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/model_list.h"

#include <QFont>
#include <algorithm>

#include "ui/designer/models/declared_relationships.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ModelList::ModelList(DeclarationEdits* edits, QObject* parent) : QAbstractListModel(parent), m_edits(edits), m_registry(edits->sharedRegistry()) {
  connect(edits, &DeclarationEdits::changed, this, &ModelList::follow);
}

void ModelList::follow() {
  if (m_registry == m_edits->sharedRegistry()) {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    return;
  }
  beginResetModel();
  m_registry = m_edits->sharedRegistry();
  endResetModel();
}

int ModelList::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_registry->models().size()); }

QVariant ModelList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Model& model = *m_registry->models()[static_cast<std::size_t>(index.row())];
  if (role == Qt::DisplayRole) return toQString(model.name);
  if (role == Qt::DecorationRole) return icon(model.table->isView() ? QStringLiteral("view") : QStringLiteral("model"));
  if (role != Qt::FontRole && role != Qt::AccessibleDescriptionRole) return {};
  if (!isDeclared(m_edits->declarations(), *m_registry, model.name)) return {};
  if (role == Qt::AccessibleDescriptionRole) return tr("something is declared of it");
  QFont font;
  font.setBold(true);
  return font;
}

int ModelList::rowOf(const QString& model) const {
  const std::string name = toStdString(model);
  const auto found = std::ranges::find_if(m_registry->models(), [&](const auto& each) { return each->name == name; });
  return found == m_registry->models().end() ? -1 : static_cast<int>(found - m_registry->models().begin());
}

}  // namespace joinery::ui

#include "moc_model_list.cpp"
