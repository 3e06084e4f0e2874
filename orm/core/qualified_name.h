// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace joinery {

/// The name of a table, view, sequence … with its schema. An empty schema means the connection's default.
struct QualifiedName {
  std::string schema;
  std::string name;

  QualifiedName() = default;
  explicit QualifiedName(std::string plainName) : name(std::move(plainName)) {}
  QualifiedName(std::string schemaName, std::string plainName)
      : schema(std::move(schemaName)), name(std::move(plainName)) {}

  bool isEmpty() const { return name.empty(); }
  /// "schema.name" or "name", unquoted: for messages.
  std::string toString() const { return schema.empty() ? name : schema + "." + name; }
  auto operator<=>(const QualifiedName&) const = default;
};

}  // namespace joinery
