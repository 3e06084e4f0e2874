// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/dialect/dialect.h"
#include "orm/model/typed_member.h"

namespace joinery {

/// What describes a struct, without the struct. Immutable once made; any thread.
class MappedStruct {
 public:
  const std::string& model() const { return m_model; }
  const QualifiedName& tableName() const { return m_table; }
  const std::vector<ColumnDescription>& columns() const { return m_columns; }
  const std::vector<RelationshipDescription>& relationships() const { return m_relationships; }

  /// The table that its columns make. @param dialect which cells have types of their own follows from it
  schema::Table table(const Dialect& dialect) const;
  /// Its model, over a table that may be another one than table(): one that was reflected or declared by hand.
  /// @param modelOf the names of related structs' models
  ModelMapping mapping(const std::map<std::type_index, std::string>& modelOf) const;

 protected:
  MappedStruct(std::string model, QualifiedName table) : m_model(std::move(model)), m_table(std::move(table)) {}
  void addColumn(ColumnDescription description);
  void addRelationship(RelationshipDescription description) { m_relationships.push_back(std::move(description)); }
  void add(schema::ForeignKey key) { m_foreignKeys.push_back(std::move(key)); }
  void add(schema::UniqueKey key) { m_uniqueKeys.push_back(std::move(key)); }
  void add(schema::CheckConstraint check) { m_checks.push_back(std::move(check)); }
  void add(schema::Index index) { m_indexes.push_back(std::move(index)); }

 private:
  bool isMadeByDatabase(const ColumnDescription& column) const;

  std::string m_model;
  QualifiedName m_table;
  std::vector<ColumnDescription> m_columns;
  std::vector<RelationshipDescription> m_relationships;
  std::vector<schema::ForeignKey> m_foreignKeys;
  std::vector<schema::UniqueKey> m_uniqueKeys;
  std::vector<schema::CheckConstraint> m_checks;
  std::vector<schema::Index> m_indexes;
};

/// A member of a struct, or of one that it inherits from.
template <typename Struct, typename Owner, typename Member>
  requires std::derived_from<Struct, Owner>
void requireMemberOf(Member Owner::*);

/// What column(), key(), toOne() or toMany() made of a member of that struct.
template <typename Part, typename Struct>
concept MemberPartOf = requires(Part part) {
  part.description;
  requireMemberOf<Struct>(part.member);
};

/// What may stand in a struct's description: its members, and what concerns several columns of the table.
template <typename Part, typename Struct>
concept PartOf = MemberPartOf<Part, Struct> || std::same_as<Part, schema::ForeignKey> || std::same_as<Part, schema::UniqueKey> || std::same_as<Part, schema::CheckConstraint> || std::same_as<Part, schema::Index>;

/// Describes a plain struct: which model and table it is, and which column each member is kept in. One description makes both the
/// table and the model.
///   const Mapped<Person> person{"Person", "person", key(&Person::id), column("name", &Person::name), …};
/// Keys, checks and indexes over several columns are given as what they are: schema::ForeignKey, UniqueKey, CheckConstraint, Index.
template <typename Struct>
class Mapped : public MappedStruct {
 public:
  template <PartOf<Struct>... Parts>
  Mapped(std::string model, std::string table, Parts... parts) : Mapped(std::move(model), QualifiedName(std::move(table)), std::move(parts)...) {}
  template <PartOf<Struct>... Parts>
  Mapped(std::string model, QualifiedName table, Parts... parts) : MappedStruct(std::move(model), std::move(table)) {
    static_assert(std::default_initializable<Struct>, "A described struct can be made without arguments: rows are read into it.");
    (add(std::move(parts)), ...);
  }

  const std::vector<TypedColumn<Struct>>& typedColumns() const { return m_typed; }
  /// The name of the column or relationship that a member stands for. @throws DbError Mapping where it was not described
  template <typename Member>
  const std::string& nameOf(Member Struct::*member) const {
    for (const auto& [pointer, name] : m_names)
      if (const auto* known = std::any_cast<Member Struct::*>(&pointer); known && *known == member) return name;
    throw DbError(ErrorKind::Mapping, "a member of " + model() + " that was not described can't be read or written");
  }

 private:
  using MappedStruct::add;
  template <typename Owner, typename Member>
  void add(ColumnOf<Owner, Member> part) {
    Member Struct::*member = part.member;
    const std::string name = part.description.column.name;
    addColumn(std::move(part.description));
    m_names.emplace_back(member, name);
    m_typed.push_back({name, member, [member](const Struct& from, const ValueType& type) { return Stored<Member>::toValue(from.*member, type); },
                       [member](Struct& into, ValueView value, const ValueType& type) { into.*member = Stored<Member>::fromValue(value, type); }});
  }
  template <typename Owner, typename Member>
  void add(RelationshipOf<Owner, Member> part) {
    Member Struct::*member = part.member;
    m_names.emplace_back(member, part.description.mapping.name);
    addRelationship(std::move(part.description));
  }

  std::vector<TypedColumn<Struct>> m_typed;
  std::vector<std::pair<std::any, std::string>> m_names;
};

/// Descriptions that belong together: their structs may be related. They must outlive it. Any thread.
class TypedModels {
 public:
  template <typename... Structs>
  explicit TypedModels(const Mapped<Structs>&... mapped) {
    (add(typeid(Structs), mapped), ...);
  }

  /// The tables of all structs.
  std::shared_ptr<const schema::MetaData> metadata(const Dialect& dialect) const;
  /// @throws DbError Mapping: a relationship to a struct that is not among these
  std::vector<ModelMapping> mappings() const;
  /// The models, over tables that were made by metadata(), reflected, or declared by hand. @throws DbError Mapping as mapModels(), and
  /// for a column that the table does not have
  std::shared_ptr<const Registry> registry(std::shared_ptr<const schema::MetaData> metadata) const;

  /// @throws DbError Mapping where it is not among these
  template <typename Struct>
  const Mapped<Struct>& of() const {
    return static_cast<const Mapped<Struct>&>(at(typeid(Struct)));
  }

 private:
  void add(std::type_index type, const MappedStruct& mapped);
  const MappedStruct& at(std::type_index type) const;

  std::vector<const MappedStruct*> m_structs;
  std::map<std::type_index, const MappedStruct*> m_byType;
};

}  // namespace joinery
