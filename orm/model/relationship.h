// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/qualified_name.h"

namespace joinery {

/// How a model's rows are related to another's. Columns are table columns' names; lists of a pair have equal length.
struct Relationship {
  enum class Kind { ManyToOne, OneToMany, OneToOne, ManyToMany };

  std::string name;
  Kind kind = Kind::ManyToOne;
  std::string target;  ///< the related model
  /// Of this model's table. Without a link table they equal remoteColumns; with one they equal linkLocalColumns.
  std::vector<std::string> localColumns;
  std::vector<std::string> remoteColumns;  ///< of the target's table
  /// ManyToMany only: the link table, and its columns that refer here and there.
  QualifiedName linkTable;
  std::vector<std::string> linkLocalColumns;
  std::vector<std::string> linkRemoteColumns;
  /// The same relation seen from the target; empty for none.
  std::string backPopulates;
  /// The foreign key's columns are written in a second step, after both rows are there.
  bool postUpdate = false;
  /// Declared by a person, not by the database.
  bool isVirtual = false;

  bool isToMany() const { return kind == Kind::OneToMany || kind == Kind::ManyToMany; }
  /// This side's table holds the foreign key.
  bool ownsForeignKey() const { return kind == Kind::ManyToOne; }
};

const char* relationshipKindName(Relationship::Kind kind);

}  // namespace joinery
