// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/part_view.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <algorithm>
#include <functional>

#include "ui/widgets/icons.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {

/// Texts with what there is to choose from; anything may be typed.
class PartDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const override {
    const auto* model = static_cast<const PartModel*>(index.model());
    const QString name = model->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
    const QStringList choices = model->choices(index.column());
    QWidget* editor = choices.isEmpty() ? static_cast<QWidget*>(new QLineEdit(parent)) : comboBox(parent, choices);
    editor->setAccessibleName(name);
    return editor;
  }
  void setEditorData(QWidget* editor, const QModelIndex& index) const override {
    const QString text = index.data(Qt::EditRole).toString();
    if (auto* box = qobject_cast<QComboBox*>(editor)) {
      box->setEditText(text);
      box->lineEdit()->selectAll();
    } else if (auto* line = qobject_cast<QLineEdit*>(editor)) {
      line->setText(text);
    }
  }
  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
    const auto* box = qobject_cast<QComboBox*>(editor);
    const auto* line = qobject_cast<QLineEdit*>(editor);
    const QString text = box ? box->currentText() : line ? line->text() : QString();
    if (text != index.data(Qt::EditRole).toString()) model->setData(index, text, Qt::EditRole);
  }

 private:
  static QWidget* comboBox(QWidget* parent, const QStringList& choices) {
    auto* box = new NamedComboBox(parent);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems(choices);
    box->completer()->setCaseSensitivity(Qt::CaseInsensitive);
    box->completer()->setFilterMode(Qt::MatchStartsWith);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    return box;
  }
};

}  // namespace

PartView::PartView(PartModel* model, const QString& objectName, const QString& name, QWidget* parent) : QWidget(parent), m_model(model), m_grid(new QTableView(this)) {
  setObjectName(objectName);
  m_grid->setObjectName(objectName + QStringLiteral("Grid"));
  m_grid->setAccessibleName(name);
  m_grid->setModel(model);
  m_grid->setItemDelegate(new PartDelegate(m_grid));
  m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
  m_grid->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
  m_grid->horizontalHeader()->setStretchLastSection(true);
  m_grid->horizontalHeader()->setDefaultSectionSize(104);
  m_grid->verticalHeader()->setDefaultSectionSize(m_grid->fontMetrics().height() + 10);
  m_grid->installEventFilter(this);
  m_add = button(QStringLiteral("Add"), tr("&Add"), QStringLiteral("add"), QStringLiteral("Ins"));
  m_remove = button(QStringLiteral("Remove"), tr("R&emove"), QStringLiteral("remove"), QStringLiteral("Del"));
  m_up = button(QStringLiteral("Up"), tr("Up"), QStringLiteral("sort_ascending"), QStringLiteral("Alt+Up"));
  m_down = button(QStringLiteral("Down"), tr("Down"), QStringLiteral("sort_descending"), QStringLiteral("Alt+Down"));
  const bool isOrdered = objectName == QLatin1String("columns");
  m_up->setVisible(isOrdered);
  m_down->setVisible(isOrdered);
  auto* bar = new QHBoxLayout;
  for (QToolButton* each : {m_add, m_remove, m_up, m_down}) bar->addWidget(each);
  bar->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 4, 0, 0);
  layout->addLayout(bar);
  layout->addWidget(m_grid, 1);
  setFocusProxy(m_grid);
  connect(m_add, &QToolButton::clicked, this, &PartView::add);
  connect(m_remove, &QToolButton::clicked, this, &PartView::remove);
  connect(m_up, &QToolButton::clicked, this, [this] { moveBy(-1); });
  connect(m_down, &QToolButton::clicked, this, [this] { moveBy(1); });
  connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, &PartView::updateButtons);
  connect(model, &QAbstractItemModel::dataChanged, this, &PartView::updateButtons);
  connect(model, &QAbstractItemModel::modelReset, this, &PartView::updateButtons);
  connect(model, &QAbstractItemModel::rowsRemoved, this, &PartView::updateButtons);
  updateButtons();
}

QToolButton* PartView::button(const QString& name, const QString& text, const QString& iconName, const QString& keys) {
  auto* made = new QToolButton(this);
  made->setObjectName(objectName() + name);
  made->setText(text);
  made->setIcon(icon(iconName));
  made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  made->setAutoRaise(true);
  const QString plain = QString(text).remove(QLatin1Char('&'));
  made->setAccessibleName(plain);
  setPlainToolTip(made, tr("%1 (%2)").arg(plain, QKeySequence(keys).toString(QKeySequence::NativeText)));
  return made;
}

void PartView::updateButtons() {
  const int row = m_grid->currentIndex().row();
  const bool canMove = m_model->canMove();
  m_remove->setEnabled(row >= 0);
  m_up->setEnabled(canMove && row > 0);
  m_down->setEnabled(canMove && row >= 0 && row + 1 < m_model->rowCount());
  const QString why = canMove ? QString() : tr("The order is that of the database, once a revision has the table");
  for (QToolButton* each : {m_up, m_down}) each->setAccessibleDescription(why);
}

void PartView::add() {
  if (!m_model->add()) return;
  const QModelIndex last = m_model->index(m_model->rowCount() - 1, 0);
  m_grid->setCurrentIndex(last);
  m_grid->setFocus();
  m_grid->edit(last);
}

void PartView::remove() {
  const QModelIndex current = m_grid->currentIndex();
  if (!m_model->remove(current.row())) return;
  m_grid->setCurrentIndex(m_model->index(std::min(current.row(), m_model->rowCount() - 1), current.column()));
}

void PartView::moveBy(int rows) {
  const QModelIndex current = m_grid->currentIndex();
  if (m_model->move(current.row(), current.row() + rows)) m_grid->setCurrentIndex(m_model->index(current.row() + rows, current.column()));
}

bool PartView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isAlt = key->modifiers() == Qt::AltModifier;
  std::function<void()> verb;
  if (key->key() == Qt::Key_Insert && key->modifiers() == Qt::NoModifier) verb = [this] { add(); };
  if (key->key() == Qt::Key_Delete && key->modifiers() == Qt::NoModifier) verb = [this] { remove(); };
  if (key->key() == Qt::Key_Up && isAlt) verb = [this] { moveBy(-1); };
  if (key->key() == Qt::Key_Down && isAlt) verb = [this] { moveBy(1); };
  if (!verb) return QWidget::eventFilter(watched, event);
  event->accept();
  if (event->type() == QEvent::KeyPress) verb();
  return true;
}

}  // namespace joinery::ui

#include "moc_part_view.cpp"
