// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/value_type.h"
#include "orm/dialect/catalogue_row.h"
#include "orm/schema/sequence.h"
#include "orm/schema/trigger.h"

namespace joinery {

/// The only letter of a cell, as the catalogue marks kinds; NUL for none.
char postgresqlLetter(const CatalogueRow& row, std::string_view label);
/// The lines of a cell; none for NULL and for an empty one.
std::vector<std::string> postgresqlLines(const CatalogueRow& row, std::string_view label);
/// By the columns of kPostgresqlSequenceOptions: what is as the server would have it anyway is left out.
schema::SequenceOptions postgresqlSequenceOptions(const CatalogueRow& row);
schema::Firing postgresqlFiring(const CatalogueRow& row);

/// Labels of enums, by the type's oid.
using PostgresqlEnumLabels = std::map<std::int64_t, std::shared_ptr<std::vector<std::string>>>;
/// By "type", "type_name", "type_class", "category", "modifier" and "declared".
ValueType postgresqlTypeOf(const CatalogueRow& row, const PostgresqlEnumLabels& labels);

}  // namespace joinery
