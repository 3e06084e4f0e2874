// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/session/assignments.h"

namespace joinery {

/// The links of one record as they were read, to be compared with those that it is to have. Pure. @see LinkRows
class LinksThere {
 public:
  using Key = std::vector<Value>;

  /// @param batch a row for each link: its far key, then the values of some attributes @param model of the link; outlives this
  LinksThere(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t keySize, std::vector<std::size_t> attributes = {});

  /// @return the link's row, once; nothing where there is no such link
  std::optional<std::size_t> take(const Key& key);
  /// Whether a row has these values. @pre they are of the attributes that were read
  bool has(std::size_t row, const Assignments::Values& values) const;
  /// The keys that were not taken, in the order they were read.
  std::vector<Key> left() const;
  /// Equal for identical keys only.
  static std::string identityOf(const Key& key);

 private:
  Key keyAt(std::size_t row) const;

  const Model& m_model;
  const std::shared_ptr<const RowBatch> m_batch;
  const std::size_t m_keySize;
  const std::vector<std::size_t> m_attributes;
  std::map<std::string, std::size_t> m_rows;  ///< by key, those that were not taken
};

}  // namespace joinery
