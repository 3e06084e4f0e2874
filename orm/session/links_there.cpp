// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/links_there.h"

#include <algorithm>
#include <iterator>

#include "orm/core/value_identity.h"

namespace joinery {

LinksThere::LinksThere(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t keySize, std::vector<std::size_t> attributes)
    : m_model(model), m_batch(std::move(batch)), m_keySize(keySize), m_attributes(std::move(attributes)) {
  for (std::size_t row = 0; row < m_batch->rows(); ++row) m_rows.emplace(identityOf(keyAt(row)), row);
}

std::string LinksThere::identityOf(const Key& key) {
  std::string identity;
  for (const Value& value : key) appendIdentity(identity, value);
  return identity;
}

LinksThere::Key LinksThere::keyAt(std::size_t row) const {
  Key key;
  for (std::size_t i = 0; i < m_keySize; ++i) key.emplace_back(m_batch->at(row, i));
  return key;
}

std::optional<std::size_t> LinksThere::take(const Key& key) {
  const auto found = m_rows.extract(identityOf(key));
  return found ? std::optional(found.mapped()) : std::nullopt;
}

bool LinksThere::has(std::size_t row, const Assignments::Values& values) const {
  return std::ranges::all_of(values, [&](const auto& each) {
    const auto place = std::ranges::find(m_attributes, Assignments::indexOf(m_model, each.first)) - m_attributes.begin();
    return m_batch->at(row, m_keySize + static_cast<std::size_t>(place)) == each.second.view();
  });
}

std::vector<LinksThere::Key> LinksThere::left() const {
  std::vector<std::size_t> rows;
  std::ranges::transform(m_rows, std::back_inserter(rows), [](const auto& each) { return each.second; });
  std::ranges::sort(rows);
  std::vector<Key> keys;
  std::ranges::transform(rows, std::back_inserter(keys), [this](std::size_t row) { return keyAt(row); });
  return keys;
}

}  // namespace joinery
