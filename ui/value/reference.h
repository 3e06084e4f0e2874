// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ui/value/row_search.h"

namespace joinery::ui {

/// The foreign key that an attribute is, or is one part of.
struct Reference {
  RowSearch::Target target;                  ///< the rows that may be referred to, by the columns that the key refers to
  std::vector<const Attribute*> attributes;  ///< of the referring model: one for each of target.key
};

/// @return one of the attribute alone before one of several; none where it refers to nothing
std::optional<Reference> referenceOf(const std::shared_ptr<const Registry>& registry, const Model& model, const Attribute& attribute);

}  // namespace joinery::ui
