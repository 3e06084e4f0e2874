// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "orm/core/qualified_name.h"

namespace joinery::schema {

/// How a sequence counts; what is left out is the engine's default.
struct SequenceOptions {
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> increment;
  std::optional<std::int64_t> minimum;
  std::optional<std::int64_t> maximum;
  std::optional<std::int64_t> cache;
  bool cycle = false;

  bool operator==(const SequenceOptions&) const = default;
};

/// A sequence that stands by itself or belongs to a column as a serial's does; those of identity columns are the columns' own.
struct Sequence {
  QualifiedName name;
  std::string type;  ///< "bigint"
  SequenceOptions options;
  /// Goes when that column goes; empty where it stands by itself.
  QualifiedName ownerTable;
  std::string ownerColumn;
  std::string comment;

  bool operator==(const Sequence&) const = default;
};

}  // namespace joinery::schema
