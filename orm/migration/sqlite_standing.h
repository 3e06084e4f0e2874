// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "orm/migration/plan_writer.h"

namespace joinery::migration {

/// What a SQLite database holds while operations are carried out on it. Views and triggers that are to be made, or that stand aside, are not
/// in it. ALTER TABLE reads all that are there when it renames something, and refuses where one would not compile: those that may not by
/// then are dropped before, and made again, as the schema has them, once all else is done.
class SqliteStanding {
 public:
  /// @param writer takes the statements, and knows the schema as it is to be
  explicit SqliteStanding(PlanWriter& writer) : m_writer(writer), m_schema(writer.now()) {}

  const schema::MetaData& schema() const { return m_schema; }
  /// @return null where it does not stand
  std::shared_ptr<const schema::Table> find(const QualifiedName& name) const { return findTable(m_schema, name, m_writer.dialect()); }

  /// A statement that does it was run.
  void follow(const Operation& operation) { m_schema = applied(m_schema, operation, m_writer.dialect()); }
  /// It stands, in place of any other of its name.
  void put(schema::Table table);
  void remove(const QualifiedName& name);
  /// Where it stands.
  void dropTrigger(const QualifiedName& table, const std::string& trigger);

  /// It is gone, or a column of it: what reads it may not compile from now on, even after it has come back.
  void doubt(const QualifiedName& name) { m_doubted.insert(name); }
  bool isDoubted(std::string_view name) const;
  /// Drops all that may not compile.
  void standAside();
  /// Makes views and triggers that the schema has and that don't stand.
  void bringBack();

 private:
  struct OwnedTrigger {
    QualifiedName owner;
    std::string name;
  };

  std::vector<QualifiedName> doubtedViews() const;
  std::vector<OwnedTrigger> doubtedTriggers() const;
  void makeViews();
  void makeTriggers();

  PlanWriter& m_writer;
  schema::MetaData m_schema;
  std::set<QualifiedName> m_doubted;
};

}  // namespace joinery::migration
