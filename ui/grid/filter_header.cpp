// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filter_header.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {
constexpr int kTypingPause = 250;  // milliseconds
constexpr int kMargin = 2;
}  // namespace

FilterHeader::FilterHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_strip(new QWidget(parent->parentWidget())) {
  m_strip->setObjectName(QStringLiteral("quickFilters"));
  parent->installEventFilter(this);
  setSectionsClickable(true);
  setSectionsMovable(true);
  setHighlightSections(false);
  setSortIndicatorShown(true);
  setSortIndicatorClearable(true);
  setDefaultAlignment(Qt::AlignLeft | Qt::AlignTop);
  setResizeContentsPrecision(0);
  connect(this, &QHeaderView::sectionResized, this, &FilterHeader::placeBoxes);
  connect(this, &QHeaderView::sectionMoved, this, &FilterHeader::placeBoxes);
  connect(this, &QHeaderView::geometriesChanged, this, &FilterHeader::placeBoxes);
}

void FilterHeader::setColumns(const QStringList& names, const QList<Mark>& marks) {
  qDeleteAll(m_boxes);
  m_boxes.clear();
  m_marks = marks;
  for (int i = 0; i < names.size(); ++i) m_boxes << makeBox(i, names[i]);
  updateGeometry();
  placeBoxes();
}

QLineEdit* FilterHeader::makeBox(int column, const QString& name) {
  auto* box = new QLineEdit(m_strip);
  box->setObjectName(QStringLiteral("quickFilter_%1").arg(name));
  box->setAccessibleName(tr("Quick filter %1").arg(name));
  box->setPlaceholderText(tr("Filter"));
  box->setClearButtonEnabled(true);
  setPlainToolTip(box, tr("Text contains; =x <>x >5 <=5, 1~10, =NULL <>NULL ='', /regex/, ^starts, ends$"));
  box->installEventFilter(this);
  auto* pause = new QTimer(box);
  pause->setSingleShot(true);
  pause->setInterval(kTypingPause);
  connect(box, &QLineEdit::textEdited, pause, qOverload<>(&QTimer::start));
  connect(pause, &QTimer::timeout, this, [this, column] { Q_EMIT filterEdited(column); });
  connect(box, &QLineEdit::returnPressed, this, [this, column, pause] {
    pause->stop();
    Q_EMIT filterEdited(column);
  });
  box->show();
  return box;
}

QString FilterHeader::filterText(int column) const { return column < m_boxes.size() ? m_boxes[column]->text() : QString(); }

void FilterHeader::setFilterText(int column, const QString& text) {
  if (column < m_boxes.size()) m_boxes[column]->setText(text);
}

void FilterHeader::setFilterError(int column, const QString& reason) {
  if (column >= m_boxes.size()) return;
  QLineEdit* box = m_boxes[column];
  QPalette colours = QGuiApplication::palette();
  if (!reason.isEmpty()) colours.setColor(QPalette::Base, Theme::instance().color(Theme::Role::ErrorBackground));
  box->setPalette(reason.isEmpty() ? QPalette() : colours);
  box->setAccessibleDescription(reason);
  setPlainToolTip(box, reason.isEmpty() ? tr("Text contains; =x <>x >5 <=5, 1~10, =NULL <>NULL ='', /regex/, ^starts, ends$") : reason);
}

void FilterHeader::focusFilter(int column) {
  if (column < 0 || column >= m_boxes.size()) return;
  m_boxes[column]->setFocus();
  m_boxes[column]->selectAll();
}

void FilterHeader::clearFilters() {
  for (auto* box : m_boxes) box->clear();
}

int FilterHeader::boxHeight() const { return m_boxes.isEmpty() ? 0 : m_boxes.first()->sizeHint().height() + 2 * kMargin; }

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

void FilterHeader::placeBoxes() {
  const int height = boxHeight();
  if (m_strip->parentWidget() && m_strip->parentWidget()->isAncestorOf(this))
    m_strip->setGeometry(QRect(mapTo(m_strip->parentWidget(), QPoint(0, this->height() - height)), QSize(width(), height)));
  m_strip->raise();
  m_strip->setVisible(height > 0);
  for (int column = 0; column < m_boxes.size(); ++column) {
    QLineEdit* box = m_boxes[column];
    const bool shown = column < count() && !isSectionHidden(column);
    box->setVisible(shown);
    if (shown) box->setGeometry(sectionViewportPosition(column), kMargin, sectionSize(column) - 1, height - 2 * kMargin);
  }
}

void FilterHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Mark mark = section < m_marks.size() ? m_marks[section] : Mark::None;
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

bool FilterHeader::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget()) {
    // A message above the table moves it, and the boxes stand outside of it.
    if (event->type() == QEvent::Move) placeBoxes();
    return QHeaderView::eventFilter(watched, event);
  }
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Escape) {
      Q_EMIT leaveRequested();
      return true;
    }
  }
  return QHeaderView::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_filter_header.cpp"
