// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/grid_navigation.h"

#include <QAction>
#include <QBoxLayout>
#include <QLocale>

#include "ui/grid/grid_action.h"

namespace joinery::ui {

namespace {

QString numberText(qint64 number) { return QLocale().toString(number); }

}  // namespace

GridNavigation::GridNavigation(Database* database, GridView* grid, GridModel* model, PageSource* source, QWidget* parent)
    : QObject(parent), m_grid(grid), m_model(model), m_source(source), m_locator(new RowLocator(database, source, this)) {
  make("goToRow", tr("&Go to row…"), QKeySequence(Qt::CTRL | Qt::Key_G), &GridNavigation::openJump);
  make("findInColumn", tr("&Find in column…"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_F), &GridNavigation::openFindHere);
  make("findNextMatch", tr("Find &next"), QKeySequence(Qt::Key_F3), &GridNavigation::findNext);
  make("findPreviousMatch", tr("Find &previous"), QKeySequence(Qt::SHIFT | Qt::Key_F3), &GridNavigation::findPrevious);
  make("findCurrentText", tr("Find what the cell &holds"), QKeySequence(Qt::CTRL | Qt::Key_F3), &GridNavigation::findCurrentText);
  connect(m_locator, &RowLocator::located, this, &GridNavigation::land);
  connect(m_locator, &RowLocator::notFound, this, [this] { note(m_asked == Asked::ByText ? tr("Not found") : tr("No row of these has that key")); });
  connect(m_locator, &RowLocator::stopped, this, [this] { note(tr("Stopped")); });
  connect(m_locator, &RowLocator::failed, this, [this](const DbError& error) {
    note({});
    Q_EMIT failed(error);
  });
  connect(m_locator, &RowLocator::busyChanged, this, [this] {
    if (m_find) m_find->setBusy(m_locator->isBusy() && m_asked == Asked::ByText);
    Q_EMIT busyChanged();
  });
  connect(source, &PageSource::rowCountChanged, this, &GridNavigation::countChanged);
  connect(source, &PageSource::busyChanged, this, &GridNavigation::countChanged);
}

FindBar* GridNavigation::findBar() {
  if (m_find) return m_find;
  m_find = new FindBar(page());
  if (m_place) m_place->addWidget(m_find);
  connect(m_find, &FindBar::nextRequested, this, &GridNavigation::findNext);
  connect(m_find, &FindBar::previousRequested, this, &GridNavigation::findPrevious);
  connect(m_find, &FindBar::stopRequested, this, &GridNavigation::stop);
  connect(m_find, &FindBar::closed, this, [this] { close(m_find); });
  return m_find;
}

JumpBar* GridNavigation::jumpBar() {
  if (m_jump) return m_jump;
  m_jump = new JumpBar(page());
  if (m_place) m_place->addWidget(m_jump);
  connect(m_jump, &JumpBar::closed, this, [this] { close(m_jump); });
  connect(m_jump, &JumpBar::rowRequested, this, &GridNavigation::goToRow);
  connect(m_jump, &JumpBar::keyRequested, this, [this](const Json& filter) {
    m_asked = Asked::ByKey;
    note(tr("Looking for it…"));
    m_locator->find(filter, std::nullopt, RowLocator::Towards::End);
  });
  return m_jump;
}

QAction* GridNavigation::make(const char* name, const QString& text, const QKeySequence& shortcut, void (GridNavigation::*verb)()) {
  m_actions << makeGridAction(this, name, text, shortcut, verb);
  return m_actions.last();
}

void GridNavigation::openFind(int column) {
  if (!m_model->model()) return;
  if (m_jump) m_jump->hide();
  findBar()->open(*m_model->model(), column);
}

void GridNavigation::openJump() {
  if (!m_model->model()) return;
  if (m_find) m_find->hide();
  jumpBar()->open(*m_model->model());
}

void GridNavigation::close(QWidget* bar) {
  stop();
  bar->hide();
  m_grid->setFocus();
}

void GridNavigation::findCurrentText() {
  const auto current = m_grid->currentIndex();
  if (!current.isValid()) return;
  openFind(current.column());
  findBar()->setText(current.data(Qt::EditRole).toString());
  findNext();
}

void GridNavigation::find(RowLocator::Towards towards) {
  const Json filter = findBar()->filter();
  if (filter.is_null()) return openFind(m_grid->currentIndex().column());
  findBar()->show();
  m_asked = Asked::ByText;
  m_towards = towards;
  // Before the first row that the database has where an added one is current.
  const auto stored = m_grid->currentGlobalRow() - m_model->insertedCount();
  m_locator->find(filter, stored >= 0 ? std::optional(stored) : std::nullopt, towards);
}

void GridNavigation::land(qint64 row, bool wrapped) {
  const auto global = row + m_model->insertedCount();
  const Json filter = m_find ? m_find->filter() : Json();
  int column = std::max(0, m_grid->currentIndex().column());
  if (m_asked == Asked::ByText && !filter.is_null())
    if (const int found = m_model->model()->attributeIndex(filter.begin().key()); found >= 0) column = found;
  // Rows behind the count so far are there: one of them was found.
  m_source->expectRows(row + 1);
  m_grid->setCurrentGlobalRow(global, column);
  QString text = tr("Row %1").arg(numberText(row + 1));
  if (wrapped && m_asked == Asked::ByText) text += m_towards == RowLocator::Towards::End ? tr(" · went on from the beginning") : tr(" · went on from the end");
  note(text);
}

void GridNavigation::note(const QString& text) {
  if (m_asked == Asked::ByText) findBar()->showNote(text);
  else jumpBar()->showNote(text);
}

void GridNavigation::goToRow(qint64 number) {
  m_asked = Asked::ByKey;
  m_awaited = number;
  countChanged();
}

/// A row that has not been counted yet is gone to once it has been.
void GridNavigation::countChanged() {
  if (!m_awaited) return;
  const qint64 number = *m_awaited;
  if (number <= m_source->rowCount()) {
    m_awaited.reset();
    m_grid->setCurrentGlobalRow(number - 1 + m_model->insertedCount(), std::max(0, m_grid->currentIndex().column()));
    note(m_source->isRowCountExact() ? tr("Row %1").arg(numberText(number)) : tr("Row %1, of rows that are not all counted yet").arg(numberText(number)));
  } else if (m_source->isRowCountExact()) {
    m_awaited.reset();
    note(tr("Beyond the end: there are %1 rows").arg(numberText(m_source->rowCount())));
  } else if (!m_source->isScanning() && !m_source->isReading()) {
    m_awaited.reset();
    note(tr("Only %1 rows are counted so far").arg(numberText(m_source->rowCount())));
  } else {
    note(tr("Counting the rows…"));
  }
  Q_EMIT busyChanged();
}

void GridNavigation::stop() {
  m_locator->stop();
  if (m_awaited) note(tr("Stopped"));
  m_awaited.reset();
}

}  // namespace joinery::ui

#include "moc_grid_navigation.cpp"
