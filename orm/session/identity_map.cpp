// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/identity_map.h"

#include <algorithm>

#include "orm/session/value_identity.h"

namespace joinery {

namespace {

/// Models live as long as the registry, so their address names them.
std::string identityOf(const Model& model, const std::vector<Value>& key) {
  const Model* address = &model;
  std::string identity(reinterpret_cast<const char*>(&address), sizeof address);
  for (const Value& value : key) appendIdentity(identity, value);
  return identity;
}

}  // namespace

std::shared_ptr<Record> IdentityMap::find(const Model& model, const std::vector<Value>& key) const {
  const auto found = m_records.find(identityOf(model, key));
  return found == m_records.end() ? nullptr : found->second.lock();
}

std::shared_ptr<Record> IdentityMap::unify(const std::shared_ptr<Record>& record) {
  const std::vector<Value> key = record->key();
  if (key.empty() || std::ranges::any_of(key, &Value::isNull)) return record;
  std::weak_ptr<Record>& place = m_records[identityOf(record->model(), key)];
  if (std::shared_ptr<Record> held = place.lock()) {
    held->complete(*record);
    return held;
  }
  place = record;
  if (m_records.size() > m_sweepAt) dropExpired();
  return record;
}

void IdentityMap::dropExpired() {
  std::erase_if(m_records, [](const auto& entry) { return entry.second.expired(); });
  m_sweepAt = std::max<std::size_t>(1'024, 2 * m_records.size());
}

}  // namespace joinery
