// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/enum_change.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/renamed_schema.h"
#include "orm/difference/schema_names.h"

namespace joinery::migration {
namespace {

using Labels = std::vector<std::string>;

[[noreturn]] void refuseLabel(const QualifiedName& type, const std::string& what) { throw DbError(ErrorKind::InvalidRequest, "the enum " + type.toString() + " " + what); }

Labels::iterator labelPlace(Labels& labels, const std::string& label, const QualifiedName& type) {
  const auto found = std::ranges::find(labels, label);
  if (found == labels.end()) refuseLabel(type, "has no label " + label);
  return found;
}

/// @param change takes the labels
template <typename Change>
void changeLabels(schema::MetaData& metadata, const QualifiedName& name, const Dialect& dialect, const Change& change) {
  const auto type = std::ranges::find_if(metadata.enums, [&](const auto& each) { return isSameName(each.name, name, metadata, dialect); });
  if (type == metadata.enums.end()) throw DbError(ErrorKind::InvalidRequest, "there is no enum " + name.toString());
  change(type->labels);
  const auto labels = std::make_shared<const Labels>(type->labels);
  changeTables(metadata, [&](schema::Table& table) {
    bool isChanged = false;
    for (schema::Column& column : table.columns) {
      if (!column.type.labels || !isOfType(column.type, name, metadata, dialect)) continue;
      column.type.labels = labels;
      isChanged = true;
    }
    return isChanged;
  });
}

}  // namespace

void addLabel(schema::MetaData& metadata, const AddEnumLabel& operation, const Dialect& dialect) {
  changeLabels(metadata, operation.type, dialect, [&](Labels& labels) {
    if (std::ranges::find(labels, operation.label) != labels.end()) refuseLabel(operation.type, "has a label " + operation.label + " already");
    labels.insert(operation.before.empty() ? labels.end() : labelPlace(labels, operation.before, operation.type), operation.label);
  });
}

void dropLabel(schema::MetaData& metadata, const DropEnumLabel& operation, const Dialect& dialect) {
  changeLabels(metadata, operation.type, dialect, [&](Labels& labels) { labels.erase(labelPlace(labels, operation.label, operation.type)); });
}

void renameLabelOf(schema::MetaData& metadata, const RenameEnumLabel& operation, const Dialect& dialect) {
  changeLabels(metadata, operation.type, dialect, [&](Labels& labels) {
    if (std::ranges::find(labels, operation.to) != labels.end()) refuseLabel(operation.type, "has a label " + operation.to + " already");
    *labelPlace(labels, operation.from, operation.type) = operation.to;
  });
  renameLabel(metadata, operation.type, operation.from, operation.to, dialect);
}

void orderLabels(schema::MetaData& metadata, const OrderEnumLabels& operation, const Dialect& dialect) {
  changeLabels(metadata, operation.type, dialect, [&](Labels& labels) {
    if (!std::ranges::is_permutation(labels, operation.after)) refuseLabel(operation.type, "has other labels than those that are to be ordered");
    labels = operation.after;
  });
}

}  // namespace joinery::migration
