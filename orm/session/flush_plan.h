// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "orm/changes/unit_of_work.h"
#include "orm/records/record_heap.h"
#include "orm/records/session_events.h"

namespace joinery {

/// What a session has to write: records that are new, changed and deleted, as a change set. Relationships become values of foreign
/// keys and rows of link tables. Used once: made, written by a UnitOfWork, then settled.
class FlushPlan {
 public:
  /// @param inserts in the order they were added @param updates records with a row that were changed, or whose relationships were
  FlushPlan(RecordObserver& session, std::vector<Record*> inserts, std::vector<Record*> updates, const std::vector<Record*>& deletes);

  /// A foreign key's column takes a parent's value, which may be there only once the parent is written; NULL without one.
  struct ForeignValue {
    Record* parent = nullptr;
    std::size_t attribute = 0;  ///< of the parent
  };
  /// By the child's attribute.
  using ForeignKeys = std::map<std::size_t, ForeignValue>;

  /// What the relationships make of foreign keys and link tables. @throws DbError BlankedKey
  void relate();
  /// Whether nothing but new records has to be written, and no row of a link table.
  bool isOnlyInserts() const;
  /// Whether nothing but rows that are there has to be changed, and no row of a link table.
  bool isOnlyUpdates() const;
  const std::unordered_map<Record*, ForeignKeys>& foreignKeys() const { return m_foreignKeys; }
  /// Records with a row that were changed, or whose relationships were.
  std::vector<Record*> changed() const;
  /// Every record that has a row, or gets one, whose key is named in what will be sent; some more than once.
  void forEachNamed(const std::function<void(Record&)>& visit) const;
  /// Those that were written in another way than build() would.
  void setUpdated(const std::vector<Record*>& records) { m_updated = m_written = records; }

  /// Told of each record just before its values are taken, so that they may still be set.
  using Tell = std::function<void(RecordEvent, Record&)>;
  /// After relate(). @throws DbError Flush
  const ChangeSet& build(const Tell& tell);
  /// Takes over what the database made of it.
  void settle(const UnitOfWork::Written& written);

  const std::vector<Record*>& inserts() const { return m_inserts; }
  const std::set<Record*>& deletes() const { return m_deletes; }
  /// Records whose rows were updated.
  const std::vector<Record*>& updates() const { return m_updated; }
  /// Records whose rows or links were written.
  const std::vector<Record*>& written() const { return m_written; }
  /// Those whose key changed, with the one that they had.
  const std::vector<std::pair<Record*, std::vector<Value>>>& formerKeys() const { return m_formerKeys; }
  const std::vector<std::string>& warnings() const { return m_warnings; }

 private:
  /// What a relationship of a record gained and lost.
  struct Difference { std::vector<Record*> added, removed; };

  /// A row of a link table that comes or goes.
  struct Link {
    Change::Kind kind;
    Record* record;
    const Relationship* relationship;
    Record* other;
  };

  static Difference differenceOf(const Record& record, const Relationship& relationship);
  bool isInSession(const Record& record) const { return record.observer() == &m_session; }
  bool isDeleted(Record* record) const { return m_deletes.contains(record); }
  void relate(Record& record, const Relationship& relationship);
  void relateChildren(Record& parent, const Relationship& relationship);
  void relateParent(Record& child, const Relationship& relationship);
  void relateLinked(Record& record, const Relationship& relationship);
  void releaseChildren(Record& parent, const Relationship& relationship);
  void link(Change::Kind kind, Record& record, const Relationship& relationship, Record& other);
  /// The child's foreign key becomes the parent's key, or NULL.
  void setForeignKey(Record& child, const Relationship& relationship, const std::vector<std::string>& childColumns, Record& parent, const std::vector<std::string>& parentColumns);
  void setForeignKey(Record& child, const std::vector<std::string>& childColumns, Record* parent, const std::vector<std::string>& parentColumns);
  bool warnIfOutside(const Record& other, const Record& record, const Relationship& relationship);
  Operand operandOf(const ForeignValue& value);
  Key keyOf(Record& record) const;
  std::string refOf(const Record& record) const;
  void insert(Record& record);
  void update(Record& record);
  void remove(Record& record);
  /// What the row refers to in the database, by attribute, as far as it is known or decides the order of deletions.
  std::vector<std::pair<std::string, Value>> foreignKeysOf(Record& record) const;
  bool decidesOrder(const Model& model, const Attribute& attribute) const;
  std::optional<Operand> defaultOf(Record& record, std::size_t attribute, const DefaultSource& source);
  void add(Change change, Record& record);
  void add(const Link& link);

  RecordObserver& m_session;
  std::vector<Record*> m_inserts, m_updates;
  std::set<Record*> m_deletes;
  std::map<const Record*, std::size_t> m_numbers;
  std::unordered_map<Record*, ForeignKeys> m_foreignKeys;
  std::set<std::tuple<std::string, std::string, const Record*, const Record*>> m_linked;
  std::vector<Link> m_links;
  ChangeSet m_changes;
  std::map<std::uint64_t, Record*> m_recordOf;
  std::vector<Record*> m_written;
  std::vector<Record*> m_updated;
  std::vector<std::pair<Record*, std::size_t>> m_computed;                   ///< to be read again
  std::vector<std::tuple<Record*, std::size_t, Value>> m_filled;             ///< defaults and versions that were made here
  std::vector<std::pair<Record*, std::vector<Value>>> m_formerKeys;
  std::vector<std::string> m_warnings;
};

}  // namespace joinery
