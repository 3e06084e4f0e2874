// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "orm/difference/operation.h"

namespace joinery::test {

inline schema::Column columnOf(const char* type, TypeKind kind, std::optional<int> length = {}, std::optional<int> precision = {}, std::optional<int> scale = {}) {
  schema::Column made;
  made.name = "c";
  made.type.kind = kind;
  made.type.declared = type;
  made.type.length = length;
  made.type.precision = precision;
  made.type.scale = scale;
  return made;
}

inline schema::Table tableNamed(const char* name, schema::TableKind kind = schema::TableKind::Table) {
  schema::Table table;
  table.name = QualifiedName(name);
  table.kind = kind;
  return table;
}

/// One of each at least.
inline migration::Operations sampleOperations() {
  using namespace migration;
  const QualifiedName t("t"), u("shop", "u");
  schema::Index index;
  index.name = "i";
  index.parts.resize(1);
  index.parts[0].expression = "lower(c)";
  Operations all{
      CreateTable{tableNamed("t")}, DropTable{tableNamed("t")}, ReplaceView{tableNamed("v", schema::TableKind::View), tableNamed("v", schema::TableKind::View)},
      Rename{RenameKind::Domain, t, u}, AddColumn{t, columnOf("text", TypeKind::Text), "b"}, AddColumn{t, columnOf("text", TypeKind::Text), ""}, DropColumn{u, columnOf("text", TypeKind::Text), {}}, RenameColumn{t, "a", "b"},
      AlterColumn{t, columnOf("text", TypeKind::Text), columnOf("integer", TypeKind::Integer), "c::integer", "c::text"}, SetPrimaryKey{t, {}, schema::UniqueKey{"pk", {"a"}}},
      SetTableOptions{t, {}, {true, true, {"fillfactor=70"}, {u}, schema::Partition{u, "DEFAULT"}}},
      AddPart<schema::UniqueKey>{t, {"k", {"a"}}}, DropPart<schema::UniqueKey>{t, {"k", {"a"}}}, AddPart<schema::ForeignKey>{t, {"f", {"a"}, u, {"b"}}}, DropPart<schema::ForeignKey>{t, {"f", {"a"}, u, {}}},
      AddPart<schema::CheckConstraint>{t, {"", "a > 0"}}, DropPart<schema::CheckConstraint>{t, {"c", "a > 0"}}, AddPart<schema::ExclusionConstraint>{t, {"e", "EXCLUDE …"}}, DropPart<schema::ExclusionConstraint>{t, {"e", "EXCLUDE …"}},
      AddPart<schema::Index>{t, index}, DropPart<schema::Index>{t, index}, AddPart<schema::Trigger>{t, {"g", "CREATE TRIGGER …"}}, DropPart<schema::Trigger>{t, {"g", "CREATE TRIGGER …"}},
      AddPart<schema::Rule>{t, {"r", "CREATE RULE …", "c", schema::Firing::Always}}, DropPart<schema::Rule>{t, {"r", "CREATE RULE …"}}};
  const schema::EnumType mood{QualifiedName("mood"), {"a"}};
  const schema::Domain domain{QualifiedName("d"), ValueType::of(TypeKind::Text), false, "'x'", {{"", "VALUE <> ''"}}, {}, "c"};
  const schema::Sequence sequence{u, "bigint", {}, t, "a", "c"};
  const schema::Routine routine{QualifiedName("f"), "integer", "CREATE FUNCTION f …", false, "c"};
  const Operations more{Create<schema::EnumType>{mood}, Drop<schema::EnumType>{mood}, AddEnumLabel{mood.name, "b", "a"}, DropEnumLabel{mood.name, "b"}, RenameEnumLabel{mood.name, "a", "b"}, OrderEnumLabels{mood.name, {"a"}, {"a"}},
                        Create<schema::Domain>{domain}, Drop<schema::Domain>{domain}, Replace<schema::Domain>{domain, domain}, Create<schema::Sequence>{sequence}, Drop<schema::Sequence>{sequence}, Replace<schema::Sequence>{sequence, sequence},
                        Create<schema::Routine>{routine}, Drop<schema::Routine>{routine}, Replace<schema::Routine>{routine, routine}, AddExtension{"citext", "shop"}, DropExtension{"citext"}, AddSchema{"shop"}, DropSchema{"shop"},
                        SetComment{CommentKind::Routine, routine.name, "integer", "", "new"}, DataStep{"UPDATE t SET a = 1", "UPDATE t SET a = 0"}, DataStep{"DELETE FROM t"}, DataStep{"VACUUM", {}, false}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace joinery::test
