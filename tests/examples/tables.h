// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/model/mapping.h"

namespace joinery::example {

/// A column that may be NULL, unless it is said otherwise. @param declared the engine's own spelling of the type
schema::Column column(const std::string& name, TypeKind kind, const std::string& declared);
schema::Column required(schema::Column column);
schema::Column integer(const std::string& name);
schema::Column text(const std::string& name);

/// @param key the columns of its primary key
schema::Table table(const std::string& name, std::vector<schema::Column> columns, const std::vector<std::string>& key);
schema::ForeignKey refers(const std::string& column, const std::string& table, const std::string& referred = "id");

/// A relationship that is seen from both sides.
RelationshipMapping related(const std::string& name, const std::string& to, const std::string& back = {});

}  // namespace joinery::example
