// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/export_subject.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString told(const char* text) { return QCoreApplication::translate("ExportSubject", text); }

QString withCount(const QString& text, std::optional<std::int64_t> count) {
  return count ? told("%1 (%2)").arg(text, QLocale().toString(static_cast<qlonglong>(*count))) : text;
}

WriteRows modelRows(const Database& database, ExportedRows rows) {
  return statementRows([engine = database.engine(), registry = database.registry(), rows = std::move(rows)](TransferFormat format) { return exportStatement(rows, *registry, engine->dialect(), format); });
}

/// One range is a statement, which the engine may unload by itself; several are read by their keys.
WriteRows selectedRows(RowRanges selection) {
  return [selection = std::move(selection)](const RowExport& rows, Connection& connection, const std::string& path) {
    const std::vector<std::string> attributes = exportedAttributes(selection.query->model(), rows.options().format);
    if (const auto statement = rangeStatement(selection, attributes)) return rows.runTo(path, connection, *statement);
    RangeBatches batches(connection, selection, attributes, rows.cancelToken());
    return rows.runTo(path, batches);
  };
}

}  // namespace

WriteRows statementRows(std::function<CompiledStatement(TransferFormat)> statement) {
  return [statement = std::move(statement)](const RowExport& rows, Connection& connection, const std::string& path) { return rows.runTo(path, connection, statement(rows.options().format)); };
}

ExportSubject exportSubject(const Database& database, const ShownRows& shown) {
  const Model& model = database.registry()->at(shown.model);
  const QString name = toQString(model.name);
  ExportSubject subject{name, model.table->name};
  subject.overridesIdentity = std::ranges::any_of(model.attributes, [](const Attribute& each) { return each.column.generation == schema::Generation::IdentityAlways; });
  ExportedRows rows{.model = model.name};
  rows.sorts = shown.sorts;
  const bool isFiltered = !shown.filter.empty();
  subject.parts.push_back({withCount(told("All rows of %1").arg(name), isFiltered ? std::nullopt : shown.rowCount), modelRows(database, rows)});
  rows.filter = shown.filter;
  if (isFiltered) subject.parts.push_back({withCount(told("Rows that pass the filter"), shown.rowCount), modelRows(database, rows)});
  if (shown.selection) subject.parts.push_back({withCount(told("Selected rows"), shown.selection->rowCount), selectedRows(*shown.selection)});
  return subject;
}

}  // namespace joinery::ui
