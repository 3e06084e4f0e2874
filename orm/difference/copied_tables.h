// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// Tables of another schema, perhaps of another engine, as this engine has them.
struct CopiedTables {
  Operations operations;
  std::vector<std::string> differences;  ///< what is not as it was: a sentence each, behind the name of the table that it had
};

/// What makes them in a schema, those that are referred to first. A name that is taken there gets a number; foreign keys to tables that are
/// neither copied nor there are left out. Pure, any thread.
CopiedTables copyTables(const schema::MetaData& from, const Dialect& source, const std::vector<QualifiedName>& tables, schema::MetaData target, const Dialect& dialect);

/// A whole schema for another engine. Views are left out.
struct CopiedSchema {
  schema::MetaData metadata;
  std::vector<std::string> differences;
};
CopiedSchema copySchema(const schema::MetaData& from, const Dialect& source, const Dialect& dialect);

}  // namespace joinery::migration
