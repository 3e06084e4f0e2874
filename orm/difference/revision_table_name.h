// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/schema/metadata.h"

namespace joinery::migration {

/// The name of the table in which a database remembers its revision. It is no part of designs, differences and revisions.
constexpr const char* kRevisionTable = "joinery_revision";
bool isRevisionTable(const QualifiedName& name);
/// The schema as it is without that table. Pure.
schema::MetaData withoutRevisionTable(schema::MetaData metadata);

}  // namespace joinery::migration
