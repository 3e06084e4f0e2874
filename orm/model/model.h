// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/attribute.h"
#include "orm/model/relationship.h"
#include "orm/schema/table.h"

namespace joinery {

/// Maps one table or view: attributes in the table's order, relationships, the label that stands for a row. Immutable once in a
/// Registry.
class Model {
 public:
  std::string name;
  std::shared_ptr<const schema::Table> table;
  std::vector<Attribute> attributes;
  std::vector<Relationship> relationships;
  /// "{FirstName} {LastName}": attributes in braces; never empty for a table with columns.
  std::string label;
  /// Names are looked up exactly, then as the engine compares them. Set by the Registry.
  bool namesIgnoreCase = false;

  const Attribute* attribute(std::string_view attributeName) const;
  const Attribute* attributeOfColumn(std::string_view columnName) const;
  int attributeIndex(std::string_view attributeName) const;
  const Relationship* relationship(std::string_view relationshipName) const;
  std::vector<std::string> attributeNames() const;
  std::vector<std::string> relationshipNames() const;
  /// The primary key's attributes in its order, else the first unique key's whose columns are all NOT NULL; empty
  /// when rows can't be told apart: such a model is read-only.
  std::vector<std::string> keyAttributes() const;
  /// Why rows can't be changed, as a sentence for people; empty when they can.
  std::string readOnlyReason() const;
  /// The attributes that the label shows.
  std::vector<std::string> labelAttributes() const;
};

/// The label of one row: the model's label with the values of a batch that has the label's attributes as column labels.
std::string rowLabel(const Model& model, const RowBatch& batch, std::size_t row);

}  // namespace joinery
