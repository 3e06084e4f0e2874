// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/choice_editor.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QStandardItemModel>
#include <QToolButton>
#include <algorithm>

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr int kIsNull = Qt::UserRole;
constexpr int kMostTold = 20;

QStandardItemModel* makeChoices(const schema::Column& column, QObject* parent) {
  auto* choices = new QStandardItemModel(parent);
  if (column.type.labels) {
    for (const auto& label : *column.type.labels) choices->appendRow(new QStandardItem(toQString(label)));
  } else {
    for (const char* word : {"true", "false"}) choices->appendRow(new QStandardItem(QString::fromLatin1(word)));
  }
  if (!column.nullable) return choices;
  auto* null = new QStandardItem(QStringLiteral("NULL"));
  null->setData(true, kIsNull);
  null->setForeground(Theme::instance().color(Theme::Role::NullText));
  choices->appendRow(null);
  return choices;
}

}  // namespace

ChoiceEditor::ChoiceEditor(EditedColumn column, QWidget* parent) : LineEditor(std::move(column), parent), m_completer(new QCompleter(this)) {
  m_completer->setModel(makeChoices(schemaColumn(), m_completer));
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  m_completer->setFilterMode(Qt::MatchContains);
  m_completer->popup()->setObjectName(QStringLiteral("choices"));
  m_completer->popup()->setAccessibleName(tr("Choices"));
  input()->setCompleter(m_completer);
  connect(addButton(QStringLiteral("menu"), tr("Choices")), &QToolButton::clicked, this, &ChoiceEditor::offerAll);
  connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, [this](const QModelIndex& index) {
    if (index.data(kIsNull).toBool()) put(Value());
    else choose(index.data().toString());
  });
}

int ChoiceEditor::choiceCount() const { return m_completer->model()->rowCount(); }

void ChoiceEditor::offerAll() {
  input()->setFocus();
  m_completer->setCompletionPrefix({});
  m_completer->complete();
  tellAll();
}

/// Qt leaves windows that pop up out of what assistive technology can look through.
void ChoiceEditor::tellAll() {
  QStringList choices;
  for (int row = 0; row < std::min(choiceCount(), kMostTold); ++row) choices << m_completer->model()->index(row, 0).data().toString();
  if (choiceCount() > kMostTold) choices << QStringLiteral("…");
  input()->setAccessibleDescription(tr("%n choices below: %1", nullptr, choiceCount()).arg(choices.join(QStringLiteral(", "))));
}

}  // namespace joinery::ui

#include "moc_choice_editor.cpp"
