// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "orm/session/record.h"

namespace joinery {

/// One record for each row that somebody holds: model and key → record, weakly.
class IdentityMap {
 public:
  std::shared_ptr<Record> find(const Model& model, const std::vector<Value>& key) const;
  void add(const std::shared_ptr<Record>& record);
  void clear() { m_records.clear(); }

 private:
  struct Identity {
    const Model* model;
    std::vector<Value> key;
    bool operator<(const Identity& other) const;
  };
  std::map<Identity, std::weak_ptr<Record>> m_records;
};

}  // namespace joinery
