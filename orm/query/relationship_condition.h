// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/model/relationship.h"
#include "orm/sql/expression.h"

namespace joinery {

/// Each column of the referred key equals its referring column. The key stands on the left: where engines look for a
/// collation there, it is the one that the foreign key itself uses.
sql::Expression equalColumns(const std::string& keyAlias, const std::vector<std::string>& key,
                             const std::string& referringAlias, const std::vector<std::string>& referring);

/// What the relationship asks of the referring row beside its foreign key; empty for nothing.
sql::Expression criterionOf(const Relationship& relationship, const std::string& localAlias, const std::string& targetAlias);

/// What relates a row called `localAlias` to one of the target called `targetAlias`. @pre no link table between them
sql::Expression relatedBy(const Relationship& relationship, const std::string& localAlias,
                          const std::string& targetAlias);

}  // namespace joinery
