// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/difference/designed_type.h"
#include "orm/difference/schema_edits.h"
#include "ui/designer/design/schema_design.h"

namespace joinery::test {

inline schema::Column designedColumn(const char* name, const char* type, const Dialect& dialect, bool nullable = true) {
  schema::Column column;
  column.name = name;
  column.type = migration::designedType(type, {}, dialect);
  column.nullable = nullable;
  return column;
}

/// Carries operations out; a design that refuses them is a mistake of the test.
inline void mustEdit(ui::SchemaDesign& design, const migration::Operations& operations) {
  if (const auto error = design.edit(QStringLiteral("edit"), operations)) qFatal("%s", error->what());
}

/// artist(id, name), album(id, title, year, artist_id → artist): designed from nothing, so that all of it is recorded.
inline void designMusic(ui::SchemaDesign& design, const std::string& backend) {
  design.start(backend);
  const Dialect& dialect = design.dialect();
  for (const char* table : {"artist", "album"}) mustEdit(design, migration::addTable(design.metadata(), table, dialect));
  mustEdit(design, {migration::AddColumn{QualifiedName("artist"), designedColumn("name", "text", dialect, false)}});
  mustEdit(design, {migration::AddColumn{QualifiedName("album"), designedColumn("title", "text", dialect, false)}, migration::AddColumn{QualifiedName("album"), designedColumn("year", "integer", dialect)}});
  mustEdit(design, migration::addForeignKey(design.metadata(), QualifiedName("album"), QualifiedName("artist"), true, dialect));
}

}  // namespace joinery::test
