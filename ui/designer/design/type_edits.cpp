// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/type_edits.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/renamed_schema.h"
#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"

namespace joinery::ui {

namespace {

[[noreturn]] void refuseType(const std::string& why) { throw DbError(ErrorKind::InvalidRequest, why); }

bool isTypeName(const schema::MetaData& metadata, const QualifiedName& name, const Dialect& dialect) {
  const auto isSame = [&](const auto& each) { return migration::isSameName(each.name, name, metadata, dialect); };
  return std::ranges::any_of(metadata.enums, isSame) || std::ranges::any_of(metadata.domains, isSame);
}

void requireLabel(const schema::EnumType& type, const std::string& label) {
  if (label.empty()) refuseType("a label of " + type.name.toString() + " is empty");
  if (std::ranges::find(type.labels, label) != type.labels.end()) refuseType("the enum " + type.name.toString() + " has a label " + label + " already");
}

}  // namespace

const schema::EnumType* findEnum(const schema::MetaData& metadata, const QualifiedName& name) {
  const auto found = std::ranges::find(metadata.enums, name, &schema::EnumType::name);
  return found == metadata.enums.end() ? nullptr : &*found;
}

const schema::Domain* findDomain(const schema::MetaData& metadata, const QualifiedName& name) {
  const auto found = std::ranges::find(metadata.domains, name, &schema::Domain::name);
  return found == metadata.domains.end() ? nullptr : &*found;
}

QualifiedName freeTypeName(const schema::MetaData& metadata, const std::string& wanted, const Dialect& dialect) {
  // A table is a type, too.
  QualifiedName name(migration::freeTableName(metadata, wanted, dialect));
  for (int number = 2; isTypeName(metadata, name, dialect); ++number) name.name = migration::freeTableName(metadata, wanted + "_" + std::to_string(number), dialect);
  return name;
}

std::vector<std::string> usersOfType(const schema::MetaData& metadata, const QualifiedName& type, const Dialect& dialect) {
  std::vector<std::string> users;
  for (const auto& table : metadata.tables())
    for (const schema::Column& column : table->columns)
      if (migration::isOfType(column.type, type, metadata, dialect)) users.push_back(table->name.toString() + "." + column.name);
  for (const schema::Domain& domain : metadata.domains)
    if (migration::isOfType(domain.type, type, metadata, dialect)) users.push_back("the domain " + domain.name.toString());
  return users;
}

migration::Operations dropType(const schema::MetaData& metadata, const QualifiedName& type, const Dialect& dialect) {
  std::string users;
  for (const std::string& each : usersOfType(metadata, type, dialect)) users += (users.empty() ? "" : ", ") + each;
  if (!users.empty()) refuseType("the type " + type.toString() + " is used by " + users);
  if (const schema::EnumType* found = findEnum(metadata, type)) return {migration::Drop<schema::EnumType>{*found}};
  if (const schema::Domain* found = findDomain(metadata, type)) return {migration::Drop<schema::Domain>{*found}};
  refuseType("there is no type " + type.toString());
}

migration::Operations renameType(const schema::MetaData& metadata, const QualifiedName& type, const std::string& name, const Dialect& dialect) {
  const QualifiedName to(type.schema, name);
  if (name.empty()) refuseType("the type " + type.toString() + " needs a name");
  if (to == type) return {};
  if (isTypeName(metadata, to, dialect) || migration::findTable(metadata, to, dialect)) refuseType("there is a type or table " + to.toString() + " already");
  return {migration::Rename{findEnum(metadata, type) ? migration::RenameKind::Enum : migration::RenameKind::Domain, type, to}};
}

migration::Operations setCheck(const schema::Domain& domain, std::size_t place, const std::string& expression) {
  schema::Domain after = domain;
  if (place >= after.checks.size()) {
    const std::string wanted = domain.name.name + "_check";
    std::string name = wanted;
    for (int i = 1; std::ranges::find(after.checks, name, &schema::CheckConstraint::name) != after.checks.end(); ++i) name = wanted + std::to_string(i);
    after.checks.push_back({.name = std::move(name), .expression = expression});
  } else if (expression.empty()) {
    after.checks.erase(after.checks.begin() + static_cast<std::ptrdiff_t>(place));
  } else {
    after.checks[place].expression = expression;
  }
  return {migration::Replace<schema::Domain>{domain, std::move(after)}};
}

migration::Operations addLabel(const schema::EnumType& type) {
  std::string label = "new_label";
  for (int number = 2; std::ranges::find(type.labels, label) != type.labels.end(); ++number) label = "new_label_" + std::to_string(number);
  return {migration::AddEnumLabel{type.name, label, {}}};
}

migration::Operations renameLabel(const schema::EnumType& type, std::size_t place, const std::string& label) {
  if (type.labels[place] == label) return {};
  requireLabel(type, label);
  return {migration::RenameEnumLabel{type.name, type.labels[place], label}};
}

migration::Operations dropLabel(const schema::EnumType& type, std::size_t place) {
  return {migration::DropEnumLabel{type.name, type.labels[place], place + 1 < type.labels.size() ? type.labels[place + 1] : std::string()}};
}

migration::Operations moveLabel(const schema::EnumType& type, std::size_t from, std::size_t to) {
  std::vector<std::string> labels = type.labels;
  const std::string moved = labels[from];
  labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(from));
  labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(to), moved);
  return {migration::OrderEnumLabels{type.name, type.labels, labels}};
}

}  // namespace joinery::ui
