// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_actions.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <algorithm>

#include "ui/relations/attach_dialog.h"
#include "ui/relations/delete_dialog.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

using ActionKind = RelationNode::Kind;

RelationActions::RelationActions(RelationTreeModel* model, RelationView* view, QWidget* parent) : QObject(parent), m_model(model), m_view(view), m_window(parent) {
  m_show = make("showRow", tr("&Show in its table"), "table", QKeySequence(Qt::Key_Return), &RelationActions::show);
  m_edit = make("editRow", tr("&Edit"), "form", QKeySequence(Qt::Key_F2), &RelationActions::edit);
  m_add = make("addRelated", tr("&Add a row here"), "add", QKeySequence(Qt::Key_Insert), &RelationActions::add);
  m_attach = make("attachRow", tr("A&ttach a row…"), "search", QKeySequence(Qt::CTRL | Qt::Key_L), &RelationActions::attach);
  m_detach = make("detachRow", tr("&Detach"), "remove", QKeySequence(Qt::CTRL | Qt::Key_Delete), &RelationActions::detach);
  m_cutRows = make("cutRow", tr("C&ut, to move"), "", QKeySequence(QKeySequence::Cut), &RelationActions::cut);
  m_paste = make("pasteRow", tr("&Move here"), "", QKeySequence(QKeySequence::Paste), &RelationActions::paste);
  m_delete = make("deleteRow", tr("De&lete…"), "delete", QKeySequence(Qt::Key_Delete), &RelationActions::remove);
  m_null = make("setNullRow", tr("Set &NULL"), "", QKeySequence(Qt::CTRL | Qt::Key_0), &RelationActions::setNull);
  m_revert = make("revertRow", tr("Re&vert this row"), "revert", {}, &RelationActions::revert);
  m_copy = make("copyText", tr("&Copy"), "duplicate", QKeySequence(QKeySequence::Copy), &RelationActions::copy);
  m_copyKey = make("copyKey", tr("Copy &key"), "key", {}, &RelationActions::copyKey);
  m_copyJson = make("copyTreeJson", tr("Copy tree as &JSON"), "json", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J), &RelationActions::copyJsonRequested);
  m_exportJson = make("exportTreeJson", tr("E&xport tree as JSON…"), "export", {}, &RelationActions::exportJsonRequested);
  m_columns = new QAction(icon(QStringLiteral("column")), tr("Colu&mns by level"), this);
  m_columns->setObjectName(QStringLiteral("columnsByLevel"));
  m_columns->setCheckable(true);
  connect(m_columns, &QAction::toggled, m_view, &RelationView::setShowsColumns);
  connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
    update();
    Q_EMIT message({});
  });
  connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
    m_cut.clear();
    update();
  });
  connect(m_model, &QAbstractItemModel::dataChanged, this, &RelationActions::update);
  connect(m_model, &RelationTreeModel::refused, this, &RelationActions::message);
  update();
}

QAction* RelationActions::make(const char* name, const QString& text, const char* iconName, const QKeySequence& keys, void (RelationActions::*verb)()) {
  auto* action = new QAction(text, this);
  if (*iconName) action->setIcon(icon(QLatin1String(iconName)));
  action->setObjectName(QLatin1String(name));
  action->setShortcut(keys);
  // The window has the same keys for its table: the view's key press decides.
  action->setShortcutContext(Qt::WidgetShortcut);
  const QString plain = QString(text).remove(QLatin1Char('&'));
  setPlainToolTip(action, keys.isEmpty() ? plain : tr("%1 (%2)").arg(plain, keys.toString(QKeySequence::NativeText)));
  connect(action, &QAction::triggered, this, verb);
  return action;
}

void RelationActions::setDatabase(Database* database) {
  m_database = database;
  update();
}

QList<QAction*> RelationActions::all() const { return {m_show, m_edit, m_null, m_add, m_attach, m_detach, m_cutRows, m_paste, m_delete, m_revert, m_copy, m_copyKey, m_copyJson, m_exportJson, m_columns}; }

QAction* RelationActions::actionFor(const QKeySequence& keys) const {
  const QList<QAction*> actions = all();
  const auto found = std::ranges::find_if(actions, [&](const QAction* action) { return action->isEnabled() && !action->shortcut().isEmpty() && action->shortcut() == keys; });
  return found == actions.end() ? nullptr : *found;
}

void RelationActions::update() {
  const RelationNode* node = current();
  const bool isRow = node && node->kind == ActionKind::Row;
  const RelationEdits::Place here = place();
  m_show->setEnabled(isRow && node->isStored());
  m_edit->setEnabled(isRow);
  m_null->setEnabled(isRow);
  m_add->setEnabled(static_cast<bool>(here));
  m_attach->setEnabled(here && here.relationship);
  m_detach->setEnabled(here && here.relationship && (isRow || (node && node->kind == ActionKind::NoRow)));
  m_cutRows->setEnabled(isRow && here && here.relationship && here.relationship->isToMany());
  m_paste->setEnabled(node && !m_cut.isEmpty());
  m_delete->setEnabled(isRow);
  m_revert->setEnabled(isRow && node->tint != RelationNode::Tint::None);
  m_copy->setEnabled(node != nullptr);
  m_copyKey->setEnabled(isRow && !node->keyText.isEmpty());
  m_copyJson->setEnabled(m_database && m_model->rowCount() > 0);
  m_exportJson->setEnabled(m_copyJson->isEnabled());
}

QModelIndexList RelationActions::selectedRows() const {
  QModelIndexList rows;
  for (const QModelIndex& index : m_view->selectionModel()->selectedIndexes())
    if (const QModelIndex row = index.siblingAtColumn(0); !rows.contains(row)) rows << row;
  if (const QModelIndex row = m_view->currentIndex().siblingAtColumn(0); row.isValid() && !rows.contains(row)) rows = {row};
  return rows;
}

void RelationActions::show() { Q_EMIT showRequested(m_view->currentIndex()); }

void RelationActions::edit() {
  const QModelIndex index = m_view->currentIndex();
  if (const QString why = m_model->readOnlyReason(index); !why.isEmpty()) return tell(why);
  m_view->edit(index);
}

void RelationActions::add() {
  const QPersistentModelIndex here = m_view->currentIndex().siblingAtColumn(0);
  RelationEdits::Place where = place();
  std::string ref;
  const QString why = m_model->edits().add(where, &ref);
  tell(why);
  if (why.isEmpty()) editAdded(ref, where.node ? QPersistentModelIndex(m_model->indexOf(where.node)) : here);
}

/// The new row's label can be typed at once.
void RelationActions::editAdded(const std::string& ref, const QPersistentModelIndex& where) {
  m_model->applyChanges();
  if (where.isValid() && m_model->canFetchMore(where)) m_model->fetchMore(where);
  if (where.isValid()) m_view->expand(where);
  for (int row = 0; row < m_model->rowCount(where); ++row) {
    const QModelIndex index = m_model->index(row, 0, where);
    if (m_model->node(index)->ref != ref) continue;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    if (m_model->readOnlyReason(index).isEmpty()) m_view->edit(index);
    return;
  }
}

void RelationActions::attach() {
  const RelationEdits::Place where = place();
  if (!m_database || !where || !where.relationship) return tell(m_model->edits().attach(where, RowShape(*m_model->node(m_view->currentIndex())->shape), {}));
  const QPersistentModelIndex here = m_model->indexOf(where.node);
  std::vector<EditedColumn> ofLink;
  const auto junction = m_model->edits().junctionOf(where);
  for (const Attribute* attribute : junction ? junction->needs() : std::vector<const Attribute*>()) ofLink.push_back({m_database, m_model->registry(), junction->links, attribute});
  auto* dialog = new AttachDialog(m_database, junction ? *junction->far : *where.model, tr("The row that %1 of %2 leads to:").arg(toQString(where.relationship->name), where.owner->title), ofLink, m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &AttachDialog::chosen, this, [this, here](const RowShape& shape, const RelatedRow& row, const Change::Values& values) {
    if (!here.isValid()) return tell(tr("The place is no longer there."));
    const QString why = m_model->edits().attach(m_model->placeAt(here), shape, row, values);
    if (why.isEmpty() && m_model->canFetchMore(here)) m_model->fetchMore(here);
    if (why.isEmpty()) m_view->expand(here);
    tell(why);
  });
  dialog->open();
}

void RelationActions::detach() {
  for (const QModelIndex& index : selectedRows())
    if (const QString why = m_model->edits().detach(*m_model->node(index)); !why.isEmpty()) return tell(why);
  tell({});
}

void RelationActions::cut() {
  m_cut.clear();
  for (const QModelIndex& index : selectedRows())
    if (m_model->flags(index) & Qt::ItemIsDragEnabled) m_cut << index;
  update();
  tell(m_cut.isEmpty() ? tr("This row can't be moved.") : tr("%n row(s) to be moved: go to where they belong and paste.", nullptr, static_cast<int>(m_cut.size())));
}

void RelationActions::paste() {
  const QList<QPersistentModelIndex> rows = m_cut;
  const QPersistentModelIndex onto = m_view->currentIndex();
  for (const QPersistentModelIndex& index : rows) {
    if (!index.isValid() || !onto.isValid()) continue;
    const RelationNode& row = *m_model->node(index);
    if (const QString why = m_model->edits().move(row, m_model->edits().placeFor(row, *m_model->node(onto))); !why.isEmpty()) return tell(why);
  }
  m_cut.clear();
  update();
  tell({});
}

void RelationActions::remove() {
  const RelationNode* row = current();
  if (!row->ref.empty() || !row->isStored() || !m_database || !m_model->edits().trouble().isEmpty()) return tell(m_model->edits().remove(*row));
  const QPersistentModelIndex index = m_view->currentIndex();
  auto* dialog = new DeleteDialog(m_database, *row->shape->model, row->row.key, row->title, m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, index] { tell(index.isValid() ? m_model->edits().remove(*m_model->node(index)) : tr("The row is no longer there.")); });
  dialog->open();
}

void RelationActions::setNull() { m_model->setData(m_view->currentIndex(), QVariant(), Qt::EditRole); }

void RelationActions::revert() { tell(m_model->edits().revert(*current())); }

void RelationActions::copy() {
  const QString text = m_view->currentIndex().column() == RelationTreeModel::RowColumn ? current()->title : m_view->currentIndex().data().toString();
  QGuiApplication::clipboard()->setText(text);
}

void RelationActions::copyKey() { QGuiApplication::clipboard()->setText(current()->keyText); }

}  // namespace joinery::ui

#include "moc_relation_actions.cpp"
