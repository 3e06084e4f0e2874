// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/identifier_preparer.h"
#include "orm/dialect/schema_object.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// Spells statements about what there is beside tables, and those that name, rename or drop anything. A statement is empty where the engine
/// has none. Texts of definitions, defaults and checks are a schema's own and stand as they are. Pure: stateless, any thread.
class SchemaObjectCompiler {
 public:
  explicit SchemaObjectCompiler(const IdentifierPreparer& identifiers) : m_identifiers(identifiers) {}
  virtual ~SchemaObjectCompiler() = default;

  virtual std::string createSchema(const std::string&) const { return {}; }
  /// Where it is not there yet. @param schema where its functions and types go; empty: where new tables do
  virtual std::string createExtension(const std::string&, const std::string& /*schema*/) const { return {}; }
  /// CREATE TYPE … AS ENUM.
  virtual std::string createEnum(const schema::EnumType&) const { return {}; }
  virtual std::string dropEnum(const schema::EnumType&) const { return {}; }
  /// @param before the label that it comes before; empty: it is the last
  virtual std::string addEnumLabel(const schema::EnumType&, const std::string& /*label*/, const std::string& /*before*/) const { return {}; }
  virtual std::string createDomain(const schema::Domain&) const { return {}; }
  virtual std::string addDomainCheck(const schema::Domain&, const schema::CheckConstraint&) const { return {}; }
  /// Its default is that one from now on, or none.
  virtual std::string alterDomainDefault(const schema::Domain&) const { return {}; }
  virtual std::string alterDomainNullability(const schema::Domain&) const { return {}; }
  /// Without its owner: that is there later than the sequence.
  virtual std::string createSequence(const schema::Sequence&) const { return {}; }
  /// Counts as it says from now on; where it is goes on.
  virtual std::string alterSequence(const schema::Sequence&) const { return {}; }
  /// It goes when its column goes, or with nothing.
  virtual std::string ownSequence(const schema::Sequence&) const { return {}; }

  /// Stand around statements that make routines, so that these may name what is yet to come.
  virtual std::string beginRoutines() const { return {}; }
  virtual std::string endRoutines() const { return {}; }
  virtual std::string createRoutine(const schema::Routine&) const { return {}; }

  /// From its query.
  virtual std::string createView(const schema::Table& view) const;
  /// Reads a materialized view's rows anew.
  virtual std::string refreshView(const schema::Table&) const { return {}; }
  std::string createTrigger(const schema::Trigger& trigger) const { return trigger.definition; }
  std::string createRule(const schema::Rule& rule) const { return rule.definition; }
  /// When it is heard from now on.
  virtual std::string fire(const schema::Table&, const schema::Trigger&) const { return {}; }
  virtual std::string fire(const schema::Table&, const schema::Rule&) const { return {}; }

  /// What it takes with it: its parts, never anything else that depends on it. Tables, columns, views, indexes and triggers here.
  virtual std::string drop(const SchemaObject& object) const;
  /// Tables and columns here.
  virtual std::string rename(const SchemaObject& object, const std::string& newName) const;
  virtual std::string moveToSchema(const SchemaObject&, const std::string& /*schema*/) const { return {}; }
  /// @param text empty for none
  virtual std::string comment(const SchemaObject&, const std::string& /*text*/) const { return {}; }
  /// What gives an object that was made again its owner and its rights.
  virtual std::vector<std::string> keepUp(const SchemaObject&, const schema::Upkeep&) const { return {}; }
  /// Those of the table, its columns, constraints, indexes, triggers and rules that have one; none where the engine keeps no comments.
  std::vector<std::string> comments(const schema::Table& table) const;

 protected:
  const IdentifierPreparer& identifiers() const { return m_identifiers; }
  std::string names(const std::vector<std::string>& columns) const;

 private:
  const IdentifierPreparer& m_identifiers;
};

}  // namespace joinery
