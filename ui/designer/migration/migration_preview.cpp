// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/migration_preview.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/designer/migration/outline_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

QString lossOf(const migration::OutlinedOperation& operation) {
  const QString why = operation.whyIrreversible ? toQString(*operation.whyIrreversible) : QString();
  if (operation.isDestructive) return why.isEmpty() ? MigrationPreview::tr("Loses data") : MigrationPreview::tr("Loses data: %1").arg(why);
  return why.isEmpty() ? QString() : MigrationPreview::tr("No way back: %1").arg(why);
}

QTreeWidgetItem* itemOf(const migration::OutlinedOperation& operation) {
  const QString loss = lossOf(operation);
  const QString what = toQString(operation.description);
  auto* item = new QTreeWidgetItem(QStringList{what, loss});
  item->setData(0, Qt::ToolTipRole, plainToolTip(what));
  item->setData(1, Qt::ToolTipRole, plainToolTip(loss));
  if (loss.isEmpty()) return item;
  item->setIcon(1, icon(operation.isDestructive ? QStringLiteral("warning") : QStringLiteral("information")));
  item->setForeground(1, Theme::instance().color(operation.isDestructive ? Theme::Role::ErrorText : Theme::Role::WarningText));
  item->setData(0, Qt::AccessibleTextRole, MigrationPreview::tr("%1. %2").arg(what, loss));
  return item;
}

}  // namespace

MigrationPreview::MigrationPreview(const QString& database, const migration::MigrationOutline& outline, QWidget* parent)
    : QDialog(parent), m_summary(new PlainLabel(outlineSummary(outline), this)), m_steps(new QTreeWidget(this)), m_sql(new SqlText(this)) {
  setObjectName(QStringLiteral("migrationPreview"));
  setWindowTitle(tr("Migration of %1").arg(database));
  resize(900, 560);
  m_summary->setObjectName(QStringLiteral("migrationSummary"));
  m_summary->setWordWrap(true);
  m_steps->setObjectName(QStringLiteral("migrationSteps"));
  m_steps->setAccessibleName(tr("Steps"));
  m_steps->setHeaderLabels({tr("Change"), tr("What is lost")});
  m_steps->setUniformRowHeights(true);
  fill(outline);
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->addWidget(m_steps);
  splitter->addWidget(m_sql);
  splitter->setChildrenCollapsible(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  const auto add = [&](const QString& objectName, const QString& text, QDialogButtonBox::ButtonRole role, void (MigrationPreview::*asked)()) {
    auto* button = buttons->addButton(text, role);
    button->setObjectName(objectName);
    button->setEnabled(!outline.revisions.empty());
    connect(button, &QPushButton::clicked, this, [this, asked] {
      Q_EMIT(this->*asked)();
      accept();
    });
    return button;
  };
  add(QStringLiteral("migrateNow"), tr("&Migrate…"), QDialogButtonBox::AcceptRole, &MigrationPreview::migrateRequested)->setAccessibleName(tr("Migrate now"));
  add(QStringLiteral("rehearseNow"), tr("&Dry run"), QDialogButtonBox::ActionRole, &MigrationPreview::rehearsalRequested);
  add(QStringLiteral("scriptNow"), tr("&Save as SQL script…"), QDialogButtonBox::ActionRole, &MigrationPreview::scriptRequested);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_summary);
  layout->addWidget(splitter, 1);
  layout->addWidget(buttons);
  m_steps->setFocus();
}

void MigrationPreview::fill(const migration::MigrationOutline& outline) {
  for (const auto& revision : outline.revisions) {
    auto* top = new QTreeWidgetItem(m_steps, {outlineTitle(revision), revision.isDestructive() ? tr("Loses data") : QString()});
    top->setIcon(0, icon(revision.direction == migration::RevisionChain::Direction::Down ? QStringLiteral("undo") : QStringLiteral("history")));
    QFont font = top->font(0);
    font.setBold(true);
    top->setFont(0, font);
    if (revision.isDestructive()) {
      top->setIcon(1, icon(QStringLiteral("warning")));
      top->setForeground(1, Theme::instance().color(Theme::Role::ErrorText));
    }
    for (const auto& each : revision.operations) top->addChild(itemOf(each));
  }
  m_steps->expandAll();
  m_steps->header()->setStretchLastSection(true);
  m_steps->setColumnWidth(0, 480);
  m_sql->showSql(outlineSql(outline));
}

}  // namespace joinery::ui

#include "moc_migration_preview.cpp"
