// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "orm/core/value.h"
#include "orm/sql/expression.h"

namespace joinery {

/// A value that a change writes or names a row by: known, the key that another change's insert will get, SQL that the statement
/// computes (of INSERT and UPDATE by a session; documents have none), or what the column's DEFAULT makes of it.
struct Operand {
  struct Reference {
    std::string ref;        ///< the insert's ref
    std::string attribute;  ///< which of its attributes; empty: its single key attribute
    bool operator==(const Reference&) const = default;
  };
  /// Never equal to another.
  struct Computed {
    sql::Expression expression;
    bool operator==(const Computed&) const { return false; }
  };
  /// The column's default, made by the database as the statement runs. Of values that are written, never of a key.
  struct Default {
    bool operator==(const Default&) const = default;
  };
  std::variant<Value, Reference, Computed, Default> data;

  Operand() = default;
  Operand(Value value) : data(std::move(value)) {}
  Operand(Reference reference) : data(std::move(reference)) {}
  Operand(Computed computed) : data(std::move(computed)) {}
  Operand(Default byDefault) : data(byDefault) {}
  bool isReference() const { return data.index() == 1; }
  bool isComputed() const { return data.index() == 2; }
  bool isDefault() const { return data.index() == 3; }
  bool isValue() const { return data.index() == 0; }
  const Value& value() const { return std::get<0>(data); }
  const Reference& reference() const { return std::get<1>(data); }
  const sql::Expression& expression() const { return std::get<2>(data).expression; }
  bool operator==(const Operand&) const = default;
};

/// The values of a row's key in the order of Model::keyAttributes().
using Key = std::vector<Operand>;

/// Cells of a row by attribute, shared by what knows of them; null where nothing is known.
using SeenCells = std::shared_ptr<const std::vector<std::pair<std::string, Value>>>;

/// One change to one row, or one link between two. Names are the model's.
struct Change {
  enum class Kind { Insert, Update, Delete, Link, Unlink };
  using Values = std::vector<std::pair<std::string, Operand>>;

  std::uint64_t id = 0;  ///< unique in its change set, given by add()
  /// The change that entails this one (a row's deletion the deletion of its links); 0 for a person's own.
  std::uint64_t cause = 0;
  Kind kind = Kind::Insert;
  std::string model;
  Key key;               ///< of Update, Delete, Link, Unlink
  std::string ref;       ///< of an Insert: its name for references
  Values values;         ///< of Insert and Update: attribute → value
  /// The before-image: attribute → what was read. Absent: read first.
  std::optional<std::vector<std::pair<std::string, Value>>> before;
  /// Of Delete: attributes with cells too large to be read for it, which nobody has seen whole; these are not compared.
  std::vector<std::string> unread = {};
  /// Of Update and Delete: what must still stand in the row, whatever the locking: its version.
  std::vector<std::pair<std::string, Value>> match;
  std::string relationship;  ///< of Link and Unlink, of any kind
  Key to;                ///< of Link and Unlink: the related row's key
  /// Of Update: the whole row as a person last saw it, to add it again where it has gone. Never compared; in no document.
  SeenCells seen = {};

  const Operand* value(const std::string& attribute) const;
  const Value* beforeValue(const std::string& attribute) const;
  const Value* seenValue(const std::string& attribute) const;
};

}  // namespace joinery
