// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_view.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <map>

#include "ui/grid/clipboard_format.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kWidestColumn = 320;
constexpr int kNarrowestColumn = 56;
constexpr int kMeasuredRows = 40;

bool isCopyWithHeaders(const QKeyEvent& event) {
  return event.key() == Qt::Key_C && event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

}  // namespace

ResultsView::ResultsView(ResultsModel* model, QWidget* parent) : QTableView(parent), m_model(model) {
  setObjectName(QStringLiteral("results"));
  setAccessibleName(tr("Results"));
  setModel(model);
  setEditTriggers(NoEditTriggers);
  setAlternatingRowColors(true);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(ScrollPerPixel);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void ResultsView::fitColumns() {
  const int rows = std::min(m_model->rowCount(), kMeasuredRows);
  for (int column = 0; column < m_model->columnCount(); ++column) {
    int width = horizontalHeader()->sectionSizeHint(column);
    for (int row = 0; row < rows; ++row)
      width = std::max(width, fontMetrics().horizontalAdvance(m_model->index(row, column).data().toString()) + 16);
    setColumnWidth(column, std::clamp(width, kNarrowestColumn, kWidestColumn));
  }
}

void ResultsView::copySelection(bool withHeaders) {
  std::map<int, std::map<int, QModelIndex>> cells;
  std::map<int, std::size_t> columns;
  int cut = 0;
  for (const QModelIndex& index : selectionModel()->selectedIndexes()) {
    cells[index.row()][index.column()] = index;
    columns[index.column()] = 0;
    if (m_model->isPartial(index)) ++cut;
  }
  if (cells.empty()) return;
  CellBlock block;
  for (auto& [column, position] : columns) {
    position = block.types.size();
    block.headers << toQString(m_model->column(column).label);
    block.types.push_back(m_model->column(column).type);
  }
  for (const auto& [row, indexes] : cells) {
    auto& values = block.rows.emplace_back(columns.size());
    for (const auto& [column, index] : indexes) values[columns[column]] = Value(m_model->value(index));
  }
  QGuiApplication::clipboard()->setMimeData(clipboardData(block, withHeaders));
  if (cut > 0) Q_EMIT copiedPartially(cut);
}

bool ResultsView::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy) || isCopyWithHeaders(*key)) {
      key->accept();
      return true;
    }
  }
  return QTableView::event(event);
}

void ResultsView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copySelection(false);
  if (isCopyWithHeaders(*event)) return copySelection(true);
  QTableView::keyPressEvent(event);
}

void ResultsView::contextMenuEvent(QContextMenuEvent* event) {
  if (!selectionModel()->hasSelection()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("&Copy"), this, [this] { copySelection(false); });
  menu->addAction(tr("Copy with &headers"), this, [this] { copySelection(true); });
  menu->addSeparator();
  menu->addAction(tr("&Export rows…"), this, &ResultsView::exportRequested);
  menu->popup(event->globalPos());
}

}  // namespace joinery::ui

#include "moc_results_view.cpp"
