// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/schema/metadata.h"

namespace joinery {

/// A foreign key whose tables are both there, as pictures and documents of a schema show it.
struct SchemaReference {
  std::shared_ptr<const schema::Table> from, to;
  const schema::ForeignKey* key = nullptr;            ///< of `from`
  std::vector<std::string> columns, referredColumns;  ///< as their tables spell them
  bool isOptional = false;     ///< a row may refer to none
  bool isUnique = false;       ///< no two rows refer to the same
  bool isIdentifying = false;  ///< its columns belong to the primary key of `from`
};

/// By the tables that refer, a key once. What extensions bring along is left out. Pure.
std::vector<SchemaReference> schemaReferences(const schema::MetaData& metadata);
/// Tables and views that no extension brings along, in the metadata's order.
std::vector<std::shared_ptr<const schema::Table>> describedTables(const schema::MetaData& metadata);
/// Without the schema where that is the default one.
QualifiedName shortName(const schema::MetaData& metadata, const QualifiedName& name);
/// Whether the column is a part of a foreign key.
bool isReferring(const schema::Table& table, const std::string& column);
/// Whether it is a unique key alone.
bool isUniqueByItself(const schema::Table& table, const std::string& column);
/// "a, b", each as it is to be spelled.
std::string joinedNames(const std::vector<std::string>& names, std::string (*spell)(const std::string&));

}  // namespace joinery
