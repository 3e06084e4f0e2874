// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/reference_editor.h"

#include <QCompleter>
#include <QToolButton>
#include <algorithm>

#include "ui/changes/cell_text.h"
#include "ui/connections/known_labels.h"
#include "ui/value/rows_found_view.h"
#include "ui/value/typed_value.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {
constexpr int kLeastListWidth = 480;
}

ReferenceEditor::ReferenceEditor(EditedColumn column, QWidget* parent)
    : LineEditor(column, parent),
      m_reference(*referenceOf(column.registry, *column.model, *column.attribute)),
      m_search(new RowSearch(column.database, m_reference.target, this)),
      m_completer(new QCompleter(this)) {
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setModel(m_search);
  m_completer->setWidget(input());
  auto* list = new RowsFoundView;
  list->setHeaderHidden(true);
  m_completer->setPopup(list);
  connect(input(), &QLineEdit::textEdited, this, &ReferenceEditor::ask);
  connect(addButton(QStringLiteral("search"), tr("Search rows")), &QToolButton::clicked, this, [this] {
    input()->setFocus();
    // What stands there already is a key: any row may be meant instead.
    ask(isModified() ? inputText() : QString());
  });
  connect(m_search, &RowSearch::found, this, &ReferenceEditor::offer);
  connect(m_search, &RowSearch::failed, this, [this](const DbError& error) { refuse(toQString(error.message())); });
  connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, &ReferenceEditor::take);
  connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::highlighted), this, &ReferenceEditor::tell);
}

void ReferenceEditor::valueShown(const Value&) {
  m_isAsked = false;
  m_chosen.clear();
  m_search->stop();
}

void ReferenceEditor::ask(const QString& text) {
  m_isAsked = true;
  m_search->ask(text);
}

void ReferenceEditor::offer() {
  if (!std::exchange(m_isAsked, false) || !input()->hasFocus()) return;
  tell({});
  if (m_search->rowCount() == 0) return m_completer->popup()->hide();
  m_completer->complete(QRect(0, 0, std::max(input()->width(), kLeastListWidth), input()->height()));
  // A label is no value: Return takes the first row that has it.
  const auto typedKey = typedValue(toStdString(inputText()), schemaColumn(), original());
  if (!inputText().isEmpty() && !typedKey) m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

/// Qt leaves windows that pop up out of what assistive technology can look through: the line says what is below it.
void ReferenceEditor::tell(const QModelIndex& current) {
  const int rows = m_search->rowCount();
  const auto label = [this](int row) { return m_search->index(row, RowSearch::LabelColumn).data(Qt::EditRole).toString(); };
  if (rows == 0) input()->setAccessibleDescription(tr("No row matches."));
  else if (current.isValid() && current.row() < rows) input()->setAccessibleDescription(tr("%1 of %2 rows below: %3").arg(current.row() + 1).arg(rows).arg(label(current.row())));
  else input()->setAccessibleDescription(tr("%n row(s) below, the first is %1", nullptr, rows).arg(label(0)));
}

void ReferenceEditor::take(const QModelIndex& index) {
  const int row = index.row();
  if (row < 0 || row >= m_search->rowCount()) return;
  const std::vector<Value> key = m_search->row(row).key;
  const std::string label = relatedRowLabel(m_search->shape(), m_search->row(row).values);
  KnownLabels::of(*column().database).keep(m_reference.target.place(), key, gridText(ValueView::text(label), ValueType{}));
  const auto own = std::ranges::find(m_reference.attributes, column().attribute) - m_reference.attributes.begin();
  put(key[static_cast<std::size_t>(own)]);
  m_chosen = key;
}

/// As long as it is the chosen row that the value says.
ValueEditor::Along ReferenceEditor::along() const {
  Along rest;
  const auto here = value();
  for (std::size_t i = 0; here && i < m_chosen.size(); ++i) {
    if (m_reference.attributes[i] != column().attribute) rest.emplace_back(m_reference.attributes[i], m_chosen[i]);
    else if (m_chosen[i] != *here) return {};
  }
  return rest;
}

}  // namespace joinery::ui

#include "moc_reference_editor.cpp"
