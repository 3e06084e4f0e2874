// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/grid_columns.h"

#include <QAction>
#include <QFontMetrics>
#include <QMenu>
#include <QTimer>
#include <algorithm>

#include "ui/grid/columns_dialog.h"
#include "ui/grid/grid_action.h"
#include "ui/grid/grid_view.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kWidestFitted = 320;
constexpr int kNarrowest = 56;
constexpr int kWidestLabel = 140;
constexpr int kFittedPages = 2;
constexpr int kWidthStep = 24;
constexpr int kRememberPause = 400;  // milliseconds

QString inMenu(const QString& text) { return QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace

GridColumns::GridColumns(GridView* grid, RememberedColumns remembered, QObject* parent)
    : QObject(parent), m_grid(grid), m_remembered(std::move(remembered)), m_pause(new QTimer(this)) {
  m_pause->setSingleShot(true);
  m_pause->setInterval(kRememberPause);
  connect(m_pause, &QTimer::timeout, this, &GridColumns::remember);
  FilterHeader* header = grid->filterHeader();
  connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int width) { sectionResized(column, width); });
  connect(header, &QHeaderView::sectionMoved, this, &GridColumns::rememberSoon);
  connect(header, &FilterHeader::frozenChanged, this, &GridColumns::rememberSoon);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint& position) {
    const int column = header->columnAt(position.x());
    if (column >= 0) makeMenu(column)->popup(header->mapToGlobal(position));
  });
  connect(grid->selectionModel(), &QItemSelectionModel::currentColumnChanged, this, &GridColumns::updateActions);
  makeActions();
}

GridColumns::~GridColumns() {
  if (m_pause->isActive()) remember();
}

void GridColumns::showTable(const Model& model) {
  std::vector<std::string> names;
  for (const auto& attribute : model.attributes) names.push_back(attribute.name);
  if (names == m_names) return;
  m_names = std::move(names);
  const QFontMetrics metrics(m_grid->font());
  m_contentWidths.clear();
  for (const auto& name : m_names) m_contentWidths.push_back(std::clamp(metrics.horizontalAdvance(toQString(name)) + 50, kNarrowest, kWidestFitted));
  m_fittedPages = 0;
  arrange(m_remembered.read());
  m_pause->stop();
}

void GridColumns::fit(const LongestTexts& texts) {
  if (m_fittedPages == kFittedPages || texts.columns().size() != m_names.size()) return;
  ++m_fittedPages;
  const QFontMetrics metrics(m_grid->font());
  std::vector<int> wider;
  for (std::size_t column = 0; column < m_names.size(); ++column) {
    const auto& longest = texts.columns()[column];
    int needed = metrics.horizontalAdvance(longest.text) + 18;
    if (!longest.label.isEmpty()) needed += std::min(metrics.horizontalAdvance(longest.label), kWidestLabel) + 14;
    needed = std::min(needed, kWidestFitted);
    if (needed <= m_contentWidths[column]) continue;
    m_contentWidths[column] = needed;
    wider.push_back(static_cast<int>(column));
  }
  setWidths(wider);
}

int GridColumns::widthOf(int column) const {
  const auto chosen = m_chosenWidths.find(nameOf(column));
  return chosen == m_chosenWidths.end() ? m_contentWidths[static_cast<std::size_t>(column)] : chosen->second;
}

/// Without a signal for each of thousands of them.
void GridColumns::setWidths(const std::vector<int>& columns) {
  FilterHeader* header = m_grid->filterHeader();
  if (columns.empty() || header->count() != static_cast<int>(m_names.size())) return;
  {
    const QSignalBlocker blocker(header);
    for (const int column : columns) header->resizeSection(column, widthOf(column));
  }
  m_grid->layOutColumns();
}

std::string GridColumns::nameOf(int column) const { return m_names[static_cast<std::size_t>(column)]; }

ColumnLayout GridColumns::layout() const {
  const FilterHeader* header = m_grid->filterHeader();
  ColumnLayout layout;
  layout.frozen = header->frozenCount();
  for (int visual = 0; visual < header->count(); ++visual) {
    const int column = header->logicalIndex(visual);
    const auto chosen = m_chosenWidths.find(nameOf(column));
    layout.columns.push_back({nameOf(column), header->isSectionHidden(column), chosen == m_chosenWidths.end() ? std::nullopt : std::optional(chosen->second)});
  }
  return layout;
}

void GridColumns::arrange(const ColumnLayout& wanted) {
  FilterHeader* header = m_grid->filterHeader();
  if (header->count() != static_cast<int>(m_names.size())) return;
  m_arranging = true;
  const ColumnLayout layout = wanted.fittedTo(m_names);
  header->setFrozenCount(0);
  m_chosenWidths.clear();
  std::vector<int> all;
  {
    const QSignalBlocker blocker(header);
    for (std::size_t visual = 0; visual < layout.columns.size(); ++visual) {
      const auto& column = layout.columns[visual];
      const auto place = std::ranges::find(m_names, column.name) - m_names.begin();
      if (column.width) m_chosenWidths[column.name] = std::max(kNarrowest / 2, *column.width);
      header->moveSection(header->visualIndex(static_cast<int>(place)), static_cast<int>(visual));
      header->setSectionHidden(static_cast<int>(place), column.hidden);
      all.push_back(static_cast<int>(place));
    }
  }
  header->setFrozenCount(layout.frozen);
  std::erase_if(all, [header](int column) { return header->isSectionHidden(column); });
  setWidths(all);
  m_grid->layOutColumns();
  m_arranging = false;
  rememberSoon();
  updateActions();
}

void GridColumns::reset() {
  arrange({});
  m_pause->stop();
  m_remembered.forget();
}

void GridColumns::setFrozen(int column, bool frozen) {
  FilterHeader* header = m_grid->filterHeader();
  if (column < 0 || (header->visualIndex(column) < header->frozenCount()) == frozen) return;
  const int count = header->frozenCount();
  // Behind those that are frozen, or before those that are not.
  if (frozen) {
    header->moveSection(header->visualIndex(column), count);
    header->setFrozenCount(count + 1);
  } else {
    header->setFrozenCount(count - 1);
    header->moveSection(header->visualIndex(column), count - 1);
  }
  m_grid->layOutColumns();
  updateActions();
}

void GridColumns::setHidden(int column, bool hidden) {
  FilterHeader* header = m_grid->filterHeader();
  if (column < 0 || header->isSectionHidden(column) == hidden) return;
  if (hidden) {
    const auto shown = shownColumns();
    if (shown.size() == 1) return;
    const auto at = std::ranges::find(shown, column);
    if (m_grid->currentIndex().column() == column)
      m_grid->setCurrentIndex(m_grid->currentIndex().siblingAtColumn(at + 1 == shown.end() ? *(at - 1) : *(at + 1)));
  }
  header->setSectionHidden(column, hidden);
  if (!hidden) setWidths({column});
  m_grid->layOutColumns();
  rememberSoon();
  updateActions();
}

void GridColumns::move(int column, int step) {
  FilterHeader* header = m_grid->filterHeader();
  const auto shown = shownColumns();
  const auto at = std::ranges::find(shown, column) - shown.begin();
  const auto beside = at + step;
  if (column < 0 || at == static_cast<std::ptrdiff_t>(shown.size()) || beside < 0 || beside >= static_cast<std::ptrdiff_t>(shown.size())) return;
  header->moveSection(header->visualIndex(column), header->visualIndex(shown[static_cast<std::size_t>(beside)]));
  if (m_grid->currentIndex().isValid()) m_grid->scrollTo(m_grid->currentIndex().siblingAtColumn(column));
}

void GridColumns::widen(int column, int pixels) {
  if (column < 0) return;
  FilterHeader* header = m_grid->filterHeader();
  header->resizeSection(column, std::max(kNarrowest / 2, header->sectionSize(column) + pixels));
}

std::vector<int> GridColumns::shownColumns() const {
  const FilterHeader* header = m_grid->filterHeader();
  std::vector<int> columns;
  for (int visual = 0; visual < header->count(); ++visual)
    if (const int column = header->logicalIndex(visual); !header->isSectionHidden(column)) columns.push_back(column);
  return columns;
}

void GridColumns::sectionResized(int column, int width) {
  // A column that is hidden or shown again is resized too, to nothing and back.
  if (m_arranging || width == 0 || column >= static_cast<int>(m_names.size()) || width == widthOf(column)) return;
  m_chosenWidths[nameOf(column)] = width;
  rememberSoon();
}

void GridColumns::rememberSoon() {
  if (!m_arranging) m_pause->start();
}

void GridColumns::remember() {
  m_pause->stop();
  if (m_names.empty()) return;
  if (const auto now = layout(); now.isPlain(m_names)) m_remembered.forget();
  else m_remembered.write(now);
}

int GridColumns::target() const { return m_menuColumn >= 0 ? m_menuColumn : m_grid->currentIndex().column(); }

QAction* GridColumns::make(const char* name, const QString& text, const QKeySequence& shortcut, void (GridColumns::*verb)()) {
  m_actions << makeGridAction(this, name, text, shortcut, verb);
  return m_actions.last();
}

void GridColumns::makeActions() {
  m_freeze = make("freezeColumn", tr("&Freeze column"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), &GridColumns::freezeTarget);
  m_freeze->setCheckable(true);
  m_hide = make("hideColumn", tr("&Hide column"), QKeySequence(Qt::CTRL | Qt::Key_0), &GridColumns::hideTarget);
  make("moveColumnLeft", tr("Move column &left"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Left), &GridColumns::moveTargetLeft);
  make("moveColumnRight", tr("Move column &right"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Right), &GridColumns::moveTargetRight);
  make("widenColumn", tr("&Wider column"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Down), &GridColumns::widenTarget);
  make("narrowColumn", tr("&Narrower column"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Up), &GridColumns::narrowTarget);
  make("fitColumn", tr("F&it column to its contents"), {}, &GridColumns::fitTarget);
  make("columns", tr("&Columns…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), &GridColumns::openDialog);
  make("resetColumns", tr("R&eset columns"), {}, &GridColumns::reset);
}

QList<QAction*> GridColumns::actions() const { return m_actions; }

void GridColumns::updateActions() {
  const FilterHeader* header = m_grid->filterHeader();
  const int column = target();
  m_freeze->setChecked(column >= 0 && header->visualIndex(column) < header->frozenCount());
  m_hide->setEnabled(shownColumns().size() > 1);
}

void GridColumns::freezeTarget() {
  const int column = target();
  const FilterHeader* header = m_grid->filterHeader();
  if (column >= 0) setFrozen(column, header->visualIndex(column) >= header->frozenCount());
}

void GridColumns::hideTarget() { setHidden(target(), true); }

void GridColumns::widenTarget() { widen(target(), kWidthStep); }

void GridColumns::narrowTarget() { widen(target(), -kWidthStep); }

void GridColumns::fitTarget() {
  const int column = target();
  if (column < 0) return;
  m_chosenWidths.erase(nameOf(column));
  m_grid->resizeColumnToContents(column);
}

QMenu* GridColumns::makeMenu(int column) {
  m_menuColumn = column;
  updateActions();
  auto* menu = new QMenu(m_grid);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setObjectName(QStringLiteral("columnMenu"));
  const QString name = toQString(nameOf(column));
  menu->addSection(inMenu(name));
  menu->addAction(tr("Sort &ascending"), this, [this, name] { Q_EMIT sortRequested(QLatin1Char('+') + name); });
  menu->addAction(tr("Sort &descending"), this, [this, name] { Q_EMIT sortRequested(QLatin1Char('-') + name); });
  menu->addAction(tr("Sort by the &key"), this, [this] { Q_EMIT sortRequested({}); });
  menu->addSeparator();
  menu->addAction(tr("Find in col&umn…"), this, [this, column] { Q_EMIT findRequested(column); });
  menu->addAction(tr("&Select column"), this, [this, column] { Q_EMIT selectRequested(column); });
  menu->addSeparator();
  menu->addActions(m_actions);
  // What was chosen comes after the menu has hidden.
  connect(menu, &QMenu::aboutToHide, this, [this] {
    QTimer::singleShot(0, this, [this] {
      m_menuColumn = -1;
      updateActions();
    });
  });
  return menu;
}

void GridColumns::openDialog() {
  auto* dialog = new ColumnsDialog(layout(), m_grid);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ColumnsDialog::chosen, this, &GridColumns::arrange);
  connect(dialog, &ColumnsDialog::resetRequested, this, &GridColumns::reset);
  dialog->open();
}

}  // namespace joinery::ui

#include "moc_grid_columns.cpp"
