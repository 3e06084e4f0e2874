// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/array_elements.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

ArrayElements::ArrayElements(QWidget* parent) : QWidget(parent), m_model(new ArrayModel(this)), m_list(new QTableView(this)) {
  m_list->setObjectName(QStringLiteral("arrayElements"));
  m_list->setAccessibleName(tr("Elements"));
  m_list->setModel(m_model);
  m_list->horizontalHeader()->hide();
  m_list->horizontalHeader()->setStretchLastSection(true);
  m_list->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  m_list->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_list->setTabKeyNavigation(false);
  m_list->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
  m_add = makeButton("addElement", QStringLiteral("add"), tr("Add element"), QKeySequence(Qt::Key_Insert), &ArrayElements::add);
  m_remove = makeButton("removeElement", QStringLiteral("remove"), tr("Remove element"), QKeySequence(Qt::Key_Delete), &ArrayElements::remove);
  m_up = makeButton("moveUp", QStringLiteral("sort_ascending"), tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up), &ArrayElements::moveUp);
  m_down = makeButton("moveDown", QStringLiteral("sort_descending"), tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down), &ArrayElements::moveDown);
  m_null = makeButton("nullElement", {}, tr("Set NULL"), QKeySequence(Qt::CTRL | Qt::Key_0), &ArrayElements::setNull);
  auto* line = new QHBoxLayout;
  line->setSpacing(2);
  for (auto* button : {m_add, m_remove, m_up, m_down, m_null}) line->addWidget(button);
  line->addStretch();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_list, 1);
  layout->addLayout(line);
  setFocusProxy(m_list);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ArrayElements::updateButtons);
  connect(m_model, &ArrayModel::modelReset, this, &ArrayElements::updateButtons);
  connect(m_model, &ArrayModel::changed, this, &ArrayElements::updateButtons);
  updateButtons();
}

/// The keys hold wherever the focus is within, but where an element is typed they are the line's.
QToolButton* ArrayElements::makeButton(const char* name, const QString& iconName, const QString& text, const QKeySequence& keys, void (ArrayElements::*act)()) {
  auto* action = new QAction(text, m_list);
  action->setShortcut(keys);
  action->setShortcutContext(Qt::WidgetShortcut);
  connect(action, &QAction::triggered, this, act);
  m_list->addAction(action);
  auto* button = new QToolButton(this);
  button->setObjectName(QLatin1String(name));
  button->setAccessibleName(text);
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::TabFocus);
  if (iconName.isEmpty()) button->setText(QStringLiteral("NULL"));
  else button->setIcon(icon(iconName));
  setPlainToolTip(button, QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
  connect(button, &QToolButton::clicked, action, &QAction::trigger);
  return button;
}

int ArrayElements::currentRow() const { return m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1; }

void ArrayElements::setReadOnly(bool isReadOnly) {
  m_isReadOnly = isReadOnly;
  using View = QAbstractItemView;
  m_list->setEditTriggers(isReadOnly ? View::NoEditTriggers : View::DoubleClicked | View::EditKeyPressed | View::AnyKeyPressed);
  updateButtons();
}

void ArrayElements::begin() {
  if (m_model->rowCount() > 0 && currentRow() < 0) m_list->setCurrentIndex(m_model->index(0));
  m_list->setFocus();
}

void ArrayElements::updateButtons() {
  const int row = currentRow();
  const bool isThere = !m_isReadOnly && row >= 0;
  m_add->setEnabled(!m_isReadOnly);
  m_remove->setEnabled(isThere);
  m_up->setEnabled(isThere && row > 0);
  m_down->setEnabled(isThere && row + 1 < m_model->rowCount());
  m_null->setEnabled(isThere && m_model->element(row).kind != ArrayText::Element::Kind::Null);
}

void ArrayElements::add() {
  if (m_isReadOnly) return;
  const int row = currentRow() + 1;
  m_model->insert(row, ArrayText::Element::plain({}));
  m_list->setCurrentIndex(m_model->index(row));
  m_list->setFocus();
  m_list->edit(m_model->index(row));
}

void ArrayElements::remove() {
  const int row = currentRow();
  if (m_isReadOnly || row < 0) return;
  m_model->remove(row);
  if (m_model->rowCount() > 0) m_list->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
  updateButtons();
}

void ArrayElements::move(int by) {
  if (m_isReadOnly || currentRow() < 0) return;
  m_model->move(currentRow(), by);
  updateButtons();
}

void ArrayElements::setNull() {
  if (!m_isReadOnly && currentRow() >= 0) m_model->setElement(currentRow(), ArrayText::Element::null());
}

}  // namespace joinery::ui

#include "moc_array_elements.cpp"
