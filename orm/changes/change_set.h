// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "orm/changes/change_list.h"

namespace joinery {

/// Inserts, updates, deletes and links over any number of tables, in the order they were made: plain data that a
/// person can look at, undo one by one and commit as one unit. No I/O. A copy shares what neither changes, so that it takes no time that
/// anybody would notice, and may go to another thread. Each verb takes the same time however many changes there are, but for the first that
/// looks for one in a copy. Pointers to changes are valid until something in the set is changed. Not for two threads at once, not even to read.
class ChangeSet {
 public:
  ChangeSet() = default;
  ChangeSet(const ChangeSet& other);
  ChangeSet& operator=(const ChangeSet& other);
  ChangeSet(ChangeSet&& other) noexcept = default;
  ChangeSet& operator=(ChangeSet&& other) noexcept = default;
  ~ChangeSet() = default;

  /// Appends a change; an id that it bears already is kept where it is free, so an undone change comes back as itself.
  /// @return its id
  std::uint64_t add(Change change);
  bool remove(std::uint64_t id);
  /// The change with that id is as given from now on, where it stands; it is appended where there is none, and goes without a state.
  void put(std::uint64_t id, const SharedChange& state);
  const Change* find(std::uint64_t id) const;
  /// The same, to be kept as it is now; empty where there is none.
  SharedChange shared(std::uint64_t id) const;
  /// To complete a change, once it is in nobody else's hands: its kind, model and ref stay as they are. Null where there is none.
  Change* edit(std::uint64_t id);
  /// The insert of that ref; null where there is none. Of several, one.
  const Change* insertByRef(const std::string& ref) const;
  ChangeList changes() const { return {m_blocks, m_size}; }
  bool isEmpty() const { return m_size == 0; }
  std::size_t size() const { return m_size; }
  void clear();
  struct Counts { int inserted = 0, updated = 0, deleted = 0, linked = 0; };
  const Counts& counts() const { return m_counts; }

 private:
  struct Index {
    std::unordered_map<std::uint64_t, std::size_t> places;  ///< by id
    std::unordered_map<std::string, std::uint64_t> inserts; ///< by ref
  };
  Index& index() const;
  void count(const Change& change, int by);
  void name(const Change& change);
  void forget(const Change& change);
  void append(SharedChange change);
  SharedChange& writable(std::size_t place);
  void compact();
  ChangeList::Blocks m_blocks;
  std::size_t m_size = 0;
  mutable std::optional<Index> m_index;  ///< made when it is needed first
  Counts m_counts;
  std::uint64_t m_lastId = 0;
};

}  // namespace joinery
