// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/model/registry.h"

namespace joinery {

/// Finds the changes of a set by their row and by the rows that they relate, in a time that hardly depends on how many there are. What it
/// finds may hold a few others, whose hash is the same: the caller looks at each. Copyable; no I/O. One thread at a time.
class ChangeLookup {
 public:
  using Ids = std::vector<std::uint64_t>;
  /// A row that the database has, by its key, or one that is still to be added, by its ref.
  struct Row {
    const std::string& model;
    const std::vector<Value>& key;
    const std::string& ref;
  };

  ChangeLookup() = default;
  ChangeLookup(std::shared_ptr<const Registry> registry, const ChangeSet& set) { setRegistry(std::move(registry), set); }

  /// The models tell which attributes relate rows: where these are the same as before, nothing is done anew.
  void setRegistry(std::shared_ptr<const Registry> registry, const ChangeSet& set);
  /// A change of the set is another one now. @param before null: it is new @param after null: it is gone
  void put(const Change* before, const Change* after);
  /// All of the set is another one now.
  void rebuild(const ChangeSet& set);

  /// Updates and deletes of a row.
  Ids ofRow(const std::string& model, const std::vector<Value>& key) const;
  /// Inserts into a model, in the order of their ids, as all that follow. @param most the newest; all when left out
  Ids inserts(const std::string& model, std::size_t most = kAll) const;
  /// Deletions from a model.
  Ids deletes(const std::string& model, std::size_t most = kAll) const;
  /// Links and unlinks that a row is an end of.
  Ids linksOf(const Row& row, std::size_t most = kAll) const;
  /// Those between two rows, from either side.
  Ids linksBetween(const Row& one, const Row& other) const;
  /// Inserts and updates that give an attribute a value.
  Ids writing(const std::string& model, const std::string& attribute, const Value& value, std::size_t most = kAll) const;
  /// The same, where the value is a key that a row gets which is still to be added.
  Ids referring(const std::string& model, const std::string& attribute, const std::string& ref, std::size_t most = kAll) const;
  /// Deletions, and updates that write the attribute, of rows in which it held a value; those too of which nobody knows what it held.
  Ids leaving(const std::string& model, const std::string& attribute, const Value& value, std::size_t most = kAll) const;
  /// Deletions of rows of a link table in which several columns held these values. @param cells by attribute, of both sides
  Ids unlinking(const std::string& linkModel, const std::vector<std::pair<std::string, Value>>& cells) const;

  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);

 private:
  using Hash = std::size_t;
  void each(const Change& change, bool isThere);
  void enter(Hash hash, std::uint64_t id, bool isThere);
  void enterCells(const Change& change, bool isThere);
  void enterLeaving(const Change& change, bool isThere);
  void enterLink(const Change& change, bool isThere);
  void enterUnlinking(const Change& change, bool isThere);
  Ids found(Hash hash, std::size_t most = kAll) const;

  std::shared_ptr<const Registry> m_registry;
  std::map<std::string, std::set<std::string>> m_relating;              ///< attributes by which rows are related, by model
  std::map<std::string, std::set<std::set<std::string>>> m_linkKeys;    ///< of a link table's model, those of both sides
  std::set<std::pair<Hash, std::uint64_t>> m_places;
};

}  // namespace joinery
