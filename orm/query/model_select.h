// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/model/registry.h"
#include "orm/sql/select.h"

namespace joinery {

/// What a model's rows come from: its table, or its tables joined, under that name.
/// @param alias empty: the table's own name
sql::FromItem modelSource(const Model& model, const std::string& alias = {});

/// Of a model that shares the table of another: only its own rows, and those of models that inherit from it.
/// @param alias how the statement calls the model's table @return empty where the table has no other rows
sql::Expression familyCondition(const Registry& registry, const Model& model, const std::string& alias);

/// A model's attribute in a statement that calls the model's table `alias`: typed, labelled by the attribute's name.
sql::Expression attributeColumn(const Attribute& attribute, const std::string& alias);

/// SELECT of a model's attributes, labelled by their names, FROM its table under that alias.
/// @param attributes which ones and in what order; none: all, as the model has them
/// @throws DbError InvalidRequest for an unknown attribute, with the nearest names
sql::Select selectModel(const Model& model, const std::string& alias,
                        const std::optional<std::vector<std::string>>& attributes = {});

}  // namespace joinery
