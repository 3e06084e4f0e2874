// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/difference.h"

#include <QCoreApplication>

#include "orm/migration/migration_plan.h"
#include "ui/designer/migration/schema_overlay.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString differenceText(const char* text) { return QCoreApplication::translate("joinery::ui::Difference", text); }

void writeSql(DifferenceContents& contents, const std::vector<migration::PlanStep>& steps) {
  for (std::size_t i = 0; i < steps.size() && i < DifferenceContents::kMostStatements; ++i) {
    const QString statement = toQString(steps[i].sql) + QLatin1Char(';');
    if (!contents.parts.empty() && contents.parts.back().operation == steps[i].operation) contents.parts.back().length += statement.size() + 1;
    else contents.parts.push_back({steps[i].operation, contents.sql.size() + (contents.sql.isEmpty() ? 0 : 1), statement.size()});
    if (!contents.sql.isEmpty()) contents.sql += QLatin1Char('\n');
    contents.sql += statement;
  }
  if (steps.size() > DifferenceContents::kMostStatements)
    contents.sql += differenceText("\n-- and %1 more statements").arg(steps.size() - DifferenceContents::kMostStatements);
}

}  // namespace

std::shared_ptr<const DifferenceContents> DifferenceContents::of(const Difference& difference) {
  auto contents = std::make_shared<DifferenceContents>();
  contents->operations = difference.operations;
  try {
    SchemaOverlay overlay(*difference.before, *difference.dialect);
    for (const migration::Operation& each : difference.operations) overlay.apply(each);
    contents->tables = overlay.tables();
    contents->changes = overlay.changes();
    contents->shown = overlay.shown();
    writeSql(*contents, migration::migrationPlan(*difference.before, difference.operations, *difference.dialect).steps);
  } catch (const DbError& error) {
    contents->error = error;
  }
  if (contents->tables.size() < contents->operations.size())
    for (std::size_t i = contents->tables.size(); i < contents->operations.size(); ++i) contents->tables.push_back(migration::changedTable(contents->operations[i]));
  return contents;
}

QString warningOf(const migration::Operation& operation) {
  const auto why = migration::whyIrreversible(operation);
  const QString reason = why ? toQString(*why) : QString();
  if (!migration::isDestructive(operation)) return why ? differenceText("No way back: %1").arg(reason) : QString();
  return why ? differenceText("Loses data: %1").arg(reason) : differenceText("Loses data");
}

}  // namespace joinery::ui
