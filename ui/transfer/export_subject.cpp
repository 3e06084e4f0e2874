// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/export_subject.h"

#include <QCoreApplication>

#include <algorithm>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString told(const char* text, qsizetype count = -1) { return QCoreApplication::translate("ExportSubject", text, nullptr, static_cast<int>(count)); }

ExportSubject::Part partOf(const Database& database, const QString& text, ExportedRows rows) {
  return {text, [engine = database.engine(), registry = database.registry(), rows = std::move(rows)](TransferFormat format) { return exportStatement(rows, *registry, engine->dialect(), format); }};
}

}  // namespace

Json keysFilter(const Model& model, const std::vector<std::vector<Value>>& keys) {
  const std::vector<std::string> names = model.keyAttributes();
  if (keys.empty() || names.empty()) return nullptr;
  Json rows = Json::array();
  for (const std::vector<Value>& key : keys) {
    Json row = Json::object();
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = jsonFromValue(key[i], model.attribute(names[i])->column.type);
    rows.push_back(names.size() == 1 ? row[names[0]] : std::move(row));
  }
  if (names.size() == 1) return {{names[0], {{"$in", std::move(rows)}}}};
  return {{"$or", std::move(rows)}};
}

ExportSubject exportSubject(const Database& database, const ShownRows& shown) {
  const Model& model = database.registry()->at(shown.model);
  const QString name = toQString(model.name);
  ExportSubject subject{name, model.table->name};
  subject.overridesIdentity = std::ranges::any_of(model.attributes, [](const Attribute& each) { return each.column.generation == schema::Generation::IdentityAlways; });
  ExportedRows rows{.model = model.name};
  rows.sorts = shown.sorts;
  subject.parts.push_back(partOf(database, told("All rows of %1").arg(name), rows));
  rows.filter = shown.filter;
  if (!shown.filter.empty()) subject.parts.push_back(partOf(database, told("Rows that pass the filter"), rows));
  if (shown.selection.is_null()) return subject;
  rows.filter = shown.selection;
  subject.parts.push_back(partOf(database, told("%n selected row(s)", shown.selectedRows), rows));
  return subject;
}

}  // namespace joinery::ui
