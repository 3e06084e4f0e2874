// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/column_choosers.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>
#include <algorithm>

#include "ui/widgets/named_combo_box.h"

namespace joinery::ui {

ColumnChoosers::ColumnChoosers(QTableView* table, QWidget* parent) : QWidget(parent), m_table(table), m_room(new QWidget(this)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_table->viewport()->installEventFilter(this);
  connect(m_table->horizontalHeader(), &QHeaderView::sectionResized, this, &ColumnChoosers::place);
  connect(m_table->horizontalScrollBar(), &QScrollBar::valueChanged, this, &ColumnChoosers::place);
}

QComboBox* ColumnChoosers::add() {
  auto* chooser = new NamedComboBox(m_room);
  chooser->installEventFilter(this);
  m_choosers.push_back(chooser);
  return chooser;
}

QSize ColumnChoosers::sizeHint() const {
  int height = 0;
  for (const auto* chooser : m_choosers) height = std::max(height, chooser->sizeHint().height());
  return {0, height};
}

void ColumnChoosers::widenColumns() {
  auto* header = m_table->horizontalHeader();
  for (int column = 0; column < static_cast<int>(m_choosers.size()); ++column) header->resizeSection(column, std::max(header->sectionSize(column), chooser(column)->sizeHint().width()));
  place();
}

void ColumnChoosers::place() {
  const auto* columns = m_table->viewport();
  m_room->setGeometry(columns->mapTo(parentWidget(), QPoint()).x() - x(), 0, columns->width(), height());
  const auto* header = m_table->horizontalHeader();
  for (int column = 0; column < static_cast<int>(m_choosers.size()); ++column) chooser(column)->setGeometry(header->sectionViewportPosition(column), 0, header->sectionSize(column), height());
}

void ColumnChoosers::resizeEvent(QResizeEvent*) { place(); }

bool ColumnChoosers::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && watched == m_table->viewport()) place();
  if (event->type() == QEvent::FocusIn) {
    const auto found = std::ranges::find(m_choosers, watched);
    const int row = m_table->verticalHeader()->visualIndexAt(0);
    if (found != m_choosers.end()) m_table->scrollTo(m_table->model()->index(std::max(0, row), static_cast<int>(found - m_choosers.begin())));
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_column_choosers.cpp"
