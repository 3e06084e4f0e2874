// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <any>
#include <functional>
#include <optional>
#include <string>
#include <typeindex>
#include <utility>

#include "orm/model/mapping.h"
#include "orm/model/stored.h"

namespace joinery {

/// The place of a to-one relationship among a struct's members. Holds nothing: a TypedRecord reads and sets what it leads to.
template <typename Type>
struct ToOne {};

/// The place of a to-many relationship.
template <typename Type>
struct ToMany {};

/// What of a column its member's type does not say.
struct ColumnOptions {
  /// Of a text, in characters.
  std::optional<int> length = {};
  /// Of an exact number.
  std::optional<int> precision = {}, scale = {};
  /// Where it is none of the member's own: TypeKind::Numeric for a text that is an exact number.
  std::optional<TypeKind> kind = {};
  /// FOREIGN KEY to one column of another table.
  struct Reference {
    std::string table = {};
    std::string column = "id";
    schema::ReferentialAction onDelete = schema::ReferentialAction::NoAction;
    schema::ReferentialAction onUpdate = schema::ReferentialAction::NoAction;
  };
  std::optional<Reference> refers = {};
  bool isUnique = false;
  /// The text of DEFAULT.
  std::optional<std::string> serverDefault = {};
  /// What the program fills in. A constant default needs none: it is the member's initialiser.
  DefaultSource onInsert = {}, onUpdate = {};
  /// Counts the row's versions.
  bool isVersion = false;
};

/// A column as a struct's description has it.
struct ColumnDescription {
  schema::Column column;
  ColumnOptions options;
  bool isKey = false;
};

/// A relationship as a struct's description has it.
struct RelationshipDescription {
  RelationshipMapping mapping;
  std::type_index target;
};

/// A column and the member that it is kept in. Made by column() and key().
template <typename Struct, typename Member>
struct ColumnOf {
  ColumnDescription description;
  Member Struct::*member;
};

/// A relationship and the member that stands for it. Made by toOne() and toMany().
template <typename Struct, typename Member>
struct RelationshipOf {
  RelationshipDescription description;
  Member Struct::*member;
};

/// A member that is kept in a column. NULL is for members that are std::optional.
template <typename Struct, typename Member>
ColumnOf<Struct, Member> column(std::string name, Member Struct::*member, ColumnOptions options = {}) {
  static_assert(Storable<Member>, "No column can keep a member of this type: specialise joinery::Stored for it, or give its enum names by enumNames().");
  ColumnDescription description;
  description.column.name = std::move(name);
  description.column.type = Stored<Member>::type();
  description.column.nullable = kIsNullable<Member>;
  description.options = std::move(options);
  return {std::move(description), member};
}

/// A member that is the key, or a part of it. A single integer that refers to nothing is made by the database.
template <typename Struct, typename Member>
ColumnOf<Struct, Member> key(std::string name, Member Struct::*member, ColumnOptions options = {}) {
  ColumnOf<Struct, Member> made = column(std::move(name), member, std::move(options));
  made.description.isKey = true;
  made.description.column.nullable = false;
  return made;
}

/// key() under the name "id".
template <typename Struct, typename Member>
ColumnOf<Struct, Member> key(Member Struct::*member) {
  return key("id", member);
}

/// @param options name and `to` are filled in here; what else is left out follows from the foreign keys
template <typename Struct, typename Target>
RelationshipOf<Struct, ToOne<Target>> toOne(std::string name, ToOne<Target> Struct::*member, RelationshipMapping options = {}) {
  options.name = std::move(name);
  return {{std::move(options), typeid(Target)}, member};
}

template <typename Struct, typename Target>
RelationshipOf<Struct, ToMany<Target>> toMany(std::string name, ToMany<Target> Struct::*member, RelationshipMapping options = {}) {
  options.name = std::move(name);
  return {{std::move(options), typeid(Target)}, member};
}

/// A member that is kept in a column, whatever its type: how it is told, read and written.
template <typename Struct>
struct TypedColumn {
  std::string name;
  std::any member;  ///< Member Struct::*
  std::function<Value(const Struct&, const ValueType&)> toValue;
  std::function<void(Struct&, ValueView, const ValueType&)> fromValue;
};

}  // namespace joinery
