// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unordered_map>

#include "orm/session/flush_plan.h"

namespace joinery {

/// What a record's row will hold once it is written: its own values, and foreign keys as its relationships have them by now.
class PendingValues {
 public:
  using AllForeignKeys = std::unordered_map<Record*, FlushPlan::ForeignKeys>;
  /// @param foreignKeys outlive this
  explicit PendingValues(const AllForeignKeys& foreignKeys) : m_foreignKeys(foreignKeys) {}

  /// Whether no relationship says anything of foreign keys.
  bool isEmpty() const { return m_foreignKeys.empty(); }
  /// Null for none.
  const FlushPlan::ForeignKeys* foreignKeysOf(const Record& record) const {
    if (m_foreignKeys.empty()) return nullptr;
    const auto found = m_foreignKeys.find(const_cast<Record*>(&record));
    return found == m_foreignKeys.end() ? nullptr : &found->second;
  }

  /// NULL where nothing is there. Good until the record or its parent changes.
  ValueView value(const Record& record, std::size_t attribute) const {
    const FlushPlan::ForeignKeys* keys = foreignKeysOf(record);
    if (!keys) return record.currentView(attribute).value_or(ValueView());
    const auto key = keys->find(attribute);
    if (key == keys->end()) return record.currentView(attribute).value_or(ValueView());
    const FlushPlan::ForeignValue& foreign = key->second;
    return foreign.parent ? foreign.parent->currentView(foreign.attribute).value_or(ValueView()) : ValueView();
  }

  /// Reads parents that were written before and are expired.
  void readParents() const {
    for (const auto& [record, keys] : m_foreignKeys)
      for (const auto& [attribute, foreign] : keys)
        if (foreign.parent && !foreign.parent->isTransientOrPending() && !foreign.parent->hasValue(foreign.attribute)) foreign.parent->value(foreign.attribute);
  }

 private:
  const AllForeignKeys& m_foreignKeys;
};

}  // namespace joinery
