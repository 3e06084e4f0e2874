// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/session/record.h"

namespace joinery {

/// One record for each row that somebody holds: model and key → record, weakly. Holds what was asked for by itself, not
/// what came along with it: that belongs to its parents. One thread.
class IdentityMap {
 public:
  /// @return null where nobody holds such a record
  std::shared_ptr<Record> find(const Model& model, const std::vector<Value>& key) const;
  /// The record that stands for the row: the one that is held already, completed with attributes that it lacked, else this one.
  std::shared_ptr<Record> unify(const std::shared_ptr<Record>& record);
  void clear() { m_records.clear(); }

 private:
  void dropExpired();

  std::unordered_map<std::string, std::weak_ptr<Record>> m_records;
  std::size_t m_sweepAt = 1'024;
};

}  // namespace joinery
