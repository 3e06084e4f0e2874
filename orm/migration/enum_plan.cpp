// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/enum_plan.h"

#include <algorithm>
#include <deque>

#include "orm/core/db_error.h"
#include "orm/difference/table_order.h"
#include "orm/migration/changed_column.h"
#include "orm/migration/routine_header.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Table;

void moveColumn(PlanWriter& writer, const Table& table, const Column& column) {
  const DdlCompiler& ddl = writer.ddl();
  Column without = column;
  without.defaultExpression.reset();
  if (column.defaultExpression) writer.run(ddl.alterDefault(table, without));
  const std::string text = column.type.declared.ends_with("[]") ? "::text[]::" : "::text::";
  writer.run(ddl.alterType(table, column, writer.dialect().quote(column.name) + text + ddl.columnType(column.type)));
  if (column.defaultExpression) writer.run(ddl.alterDefault(table, column));
}

[[noreturn]] void refuseDomain(const schema::EnumType& type, const schema::Domain& domain) {
  DbError error(ErrorKind::NotSupported, "the enum " + type.name.toString() + " has to be made again for its labels, which PostgreSQL can't do while the domain " + domain.name.toString() + " is made of it");
  error.hint = "Have the domain's columns take another type, and drop the domain, before.";
  throw error;
}

}  // namespace

void remakeEnum(PlanWriter& writer, Aside& aside, const schema::EnumType& after) {
  const QualifiedName old(after.name.schema, after.name.name + " before");
  Tables users;
  for (const auto& table : writer.now().tables()) {
    const bool isUser = std::ranges::any_of(table->columns, [&](const Column& column) { return !column.inherited && isOfType(column.type, after.name, writer.now(), writer.dialect()); });
    if (isUser && !table->isView()) users.push_back(table);
  }
  for (const schema::Domain& domain : writer.now().domains)
    if (isOfType(domain.type, after.name, writer.now(), writer.dialect())) refuseDomain(after, domain);
  for (const schema::Routine& routine : writer.now().routines)
    if (RoutineHeader(routine, writer.dialect()).names(after.name.name)) aside.dropRoutine(routine);
  std::deque<DependentParts> parts;
  for (const auto& table : users) {
    aside.dropViewsOf(table->name);
    parts.emplace_back(writer, table->name, after.name.name, DependentParts::What::Type).drop();
  }
  writer.run(writer.ddl().rename({ObjectKind::Enum, after.name}, old.name));
  writer.run(writer.ddl().createEnum(after));
  for (const auto& table : users)
    for (const Column& column : table->columns)
      if (!column.inherited && !column.isComputed() && isOfType(column.type, after.name, writer.now(), writer.dialect())) moveColumn(writer, *table, column);
  for (DependentParts& each : parts) each.makeAgain();
  writer.run(writer.ddl().drop({ObjectKind::Enum, old}));
  writer.run(writer.ddl().keepUp({ObjectKind::Enum, after.name}, after.upkeep));
  if (!after.comment.empty()) writer.run(writer.ddl().comment({ObjectKind::Enum, after.name}, after.comment));
}

}  // namespace joinery::migration
