// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "orm/migration/plan_writer.h"

namespace joinery::migration {

/// What is in the way of a change to a PostgreSQL database: dropped before it, and made again, as the schema has it by then, once everything
/// else is done. What needs other things to be there waits with it.
class Aside {
 public:
  explicit Aside(PlanWriter& writer) : m_writer(writer) {}

  /// Views that read the table or view, and views that read these.
  void dropViewsOf(const QualifiedName& table);
  /// A routine, and views that may call it.
  void dropRoutine(const schema::Routine& routine);
  /// Foreign keys from or to one of these columns.
  void dropKeysOf(const QualifiedName& table, const std::vector<std::string>& columns);
  /// Foreign keys of others that need a key over these columns; without columns all that refer to the table.
  void dropKeysTo(const QualifiedName& table, const std::vector<std::string>& columns);

  bool isAside(const QualifiedName& view) const { return m_views.contains(plain(view)); }
  void makeLater(const schema::Table& view) { m_views.insert(plain(view.name)); }
  void makeKeyLater(const QualifiedName& table, const schema::ForeignKey& key) { m_keys.push_back({table, key}); }
  void makeTriggersLater(const QualifiedName& table) { m_triggers.push_back(table); }
  void ownLater(const schema::Sequence& sequence) { m_owned.push_back(sequence.name); }
  enum class Making { Anew, Over };
  /// @param making over one that is there, or of one that is not
  void makeLater(const schema::Routine& routine, Making making) { m_routines.push_back({routine.name, routine.arguments, making}); }
  bool isAside(const schema::Routine& routine) const;
  /// @return whether it waited, so that nothing has to be dropped
  bool forgetView(const QualifiedName& view) { return m_views.erase(plain(view)) > 0; }
  bool forgetKey(const QualifiedName& table, const schema::ForeignKey& key);
  void forgetTable(const QualifiedName& table);

  /// Makes all of it.
  void bringBack();

 private:
  struct WaitingKey {
    QualifiedName table;
    schema::ForeignKey key;
  };

  struct WaitingRoutine {
    QualifiedName name;
    std::string arguments;
    Making making;
  };

  QualifiedName plain(const QualifiedName& name) const { return name.schema == m_writer.now().defaultSchema ? QualifiedName(name.name) : name; }
  template <typename Condition>
  void dropKeysWhere(const Condition& isMeant);
  void dropViews(const std::function<bool(const schema::Table&)>& isMeant, std::set<QualifiedName> sources);
  void makeKeys();
  void makeView(const schema::Table& view);
  void makeViews();
  void makeTriggers(const schema::Table& table);
  enum class Reading { Tables, Views };
  void makeRoutines(Reading reading);
  void makeRoutine(const schema::Routine& routine, Making making);

  PlanWriter& m_writer;
  std::set<QualifiedName> m_views;
  std::vector<WaitingKey> m_keys;
  std::vector<QualifiedName> m_triggers, m_owned;
  std::vector<WaitingRoutine> m_routines;
};

}  // namespace joinery::migration
