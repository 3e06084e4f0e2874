// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orm/records/record.h"

namespace joinery {

/// A collection whose records count their places in an attribute: 0, 1, 2 … in their order. Each change renumbers those that stand
/// elsewhere than before, and only they are written. Map the relationship with that attribute in its orderBy, so that it is read in
/// order. The record outlives it. Of the record's thread.
class OrderedList {
 public:
  /// @param first the first place's number
  /// @throws DbError UnknownAttribute; InvalidRequest: the relationship is no list
  OrderedList(Record& parent, std::string relationship, std::string position, std::int64_t first = 0);

  /// In order. Reads them where they are not loaded.
  const std::vector<Record*>& items() const { return m_parent.collection(m_relationship); }
  void append(Record& record) { insert(items().size(), record); }
  /// @param place of the record from then on; behind the last one it is appended. One that is there already moves
  void insert(std::size_t place, Record& record);
  /// @throws DbError WrongValue: there is no such place
  void move(std::size_t from, std::size_t to);
  /// @throws DbError WrongValue where it is not there
  void remove(Record& record);
  /// Numbers them anew: after changes of the collection that were made elsewhere.
  void renumber();

 private:
  void assign(std::vector<Record*> records);

  Record& m_parent;
  std::string m_relationship, m_position;
  std::int64_t m_first;
};

}  // namespace joinery
