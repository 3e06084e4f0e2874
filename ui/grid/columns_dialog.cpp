// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/columns_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QPushButton* addButton(QLayout* layout, const char* name, const QString& text) {
  auto* button = new QPushButton(text);
  button->setObjectName(QString::fromLatin1(name));
  button->setAutoDefault(false);
  layout->addWidget(button);
  return button;
}

}  // namespace

ColumnsDialog::ColumnsDialog(ColumnLayout layout, QWidget* parent)
    : QDialog(parent), m_layout(std::move(layout)), m_search(new QLineEdit(this)), m_list(new QListWidget(this)), m_frozen(new QSpinBox(this)) {
  setObjectName(QStringLiteral("columnsDialog"));
  setWindowTitle(tr("Columns"));
  m_search->setObjectName(QStringLiteral("searchColumns"));
  m_search->setAccessibleName(tr("Search columns"));
  m_search->setPlaceholderText(tr("Search"));
  m_search->setClearButtonEnabled(true);
  m_list->setObjectName(QStringLiteral("columnList"));
  m_list->setAccessibleName(tr("Columns"));
  m_list->setDragDropMode(QAbstractItemView::InternalMove);
  m_list->setUniformItemSizes(true);
  m_frozen->setObjectName(QStringLiteral("frozenColumns"));
  m_frozen->setAccessibleName(tr("Frozen columns"));
  m_frozen->setRange(0, static_cast<int>(m_layout.columns.size()));
  m_frozen->setValue(m_layout.frozen);
  auto* frozenLabel = new PlainLabel(tr("F&rozen at the left"), this);
  frozenLabel->setBuddy(m_frozen);

  auto* side = new QVBoxLayout;
  connect(addButton(side, "columnUp", tr("Move &up")), &QPushButton::clicked, this, [this] { moveCurrent(-1); });
  connect(addButton(side, "columnDown", tr("Move &down")), &QPushButton::clicked, this, [this] { moveCurrent(1); });
  side->addSpacing(8);
  connect(addButton(side, "showAllColumns", tr("&Show all")), &QPushButton::clicked, this, [this] { checkFound(Qt::Checked); });
  connect(addButton(side, "hideAllColumns", tr("&Hide all")), &QPushButton::clicked, this, [this] { checkFound(Qt::Unchecked); });
  side->addSpacing(8);
  connect(addButton(side, "resetAllColumns", tr("R&eset")), &QPushButton::clicked, this, [this] {
    Q_EMIT resetRequested();
    reject();
  });
  side->addStretch(1);
  auto* middle = new QHBoxLayout;
  middle->addWidget(m_list, 1);
  middle->addLayout(side);
  auto* freezing = new QHBoxLayout;
  freezing->addWidget(frozenLabel);
  freezing->addWidget(m_frozen);
  freezing->addStretch(1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  auto* all = new QVBoxLayout(this);
  all->addWidget(m_search);
  all->addLayout(middle, 1);
  all->addLayout(freezing);
  all->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    Q_EMIT chosen(this->layout());
    accept();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_search, &QLineEdit::textChanged, this, &ColumnsDialog::search);
  fill();
  resize(420, 480);
}

void ColumnsDialog::fill() {
  for (const auto& column : m_layout.columns) {
    auto* item = new QListWidgetItem(toQString(column.name), m_list);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled);
    item->setCheckState(column.hidden ? Qt::Unchecked : Qt::Checked);
  }
  m_list->setCurrentRow(0);
}

void ColumnsDialog::search(const QString& text) {
  for (int row = 0; row < m_list->count(); ++row) m_list->setRowHidden(row, !m_list->item(row)->text().contains(text, Qt::CaseInsensitive));
}

/// Past what the search hides.
void ColumnsDialog::moveCurrent(int step) {
  const int from = m_list->currentRow();
  int to = from + step;
  while (to >= 0 && to < m_list->count() && m_list->isRowHidden(to)) to += step;
  if (from < 0 || to < 0 || to >= m_list->count()) return;
  m_list->insertItem(to, m_list->takeItem(from));
  m_list->setCurrentRow(to);
}

void ColumnsDialog::checkFound(Qt::CheckState state) {
  for (int row = 0; row < m_list->count(); ++row)
    if (!m_list->isRowHidden(row)) m_list->item(row)->setCheckState(state);
}

ColumnLayout ColumnsDialog::layout() const {
  ColumnLayout layout;
  layout.frozen = m_frozen->value();
  for (int row = 0; row < m_list->count(); ++row) {
    const auto name = toStdString(m_list->item(row)->text());
    const auto before = std::ranges::find(m_layout.columns, name, &ColumnLayout::Column::name);
    layout.columns.push_back({name, m_list->item(row)->checkState() == Qt::Unchecked, before == m_layout.columns.end() ? std::nullopt : before->width});
  }
  return layout;
}

}  // namespace joinery::ui

#include "moc_columns_dialog.cpp"
