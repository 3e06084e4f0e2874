// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filter_header.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {
constexpr int kTypingPause = 250;  // milliseconds
constexpr int kMargin = 2;
/// Room that frozen columns leave for the others.
constexpr int kLeastScrolled = 160;

QString filterHelp() { return FilterHeader::tr("Text contains; =x <>x >5 <=5, 1~10, =NULL <>NULL ='', /regex/, ^starts, ends$"); }
}  // namespace

FilterHeader::FilterHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), m_strip(new QWidget(parent->parentWidget())), m_frozenStrip(new QWidget(parent->parentWidget())) {
  m_strip->setObjectName(QStringLiteral("quickFilters"));
  m_frozenStrip->setObjectName(QStringLiteral("frozenQuickFilters"));
  m_height = QLineEdit().sizeHint().height() + 2 * kMargin;
  parent->installEventFilter(this);
  setSectionsClickable(true);
  setSectionsMovable(true);
  setHighlightSections(false);
  setSortIndicatorShown(true);
  setSortIndicatorClearable(true);
  setDefaultAlignment(Qt::AlignLeft | Qt::AlignTop);
  setResizeContentsPrecision(0);
  m_pause.setSingleShot(true);
  m_pause.setInterval(kTypingPause);
  connect(&m_pause, &QTimer::timeout, this, [this] { Q_EMIT filterEdited(m_paused); });
  connect(this, &QHeaderView::sectionResized, this, &FilterHeader::placeSoon);
  connect(this, &QHeaderView::sectionMoved, this, [this](int, int oldVisual, int newVisual) { keepFrozen(oldVisual, newVisual); });
  connect(this, &QHeaderView::geometriesChanged, this, &FilterHeader::placeSoon);
  // The boxes are outside of the grid, and go where it goes.
  parent->installEventFilter(this);
}

void FilterHeader::setColumns(const QStringList& names, const QList<Mark>& marks) {
  while (!m_boxed.empty()) dropBox(m_boxed.back());
  m_columns.clear();
  for (qsizetype i = 0; i < names.size(); ++i) m_columns.push_back({names[i], marks[i], {}, {}, nullptr});
  updateGeometry();
  placeBoxes();
}

QLineEdit* FilterHeader::makeBox(int column) {
  Column& shown = m_columns[static_cast<std::size_t>(column)];
  auto* box = new QLineEdit(m_strip);
  box->setObjectName(QStringLiteral("quickFilter_%1").arg(shown.name));
  box->setAccessibleName(tr("Quick filter %1").arg(shown.name));
  box->setPlaceholderText(tr("Filter"));
  box->setClearButtonEnabled(true);
  box->setText(shown.text);
  box->installEventFilter(this);
  connect(box, &QLineEdit::textEdited, this, [this, column](const QString& text) {
    if (m_pause.isActive() && m_paused != column) Q_EMIT filterEdited(m_paused);
    m_columns[static_cast<std::size_t>(column)].text = text;
    m_paused = column;
    m_pause.start();
  });
  connect(box, &QLineEdit::returnPressed, this, [this, column] {
    m_pause.stop();
    Q_EMIT filterEdited(column);
  });
  shown.box = box;
  m_boxed.push_back(column);
  showError(shown);
  return box;
}

void FilterHeader::dropBox(int column) {
  Column& shown = m_columns[static_cast<std::size_t>(column)];
  shown.box->hide();
  // Nobody takes it for the one that may come in its place.
  shown.box->setObjectName({});
  shown.box->deleteLater();
  shown.box = nullptr;
  std::erase(m_boxed, column);
}

QString FilterHeader::filterText(int column) const {
  return column < static_cast<int>(m_columns.size()) ? m_columns[static_cast<std::size_t>(column)].text : QString();
}

void FilterHeader::setFilterText(int column, const QString& text) {
  if (column >= static_cast<int>(m_columns.size())) return;
  Column& shown = m_columns[static_cast<std::size_t>(column)];
  shown.text = text;
  if (shown.box) shown.box->setText(text);
}

void FilterHeader::setFilterError(int column, const QString& reason) {
  if (column >= static_cast<int>(m_columns.size())) return;
  Column& shown = m_columns[static_cast<std::size_t>(column)];
  shown.error = reason;
  if (shown.box) showError(shown);
}

void FilterHeader::showError(const Column& column) {
  QPalette colours = QGuiApplication::palette();
  if (!column.error.isEmpty()) colours.setColor(QPalette::Base, Theme::instance().color(Theme::Role::ErrorBackground));
  column.box->setPalette(column.error.isEmpty() ? QPalette() : colours);
  column.box->setAccessibleDescription(column.error);
  setPlainToolTip(column.box, column.error.isEmpty() ? filterHelp() : column.error);
}

void FilterHeader::focusFilter(int column) {
  placeBoxes();
  if (column < 0 || column >= static_cast<int>(m_columns.size())) return;
  QLineEdit* box = m_columns[static_cast<std::size_t>(column)].box;
  if (!box) return;
  box->setFocus();
  box->selectAll();
}

void FilterHeader::clearFilters() {
  for (int column = 0; column < static_cast<int>(m_columns.size()); ++column) setFilterText(column, {});
}

int FilterHeader::boxHeight() const { return m_columns.empty() ? 0 : m_height; }

QSize FilterHeader::sizeHint() const {
  QSize size = QHeaderView::sizeHint();
  size.rheight() += boxHeight();
  return size;
}

void FilterHeader::updateGeometries() {
  setViewportMargins(0, 0, 0, boxHeight());
  QHeaderView::updateGeometries();
  placeBoxes();
}

/// Thousands of columns may be resized at once.
void FilterHeader::placeSoon() {
  if (std::exchange(m_placing, true)) return;
  QMetaObject::invokeMethod(this, &FilterHeader::placeBoxes, Qt::QueuedConnection);
}

std::vector<int> FilterHeader::columnsOnScreen() const {
  std::vector<int> columns;
  const int frozen = frozenWidth();
  for (int visual = 0; visual < count() && isFrozen(logicalIndex(visual)); ++visual)
    if (!isSectionHidden(logicalIndex(visual))) columns.push_back(logicalIndex(visual));
  const int first = visualIndexAt(frozen);
  for (int visual = std::max(first, static_cast<int>(columns.size())); first >= 0 && visual < count(); ++visual) {
    const int column = logicalIndex(visual);
    if (sectionViewportPosition(column) >= width()) break;
    if (!isSectionHidden(column) && !isFrozen(column)) columns.push_back(column);
  }
  std::erase_if(columns, [this](int column) { return column >= static_cast<int>(m_columns.size()); });
  return columns;
}

void FilterHeader::placeBoxes() {
  m_placing = false;
  const int height = boxHeight();
  const int frozen = frozenWidth();
  if (m_strip->parentWidget() && m_strip->parentWidget()->isAncestorOf(this)) {
    const QPoint corner = mapTo(m_strip->parentWidget(), QPoint(0, this->height() - height));
    m_strip->setGeometry(QRect(corner + QPoint(frozen, 0), QSize(width() - frozen, height)));
    m_frozenStrip->setGeometry(QRect(corner, QSize(frozen, height)));
  }
  for (auto* strip : {m_strip, m_frozenStrip}) strip->raise();
  m_strip->setVisible(height > 0);
  m_frozenStrip->setVisible(height > 0 && frozen > 0);
  const auto shown = columnsOnScreen();
  for (const int column : std::vector<int>(m_boxed)) {
    const bool isShown = std::ranges::find(shown, column) != shown.end();
    if (!isShown && !m_columns[static_cast<std::size_t>(column)].box->hasFocus()) dropBox(column);
  }
  for (const int column : shown)
    if (!m_columns[static_cast<std::size_t>(column)].box) makeBox(column);
  for (const int column : m_boxed) placeBox(column);
}

void FilterHeader::placeBox(int column) {
  QLineEdit* box = m_columns[static_cast<std::size_t>(column)].box;
  QWidget* strip = isFrozen(column) ? m_frozenStrip : m_strip;
  if (box->parentWidget() != strip) box->setParent(strip);
  const int left = columnLeft(column) - (strip == m_strip ? frozenWidth() : 0);
  box->setGeometry(left, kMargin, sectionSize(column) - 1, boxHeight() - 2 * kMargin);
  box->setVisible(!isSectionHidden(column));
}

void FilterHeader::setFrozenCount(int columns) {
  columns = std::clamp(columns, 0, count());
  if (columns == m_frozen) return;
  m_frozen = columns;
  viewport()->update();
  placeSoon();
  Q_EMIT frozenChanged();
}

/// A column that is dragged across the line is frozen or set free.
void FilterHeader::keepFrozen(int oldVisual, int newVisual) {
  const bool was = oldVisual < m_frozen;
  const bool is = newVisual < m_frozen;
  viewport()->update();
  placeSoon();
  if (was != is) setFrozenCount(m_frozen + (is ? 1 : -1));
}

int FilterHeader::frozenWidth() const {
  int taken = 0;
  for (int visual = 0; visual < std::min(m_frozen, count()); ++visual) {
    const int size = sectionSize(logicalIndex(visual));
    if (taken + size > viewport()->width() - kLeastScrolled) break;
    taken += size;
  }
  return taken;
}

bool FilterHeader::isFrozen(int column) const {
  if (m_frozen == 0 || visualIndex(column) >= m_frozen) return false;
  return sectionPosition(column) + sectionSize(column) <= frozenWidth();
}

int FilterHeader::columnLeft(int column) const { return isFrozen(column) ? sectionPosition(column) : sectionViewportPosition(column); }

int FilterHeader::columnAt(int x) const { return x < frozenWidth() ? logicalIndexAt(x - offset()) : logicalIndexAt(x); }

void FilterHeader::paintEvent(QPaintEvent* event) {
  QHeaderView::paintEvent(event);
  const int frozen = frozenWidth();
  if (frozen == 0 || offset() == 0) return;
  QPainter painter(viewport());
  for (int visual = 0; visual < m_frozen; ++visual) {
    const int column = logicalIndex(visual);
    if (!isFrozen(column) || isSectionHidden(column)) continue;
    painter.save();
    paintSection(&painter, QRect(sectionPosition(column), 0, sectionSize(column), viewport()->height()), column);
    painter.restore();
  }
}

void FilterHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Mark mark = section < static_cast<int>(m_columns.size()) ? m_columns[static_cast<std::size_t>(section)].mark : Mark::None;
  painter->save();
  QFont font = painter->font();
  font.setUnderline(mark == Mark::Key);
  painter->setFont(font);
  QHeaderView::paintSection(painter, rect, section);
  painter->restore();
  if (mark != Mark::ForeignKey) return;
  const int size = 12;
  const QFontMetrics metrics(painter->font());
  const int x = rect.left() + metrics.horizontalAdvance(model()->headerData(section, Qt::Horizontal).toString()) + 12;
  // The sort indicator keeps the right end.
  if (x + size + 18 < rect.right()) icon(QStringLiteral("foreign_key")).paint(painter, QRect(x, rect.center().y() - size / 2, size, size));
}

/// What is under the pointer is a frozen column, though another one has been scrolled there.
QMouseEvent FilterHeader::mapped(const QMouseEvent& event) const {
  QPointF position = event.position();
  if (m_resizesFrozen || position.x() < frozenWidth()) position.rx() -= offset();
  return {event.type(), position, event.scenePosition(), event.globalPosition(), event.button(), event.buttons(), event.modifiers(), event.pointingDevice()};
}

bool FilterHeader::isOnFrozenEdge(int x) const {
  const int grip = style()->pixelMetric(QStyle::PM_HeaderGripMargin, nullptr, this);
  if (x >= frozenWidth()) return false;
  const int column = columnAt(x);
  const int left = sectionPosition(column);
  return x >= left + sectionSize(column) - grip || (left > 0 && x < left + grip);
}

void FilterHeader::mousePressEvent(QMouseEvent* event) {
  m_resizesFrozen = isOnFrozenEdge(event->position().toPoint().x());
  QMouseEvent there = mapped(*event);
  QHeaderView::mousePressEvent(&there);
}

void FilterHeader::mouseMoveEvent(QMouseEvent* event) {
  QMouseEvent there = mapped(*event);
  QHeaderView::mouseMoveEvent(&there);
}

void FilterHeader::mouseReleaseEvent(QMouseEvent* event) {
  QMouseEvent there = mapped(*event);
  m_resizesFrozen = false;
  QHeaderView::mouseReleaseEvent(&there);
}

void FilterHeader::mouseDoubleClickEvent(QMouseEvent* event) {
  QMouseEvent there = mapped(*event);
  QHeaderView::mouseDoubleClickEvent(&there);
}

bool FilterHeader::viewportEvent(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QHeaderView::viewportEvent(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (help->pos().x() >= frozenWidth()) return QHeaderView::viewportEvent(event);
  QHelpEvent there(event->type(), help->pos() - QPoint(offset(), 0), help->globalPos());
  return QHeaderView::viewportEvent(&there);
}

int FilterHeader::boxColumn(const QObject* box) const {
  const auto found = std::ranges::find_if(m_boxed, [&](int column) { return m_columns[static_cast<std::size_t>(column)].box == box; });
  return found == m_boxed.end() ? -1 : *found;
}

/// To the next column's box as the columns stand.
bool FilterHeader::goToBox(int from, int step) {
  for (int visual = visualIndex(from) + step; visual >= 0 && visual < count(); visual += step) {
    const int column = logicalIndex(visual);
    if (isSectionHidden(column)) continue;
    Q_EMIT columnWanted(column);
    focusFilter(column);
    return true;
  }
  return false;
}

bool FilterHeader::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget()) {
    if (event->type() == QEvent::Move || event->type() == QEvent::Resize) placeSoon();
    return QHeaderView::eventFilter(watched, event);
  }
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Escape) {
      Q_EMIT leaveRequested();
      return true;
    }
    const int column = boxColumn(watched);
    if (key == Qt::Key_Tab && column >= 0 && goToBox(column, 1)) return true;
    if (key == Qt::Key_Backtab && column >= 0 && goToBox(column, -1)) return true;
  }
  return QHeaderView::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_filter_header.cpp"
