// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/core/value.h"

namespace joinery {

/// What follows a record along a relationship.
struct Cascade {
  bool saveUpdate = true;    ///< related records enter the session with it
  bool merge = true;         ///< related records are merged with it
  bool remove = false;       ///< "delete": related records are deleted with it
  bool deleteOrphan = false; ///< a related record that it lets go of is deleted
  bool refreshExpire = false;
  bool expunge = false;

  static Cascade none() { return {false, false, false, false, false, false}; }
  /// Everything but deleteOrphan.
  static Cascade all() { return {true, true, true, false, true, true}; }
  static Cascade allAndDeleteOrphan() { return {true, true, true, true, true, true}; }
  bool operator==(const Cascade&) const = default;
};

/// When related records are read.
enum class Loading {
  Select,    ///< when they are first asked for
  Joined,    ///< by a LEFT JOIN in the SELECT that loads the record
  Selectin,  ///< by one further SELECT for all records that were loaded
  Raise,     ///< never by itself: asking for what is not loaded is an error
  WriteOnly, ///< never: a collection that is only added to, taken from and selected from
};

/// How a to-many relationship holds its records.
struct CollectionKind {
  enum class Kind { List, Set, Keyed };
  Kind kind = Kind::List;
  std::string keyAttribute;  ///< of Keyed: the related attribute that names a record
  bool operator==(const CollectionKind&) const = default;
};

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
  /// Columns of the referring table that hold these values in every row that is related by this: the kind of what a comment is on.
  std::vector<std::pair<std::string, Value>> criterion = {};
  Cascade cascade = {};
  Loading loading = Loading::Select;
  CollectionKind collection = {};
  /// "+Name": how a collection is read; empty: as the engine gives it.
  std::vector<std::string> orderBy;
  /// Deleting a record leaves its unloaded related records to the database's ON DELETE.
  bool passiveDeletes = false;
  /// It leads to the rows of a link table, which a many-to-many beside it takes away with the record.
  bool isOfLinks = false;
  /// A related record has one parent at a time.
  bool singleParent = false;

  bool isToMany() const { return kind == Kind::OneToMany || kind == Kind::ManyToMany; }
  /// This side's table holds the foreign key.
  bool ownsForeignKey() const { return kind == Kind::ManyToOne; }
  /// What has to be known of a row of this side's table to find the other: localColumns, and those of a criterion.
  std::vector<std::string> knownBy() const;
};

const char* relationshipKindName(Relationship::Kind kind);

}  // namespace joinery
