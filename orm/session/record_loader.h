// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/paging/row_order.h"
#include "orm/reading/query.h"
#include "orm/session/key_lookup.h"
#include "orm/session/record_select.h"
#include "orm/session/relationship_source.h"

namespace joinery {

/// Reads a session's records and what hangs on them. Worker thread. @throws DbError what the engine throws
class RecordLoader {
 public:
  static constexpr std::size_t kParentsPerStatement = 500;

  /// What it works with; all outlive it.
  struct Context {
    const Registry& registry;
    const Dialect& dialect;
    RecordStore& store;
    RecordHeap& heap;
    CancelToken cancelToken;
    std::function<Connection&()> connection;  ///< inside the session's transaction
    std::vector<std::string>* warnings = nullptr;
    const GlobalCriteria* criteria = nullptr;  ///< what rows have to meet beside
  };
  explicit RecordLoader(Context context) : m_context(std::move(context)) {}

  /// A total order, and how far a result was read in it.
  struct Position {
    RowOrder order;
    std::vector<Value> place;  ///< the last row's in the order; empty at the beginning
    std::vector<Value> key;    ///< of its record
  };
  /// Filter, sorts, limit and offset of the query; joins and prune are not for records. Each record once.
  /// @param position what comes after it is read, in its order, and it moves on
  /// @throws DbError InvalidRequest for a joined collection of what is read in pieces
  std::vector<Record*> select(const Query& query, const SelectOptions& options, Position* position = nullptr);
  /// Whether rows are read that do not meet the criteria.
  enum class Rows { Restricted, All };
  /// By key. @return null where there is no such row
  Record* get(const Model& model, const std::vector<Value>& key, Rows rows = Rows::Restricted);
  /// Reads what a record has not, by its row's key. @param attributes only these; empty: all @return false where the row is gone
  bool refresh(Record& record, const std::vector<std::string>& attributes = {});
  /// The statement that select() sends first. Sends nothing.
  CompiledStatement compiled(const Query& query, const SelectOptions& options) const;
  /// One relationship of one record: from the source, where there is one, else by a statement.
  /// @param rows All: whatever the criteria ask of them; the source is not asked then
  void load(Record& record, const Relationship& relationship, Rows rows = Rows::Restricted);
  /// The statement that load() sends. @return nothing where a foreign key is NULL, and nothing would be sent
  std::optional<CompiledStatement> compiled(Record& record, const Relationship& relationship) const;
  void setSource(RelationshipSource* source) { m_source = source; }

 private:
  struct Group {
    std::vector<Value> key;
    std::vector<Record*> parents, children;
  };
  struct Groups {
    std::vector<Group> all;
    std::unordered_map<std::string, std::size_t> byKey;
  };

  /// What was planned and compiled under the criteria as they were at a revision.
  struct Lookups {
    std::unordered_map<const Model*, std::unique_ptr<KeyLookup>> ofModels;
    std::unordered_map<const Relationship*, std::unique_ptr<KeyLookup>> ofRelationships;
  };

  using Each = RecordSelect::Each;
  Lookups& lookupsOf(Rows rows);
  template <typename Of, typename Make, typename Use>
  void lookUp(std::unordered_map<const Of*, std::unique_ptr<KeyLookup>> Lookups::*kind, const Of& of, Rows rows, const Make& make, const Use& use);
  void prepare(RecordSelect& select, const Model& model, const Query& query, const SelectOptions& options, const Position* position) const;
  std::vector<std::size_t> prepareGroups(RecordSelect& select, const Relationship& relationship, std::span<const Group> groups) const;
  void read(RecordSelect& select, const Each& each = {});
  void loadByStatement(Record& record, const Relationship& relationship, const std::vector<Value>& key, Rows rows);
  LoadPlan planOf(const Model& model, Rows rows) const;
  void loadWholeRows(const Model& base, const std::vector<Record*>& records);
  std::vector<std::size_t> continueAt(const Position& position, const Model& model, RecordSelect& select) const;
  void loadBelow(const RecordSelect& select, const LoadPlan& plan, bool populateExisting);
  void loadSelectin(const std::vector<Record*>& parents, const LoadPlan& place, bool populateExisting);
  static bool refersHere(Record& record, const Relationship& relationship);
  Groups groupsOf(const std::vector<Record*>& parents, const std::string& relationship) const;
  std::vector<Record*> loadGroups(Groups& groups, const Relationship& relationship, const LoadPlan& plan, bool populateExisting);
  void fill(Record& parent, const LoadPlan& place, const std::string& relationship, std::vector<Record*> children, bool populateExisting);
  Record* byIdentity(Record& record, const Relationship& relationship) const;

  Context m_context;
  std::array<Lookups, 2> m_lookups;  ///< restricted ones and those of all rows
  std::uint64_t m_lookupsRevision = 0;
  const Record* m_refreshed = nullptr;  ///< whose row is being read again
  RelationshipSource* m_source = nullptr;
};

}  // namespace joinery
