// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/bulk_edits.h"

#include <QApplication>
#include <QClipboard>
#include <map>

#include "orm/core/display_text.h"
#include "ui/grid/fill_dialog.h"
#include "ui/grid/grid_action.h"
#include "ui/grid/paste_rows_dialog.h"
#include "ui/grid/replace_dialog.h"
#include "ui/grid/set_column_dialog.h"
#include "ui/value/typed_value.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

BulkEdits::BulkEdits(Page page, QObject* parent)
    : QObject(parent), m_page(std::move(page)), m_edits(m_page.database, m_page.model, m_page.source, m_page.changes) {
  connect(&m_edits, &CellEdits::busyChanged, this, &BulkEdits::busyChanged);
  connect(&m_edits, &CellEdits::changed, this, &BulkEdits::tell);
  connect(&m_edits, &CellEdits::trouble, this, [this](const QString& reason) { m_page.messages->showMessage(MessageBar::Kind::Warning, reason); });
  const auto ctrlAlt = Qt::CTRL | Qt::ALT;
  add("setNull", tr("Set &NULL"), QKeySequence(ctrlAlt | Qt::Key_N), &BulkEdits::setNull);
  add("setEmpty", tr("Set &empty text"), QKeySequence(ctrlAlt | Qt::Key_E), &BulkEdits::setEmpty);
  add("setDefault", tr("Set &default"), QKeySequence(ctrlAlt | Qt::Key_D), &BulkEdits::setDefault);
  add("fillDown", tr("Fill do&wn"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), &BulkEdits::fillDown);
  add("fillWithValue", tr("F&ill with a value…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return), &BulkEdits::fillWithValue);
  add("replace", tr("Find and re&place…"), QKeySequence(Qt::CTRL | Qt::Key_H), &BulkEdits::replace);
  add("pasteAsRows", tr("Paste as new &rows…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), &BulkEdits::pasteAsRows);
  add("setColumn", tr("Set a &column in all rows…"), QKeySequence(ctrlAlt | Qt::Key_U), &BulkEdits::setColumn);
}

BulkEdits::~BulkEdits() = default;

QAction* BulkEdits::add(const char* name, const QString& text, const QKeySequence& shortcut, void (BulkEdits::*verb)()) {
  m_actions << makeGridAction(this, name, text, shortcut, verb);
  return m_actions.back();
}

void BulkEdits::stop() { m_edits.stop(); }

void BulkEdits::tell(const CellEdits::Outcome& outcome) {
  if (outcome.refused == 0) return;
  const QString left = tr("%n cell(s) left as they are: %1", nullptr, outcome.refused).arg(outcome.reason);
  m_page.messages->showMessage(MessageBar::Kind::Warning, outcome.changed > 0 ? tr("%n cell(s) changed, ", nullptr, outcome.changed) + left : left);
}

void BulkEdits::change(const QString& text, CellEdits::Edit edit) {
  changeTo(text, CellEdits::ofValues(std::move(edit)));
}

void BulkEdits::changeTo(const QString& text, const CellEdits::OperandEdit& edit) {
  if (!m_page.model->model()) return;
  m_edits.collectAndChange(text, m_page.selected(), edit);
}

void BulkEdits::setNull() {
  change(tr("Set NULL"), [](const EditableCell&) { return std::optional(Value()); });
}

void BulkEdits::setEmpty() {
  change(tr("Set empty text"), [](const EditableCell& cell) -> Result<std::optional<Value>> {
    const auto& type = cell.attribute->column.type;
    if (type.kind == TypeKind::Blob && !type.perCell) return std::optional(Value::blob({}));
    if (type.kind != TypeKind::Text && !type.perCell) return DbError(ErrorKind::Data, toStdString(tr("%1 takes no empty text.").arg(toQString(cell.attribute->name))));
    return std::optional(Value::text({}));
  });
}

/// A plain constant is written as the value that it is; any other default the database makes.
void BulkEdits::setDefault() {
  changeTo(tr("Set default"), [](const EditableCell& cell) -> Result<std::optional<Operand>> {
    if (!cell.ref.empty()) return std::optional<Operand>(Operand::Default{});
    if (!cell.attribute->column.defaultExpression) return std::optional<Operand>(Value());
    const auto value = constantDefault(cell.attribute->column);
    return std::optional<Operand>(value ? Operand(*value) : Operand(Operand::Default{}));
  });
}

void BulkEdits::fillDown() {
  const auto topmost = std::make_shared<std::map<const Attribute*, Operand>>();
  changeTo(tr("Fill down"), [topmost](const EditableCell& cell) -> Result<std::optional<Operand>> {
    const auto [found, isTop] = topmost->try_emplace(cell.attribute, cell.isDefault && cell.attribute->column.defaultExpression ? Operand(Operand::Default{}) : Operand(cell.value));
    return isTop ? std::optional<Operand>() : std::optional(found->second);
  });
}

void BulkEdits::fill(const Value& value) {
  const Attribute* attribute = m_page.model->attribute(m_page.current().column());
  if (!attribute) return;
  change(tr("Fill"), [value, attribute](const EditableCell& cell) -> Result<std::optional<Value>> {
    if (cell.attribute == attribute || value.isNull()) return std::optional(value);
    auto other = typedValue(displayText(value, attribute->column.type), cell.attribute->column, cell.value);
    if (!other) return other.error();
    return std::optional(std::move(*other));
  });
}

void BulkEdits::fillWithValue() {
  const QModelIndex current = m_page.current();
  if (!current.isValid() || !m_page.model->model()) return;
  auto* dialog = new FillDialog(m_page.model->editedColumn(current.column()), m_page.model->value(current).value_or(Value()), m_page.selected().cellCount(), m_page.widget);
  connect(dialog, &FillDialog::chosen, this, &BulkEdits::fill);
  dialog->open();
}

void BulkEdits::replace() {
  if (!m_page.model->model()) return;
  m_edits.collect(m_page.selected(), [this](const CellEdits::SharedCells& cells) {
    auto* dialog = new ReplaceDialog(cells, m_page.widget);
    connect(dialog, &ReplaceDialog::chosen, this, [this, cells, held = m_page.source->sharedQuery()](const TextReplacement& replacement) { m_edits.change(tr("Replace"), cells, [replacement](const EditableCell& cell) { return replacement.replaced(cell); }); });
    dialog->open();
  });
}

void BulkEdits::pasteAsRows() {
  const Model* model = m_page.model->model();
  const QString text = QApplication::clipboard()->text();
  if (!model) return;
  if (const auto reason = model->readOnlyReason(); !reason.empty()) return m_page.messages->showMessage(MessageBar::Kind::Warning, toQString(reason));
  if (text.isEmpty()) return m_page.messages->showMessage(MessageBar::Kind::Warning, tr("The clipboard holds no text."));
  auto* dialog = new PasteRowsDialog(m_page.source->query()->select().registry(), *model, m_page.shownColumns(), text, m_page.widget);
  connect(dialog, &PasteRowsDialog::chosen, this, [this, name = model->name](const std::vector<Change::Values>& rows) {
    m_page.changes->beginGroup(tr("Paste %n row(s)", nullptr, static_cast<int>(rows.size())));
    for (const auto& values : rows) m_page.changes->insertRow(name, values);
    m_page.changes->endGroup();
  });
  dialog->open();
}

void BulkEdits::setColumn() {
  const QModelIndex current = m_page.current();
  const Model* model = m_page.model->model();
  if (!model) return;
  if (const auto reason = model->readOnlyReason(); !reason.empty()) return m_page.messages->showMessage(MessageBar::Kind::Warning, toQString(reason));
  auto* dialog = new SetColumnDialog({m_page.database, m_page.source->query()->select().registry(), model->name, m_page.filter()}, std::max(0, current.column()), m_page.widget);
  dialog->setPendingChanges(static_cast<int>(std::ranges::count(m_page.changes->changeSet().changes(), model->name, &Change::model)));
  connect(dialog, &SetColumnDialog::written, this, [this](qint64 rows) {
    m_page.messages->showMessage(MessageBar::Kind::Information, tr("%n row(s) were changed in the database.", nullptr, static_cast<int>(rows)));
    Q_EMIT rowsWritten();
  });
  dialog->open();
}

}  // namespace joinery::ui

#include "moc_bulk_edits.cpp"
