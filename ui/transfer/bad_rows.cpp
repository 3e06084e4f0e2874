// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/bad_rows.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

void BadRowsModel::setRows(std::vector<BadRow> rows) {
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

QString BadRowsModel::text() const {
  QString text;
  for (const BadRow& row : m_rows) text += QStringLiteral("%1\t%2\n").arg(row.line).arg(toQString(row.reason));
  return text;
}

int BadRowsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int BadRowsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 2; }

QVariant BadRowsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const BadRow& row = m_rows[static_cast<std::size_t>(index.row())];
  if (role == Qt::ToolTipRole) return plainToolTip(toQString(row.reason));
  if (role == Qt::TextAlignmentRole && index.column() == 0) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  return index.column() == 0 ? QLocale().toString(static_cast<qlonglong>(row.line)) : toQString(row.reason);
}

QVariant BadRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == 0 ? tr("Line") : tr("Why it was not taken");
}

BadRowsView::BadRowsView(QWidget* parent) : QWidget(parent), m_model(new BadRowsModel(this)), m_title(new PlainLabel(this)) {
  auto* table = new QTableView(this);
  table->setObjectName(QStringLiteral("badRows"));
  table->setAccessibleName(tr("Bad rows"));
  table->setModel(m_model);
  table->verticalHeader()->hide();
  table->horizontalHeader()->setStretchLastSection(true);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setTabKeyNavigation(false);
  table->setMaximumHeight(150);
  auto* copy = new QPushButton(tr("Cop&y all"), this);
  copy->setObjectName(QStringLiteral("copyBadRows"));
  copy->setAccessibleName(tr("Copy bad rows"));
  copy->setAutoDefault(false);
  connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->text()); });
  auto* line = new QHBoxLayout;
  line->addWidget(m_title, 1);
  line->addWidget(copy);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(line);
  layout->addWidget(table);
  hide();
}

void BadRowsView::setResult(const ImportResult& result) {
  m_model->setRows(result.bad);
  const QLocale locale;
  const auto shown = static_cast<std::int64_t>(result.bad.size());
  const QString count = locale.toString(static_cast<qlonglong>(result.badRows));
  m_title->setText(shown < result.badRows ? tr("%1 bad rows, the first %2 of them:").arg(count, locale.toString(static_cast<qlonglong>(shown))) : tr("Bad rows: %1").arg(count));
  setVisible(result.badRows > 0);
}

}  // namespace joinery::ui

#include "moc_bad_rows.cpp"
