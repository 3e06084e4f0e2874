// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/model/mixin.h"
#include "orm/model/registry.h"

namespace joinery {

/// A relationship as a person declares it. What is left out follows from the tables' foreign keys.
struct RelationshipMapping {
  std::string name = {};
  std::string to = {};  ///< the related model
  std::string backPopulates = {};
  Cascade cascade = {};
  Loading loading = Loading::Select;
  CollectionKind collection = {};
  /// One related record at most, where the foreign key is on the other side.
  bool isScalar = false;
  std::vector<std::string> orderBy = {};
  std::optional<QualifiedName> secondary = {};  ///< the link table of a many-to-many
  bool postUpdate = false;
  bool passiveDeletes = false;
  bool singleParent = false;
  /// The columns that the other side is told by; needed where a table refers to itself. "column" or "table.column", of the other
  /// model's table first.
  std::vector<std::string> remoteSide = {};
  /// Which foreign key, where there are several. "column" or "table.column": of the own table, else the other's, else the link's.
  std::vector<std::string> foreignKeys = {};
  /// Columns by which rows are related though no foreign key says so: the own one → the other model's. Which side refers to the other
  /// follows from the criterion, else from what is unique.
  std::vector<std::pair<std::string, std::string>> joins = {};
  /// Of such a relationship: columns of the referring table that hold these values in related rows, and get them. So one table refers
  /// to rows of many, by their kind and key.
  std::vector<std::pair<std::string, Value>> criterion = {};
};

/// An attribute that is computed of a row, by the database in filters, sorts and what is read. It can't be set.
struct ComputedMapping {
  std::string name = {};
  ValueType type = {};
  /// @param table what the statement calls the model's table
  std::function<sql::Expression(const std::string& table)> expression = {};
  /// The same of a record, so that it need not be read and follows changes that are not written; empty: it is read with the row.
  std::function<Value(Record&)> onRecord = {};
};

/// A model as a person declares it: attributes are the table's columns.
struct ModelMapping {
  std::string name;
  QualifiedName table;
  /// The key, where it is another one than the table's: also of a table without one, and of a view. Nobody checks that it tells rows
  /// apart; whether a view's rows can be changed is the engine's matter.
  std::vector<std::string> primaryKey = {};
  std::vector<RelationshipMapping> relationships = {};
  /// By attribute.
  std::map<std::string, DefaultSource> onInsert = {}, onUpdate = {};
  /// The attribute that counts a row's versions.
  std::string version = {};
  /// The model whose table and relationships this one shares; its records are those whose discriminator has this identity. With
  /// another `table`, the rest of them is there, under a key that refers to the base's.
  std::string inherits = {};
  std::string discriminator = {};
  Value identity = {};
  std::vector<AssociationProxy> proxies = {};
  /// What the model's columns do by themselves, where the mapping does not say otherwise. The table has their columns.
  std::vector<Mixin> mixins = {};
  std::vector<ComputedMapping> computed = {};
};

/// Maps tables as declared. Pure. @throws DbError Mapping: an unknown table, model or column, no foreign key to join by, several of
/// them, a back reference that does not lead back
std::shared_ptr<const Registry> mapModels(std::shared_ptr<const schema::MetaData> metadata, const std::vector<ModelMapping>& mappings);

}  // namespace joinery
