// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/paste_rows_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/changes/cell_text.h"
#include "ui/grid/column_choosers.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

PasteRowsDialog::PasteRowsDialog(std::shared_ptr<const Registry> registry, const Model& model, const std::vector<int>& shownColumns, const QString& text, QWidget* parent)
    : QDialog(parent), m_registry(std::move(registry)), m_model(model), m_rows(model, shownColumns, text), m_header(new QCheckBox(tr("The &first row has the columns' names"), this)), m_empty(new QComboBox(this)),
      m_table(new QTableWidget(this)), m_targets(new ColumnChoosers(m_table, this)), m_count(new PlainLabel(this)) {
  setObjectName(QStringLiteral("pasteRowsDialog"));
  setWindowTitle(tr("Paste as new rows of %1").arg(toQString(model.name)));
  setAttribute(Qt::WA_DeleteOnClose);
  m_header->setObjectName(QStringLiteral("firstRowIsHeader"));
  m_header->setChecked(m_rows.hasHeader());
  m_empty->setObjectName(QStringLiteral("emptyCells"));
  m_empty->setAccessibleName(tr("Empty cells"));
  m_empty->addItems({tr("NULL"), tr("empty text"), tr("the default")});
  m_table->setObjectName(QStringLiteral("pastedRows"));
  m_table->setAccessibleName(tr("Rows to insert"));
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setTabKeyNavigation(false);
  m_count->setObjectName(QStringLiteral("pasteCount"));
  m_count->setWordWrap(true);
  auto* emptyLabel = new PlainLabel(tr("&Empty cells are"), this);
  emptyLabel->setBuddy(m_empty);
  auto* targetLabel = new PlainLabel(tr("Each column &goes to:"), this);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  m_insert = buttons->addButton(tr("&Insert"), QDialogButtonBox::AcceptRole);
  m_insert->setObjectName(QStringLiteral("insertRows"));
  auto* options = new QHBoxLayout;
  options->addWidget(m_header, 1);
  options->addWidget(emptyLabel);
  options->addWidget(m_empty);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(options);
  layout->addWidget(targetLabel);
  layout->addWidget(m_targets);
  layout->addWidget(m_table, 1);
  layout->addWidget(m_count);
  layout->addWidget(buttons);
  resize(760, 420);
  makeChoosers();
  if (m_rows.columnCount() > 0) targetLabel->setBuddy(m_targets->chooser(0));
  showRows();
  connect(m_header, &QCheckBox::toggled, this, [this](bool on) {
    m_rows.setHasHeader(on);
    showRows();
  });
  connect(m_empty, &QComboBox::currentIndexChanged, this, [this](int index) {
    m_rows.setEmptyCells(static_cast<PastedRows::EmptyCells>(index));
    showRows();
  });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    std::vector<Change::Values> rows;
    for (std::size_t row = 0; row < m_rows.rowCount(); ++row)
      if (auto values = m_rows.values(row)) rows.push_back(std::move(*values));
    Q_EMIT chosen(rows);
    accept();
  });
}

void PasteRowsDialog::makeChoosers() {
  m_table->setColumnCount(m_rows.columnCount());
  QWidget* before = m_empty;
  for (int column = 0; column < m_rows.columnCount(); ++column) {
    auto* target = m_targets->add();
    target->setObjectName(QStringLiteral("target_%1").arg(column + 1));
    target->addItem(tr("(left out)"), PastedRows::kLeftOut);
    for (std::size_t i = 0; i < m_model.attributes.size(); ++i)
      if (m_model.attributes[i].column.isWritable()) target->addItem(toQString(m_model.attributes[i].name), static_cast<int>(i));
    setTabOrder(std::exchange(before, target), target);
    connect(target, &QComboBox::activated, this, [this, target, column] {
      m_rows.setTarget(column, target->currentData().toInt());
      showRows();
    });
  }
  setTabOrder(before, m_table);
}

void PasteRowsDialog::showRows() {
  const auto shown = std::min(m_rows.rowCount(), kShownRows);
  m_table->setRowCount(static_cast<int>(shown));
  QStringList headings;
  for (int column = 0; column < m_rows.columnCount(); ++column) {
    headings << m_rows.heading(column);
    auto* target = m_targets->chooser(column);
    target->setCurrentIndex(target->findData(m_rows.target(column)));
    target->setAccessibleName(tr("Column %1 goes to").arg(m_rows.heading(column)));
    const bool isLeftOut = m_rows.target(column) == PastedRows::kLeftOut;
    for (std::size_t row = 0; row < shown; ++row) {
      const auto value = m_rows.value(row, column);
      const bool isNull = value && *value && (*value)->isNull();
      const bool isDefault = value && !*value && !isLeftOut;
      auto* item = new QTableWidgetItem(isNull ? QStringLiteral("NULL") : isDefault ? tr("default") : gridText(Value::text(toStdString(m_rows.cell(row, column))), {}));
      const Theme& theme = Theme::instance();
      if (!value) {
        item->setBackground(theme.color(Theme::Role::ErrorBackground));
        item->setForeground(theme.color(Theme::Role::ErrorText));
        item->setData(Qt::ToolTipRole, plainToolTip(toQString(value.error().message())));
        item->setData(Qt::AccessibleDescriptionRole, toQString(value.error().message()));
      } else if (isNull || isDefault || isLeftOut) {
        item->setForeground(theme.color(Theme::Role::NullText));
      }
      m_table->setItem(static_cast<int>(row), column, item);
    }
  }
  m_table->setHorizontalHeaderLabels(headings);
  m_table->resizeColumnsToContents();
  m_targets->widenColumns();
  showCount();
}

void PasteRowsDialog::showCount() {
  int fitting = 0, misfits = 0;
  QString reason;
  for (std::size_t row = 0; row < m_rows.rowCount(); ++row) {
    const auto values = m_rows.values(row);
    if (values) ++fitting;
    else if (misfits++ == 0) reason = tr("row %1: %2").arg(row + 1).arg(toQString(values.error().message()));
  }
  QString text = tr("%n row(s) will be added.", nullptr, fitting);
  if (m_rows.rowCount() > kShownRows) text += QLatin1Char(' ') + tr("The first %1 are shown.").arg(kShownRows);
  if (misfits > 0) text += QLatin1Char('\n') + tr("%n row(s) do not fit and are left out (%1).", nullptr, misfits).arg(reason);
  m_count->setText(text);
  m_count->setAccessibleDescription(text);
  m_insert->setText(tr("&Insert %n row(s)", nullptr, fitting));
  bool goesSomewhere = false;
  for (int column = 0; column < m_rows.columnCount(); ++column) goesSomewhere = goesSomewhere || m_rows.target(column) != PastedRows::kLeftOut;
  m_insert->setEnabled(fitting > 0 && goesSomewhere);
}

}  // namespace joinery::ui

#include "moc_paste_rows_dialog.cpp"
