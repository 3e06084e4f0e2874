// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/schema_fields.h"

#include <algorithm>
#include <array>

namespace joinery {

std::span<const char* const> jsonNames(TypeKind) {
  static const auto kNames = [] {
    std::array<const char*, static_cast<std::size_t>(TypeKind::Geometry) + 1> names{};
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = typeKindName(static_cast<TypeKind>(i));
    return names;
  }();
  return kNames;
}

namespace schema {

std::span<const char* const> jsonNames(TableKind) {
  static const auto kNames = [] {
    std::array<const char*, static_cast<std::size_t>(TableKind::PartitionedTable) + 1> names{};
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = tableKindName(static_cast<TableKind>(i));
    return names;
  }();
  return kNames;
}

std::span<const char* const> jsonNames(ReferentialAction) {
  static constexpr std::array<const char*, 5> kNames{"NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"};
  return kNames;
}

std::span<const char* const> jsonNames(ConflictClause) {
  static constexpr std::array<const char*, 5> kNames{"ABORT", "ROLLBACK", "FAIL", "IGNORE", "REPLACE"};
  return kNames;
}

std::span<const char* const> jsonNames(Firing) {
  static constexpr std::array<const char*, 4> kNames{"origin", "replica", "always", "never"};
  return kNames;
}

void describeGeneration(FieldWriter& fields, const Column& column) {
  if (column.isComputed()) {
    fields.required("computed", column.generationExpression);
    fields.required("stored", column.generation == Generation::StoredExpression);
  }
  Json identity = jsonOf(column.identity);
  if (column.generation == Generation::IdentityAlways || column.generation == Generation::IdentityByDefault) {
    identity["always"] = column.generation == Generation::IdentityAlways;
    fields.object()["identity"] = std::move(identity);
  } else if (!identity.empty()) {
    fields.object()["counts"] = std::move(identity);
  }
  if (!column.isComputed()) fields.optional("expression", column.generationExpression);
  fields.optional("rowid", column.generation == Generation::RowId);
}

void describeGeneration(FieldReader& fields, Column& column) {
  const JsonPlace& place = fields.place();
  column.generation = Generation::None;
  fields.optional("expression", column.generationExpression);
  if (place.has("computed")) {
    bool isStored = false;
    fields.required("computed", column.generationExpression);
    fields.optional("stored", isStored, true);
    column.generation = isStored ? Generation::StoredExpression : Generation::VirtualExpression;
  }
  bool isRowId = false;
  fields.optional("rowid", isRowId);
  if (isRowId) column.generation = Generation::RowId;
  fields.optional("counts", column.identity);
  if (!place.has("identity")) return;
  const JsonPlace identity = place.at("identity");
  bool isAlways = false;
  if (!identity.json().is_boolean()) {
    readJson(identity, column.identity);
    FieldReader(identity).optional("always", isAlways);
  } else if (!identity.flag()) {
    return;
  }
  column.generation = isAlways ? Generation::IdentityAlways : Generation::IdentityByDefault;
}

}  // namespace schema
}  // namespace joinery
