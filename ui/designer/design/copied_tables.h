// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/difference/schema_edits.h"

namespace joinery::ui {

/// Tables of another schema as a design has them, those that are referred to first. Pure, any thread.
/// @return what is not as it was bears the table's name before it. @throws DbError InvalidRequest where one can't be
migration::CopiedTable copiedTables(const schema::MetaData& from, const Dialect& source, const std::vector<QualifiedName>& tables, schema::MetaData target, const Dialect& dialect);

}  // namespace joinery::ui
