// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_preview.h"

#include <QColor>
#include <QFont>

#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kShownBytes = 400;

}  // namespace

QString cellPreview(const SourceCell& cell) {
  const std::string text = cell.kind == SourceCell::Kind::Json ? (cell.json.is_string() ? cell.json.get<std::string>() : cell.json.dump(-1, ' ', false, Json::error_handler_t::replace)) : cell.text;
  QString shown = toQString(std::string_view(text).substr(0, kShownBytes));
  if (text.size() > kShownBytes) shown += QStringLiteral("…");
  return shown.replace(QLatin1Char('\n'), QStringLiteral("⏎"));
}

void ImportPreviewModel::setPreview(std::shared_ptr<const ImportPreview> preview, std::string nullText) {
  beginResetModel();
  m_preview = std::move(preview);
  m_nullText = std::move(nullText);
  endResetModel();
}

int ImportPreviewModel::rowCount(const QModelIndex& parent) const { return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->rows.size()); }

int ImportPreviewModel::columnCount(const QModelIndex& parent) const { return parent.isValid() || !m_preview ? 0 : static_cast<int>(m_preview->columns.size()); }

const SourceCell* ImportPreviewModel::cell(const QModelIndex& index) const {
  const auto& cells = m_preview->rows[static_cast<std::size_t>(index.row())].cells;
  const auto column = static_cast<std::size_t>(index.column());
  return column < cells.size() ? &cells[column] : nullptr;
}

bool ImportPreviewModel::isNull(const SourceCell* cell) const {
  if (!cell || cell->kind == SourceCell::Kind::Missing) return true;
  return cell->kind == SourceCell::Kind::Json ? cell->json.is_null() : cell->kind == SourceCell::Kind::Plain && cell->text == m_nullText;
}

QVariant ImportPreviewModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const SourceRow& row = m_preview->rows[static_cast<std::size_t>(index.row())];
  const SourceCell* found = cell(index);
  const bool none = isNull(found);
  const Theme& theme = Theme::instance();
  switch (role) {
    case Qt::DisplayRole: return none ? QStringLiteral("NULL") : cellPreview(*found);
    case Qt::ToolTipRole: return row.mistake.empty() ? QVariant() : plainToolTip(tr("Line %1: %2").arg(row.line).arg(toQString(row.mistake)));
    case Qt::ForegroundRole: return none && row.mistake.empty() ? theme.color(Theme::Role::NullText) : row.mistake.empty() ? QVariant() : theme.color(Theme::Role::ErrorText);
    case Qt::BackgroundRole: return row.mistake.empty() ? QVariant() : theme.color(Theme::Role::ErrorBackground);
    case Qt::FontRole: {
      QFont font;
      font.setItalic(none);
      return font;
    }
    default: return {};
  }
}

QVariant ImportPreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (!m_preview || role != Qt::DisplayRole || section < 0) return {};
  const auto place = static_cast<std::size_t>(section);
  if (orientation == Qt::Horizontal) return place < m_preview->columns.size() ? toQString(m_preview->columns[place].name) : QVariant();
  return place < m_preview->rows.size() ? QString::number(m_preview->rows[place].line) : QVariant();
}

}  // namespace joinery::ui

#include "moc_import_preview.cpp"
