// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/attribute.h"
#include "orm/model/relationship.h"
#include "orm/schema/table.h"

namespace joinery {

class Record;

/// A collection of plain values that stands for an attribute of related records: "keywords" for the words of a record's tags.
struct AssociationProxy {
  std::string name;
  std::string relationship;
  std::string attribute;  ///< of the related model, a relationship of it, or another proxy of it
  /// Completes a related record that is made for a new element and holds it already, before the relationship has it. Called on
  /// the record's thread; what it throws stops the change.
  std::function<void(Record&)> creator = {};
  /// Of a keyed relationship: asking for a key that nothing stands under makes a related record there.
  bool makesMissing = false;
};

class Model;

/// A table of a model whose rows are spread over several: that of a model that it inherits from, or its own.
struct ModelPart {
  std::shared_ptr<const Model> model;   ///< of that table alone
  std::vector<std::string> keyColumns;  ///< of that table, in the order of the first part's key
};

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
  /// The model itself, then those that it inherits from, nearest first.
  std::vector<std::string> lineage;
  /// The attribute that says which model of a family a row belongs to, and what it says for this one.
  std::string discriminator;
  Value identity;
  /// The attribute that counts a row's versions; empty for none.
  std::string versionAttribute;
  /// The attribute that says when a row was put away without being deleted; empty for none.
  std::string deletedAttribute;
  std::vector<AssociationProxy> proxies;
  /// Of a model with a table of its own beside that of the model that it inherits from: the tables of its rows, the topmost first.
  /// `table` is all of them joined then, under the name of its own. Empty for one table.
  std::vector<ModelPart> parts;
  /// Names are looked up exactly, then as the engine compares them. Set by the Registry.
  bool namesIgnoreCase = false;
  /// The places of keyAttributes() among the attributes. Set by the Registry.
  std::vector<std::size_t> keyIndexes;

  const Attribute* attribute(std::string_view attributeName) const;
  const Attribute* attributeOfColumn(std::string_view columnName) const;
  int attributeIndex(std::string_view attributeName) const;
  const Relationship* relationship(std::string_view relationshipName) const;
  const AssociationProxy* proxy(std::string_view proxyName) const;
  /// The part that holds an attribute; null where the model has one table.
  const ModelPart* partOf(std::string_view attributeName) const;
  /// Whether its records are records of that model: it is that model, or inherits from it.
  bool isA(std::string_view modelName) const;
  std::vector<std::string> attributeNames() const;
  std::vector<std::string> relationshipNames() const;
  /// The primary key's attributes in its order, or those that the mapping names; else the first unique key's whose columns are all NOT
  /// NULL; empty when rows can't be told apart, and of a view for which none are named: such a model is read-only.
  std::vector<std::string> keyAttributes() const;
  /// Why rows can't be changed, as a sentence for people; empty when they can.
  std::string readOnlyReason() const;
  /// The attributes that the label shows.
  std::vector<std::string> labelAttributes() const;
};

/// The label of one row: the model's label with the values of a batch that has the label's attributes as column labels.
std::string rowLabel(const Model& model, const RowBatch& batch, std::size_t row);

}  // namespace joinery
