// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace joinery {

/// A text or blob in the database whose bytes are read from anywhere, without the others. On its connection's thread.
class StoredValue {
 public:
  virtual ~StoredValue() = default;
  /// Bytes.
  virtual std::uint64_t size() const = 0;
  /// @return fewer bytes at the end @throws DbError, also where the row has been changed meanwhile
  virtual std::string read(std::uint64_t offset, std::size_t count) = 0;
};

}  // namespace joinery
