// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::cli {

/// A schema that the command line names: of a database, of a file `*.json` as `joinery schema` prints it, or the one that is designed in a
/// workspace `*.joinery`.
struct ComparedSchema {
  schema::MetaData metadata;
  std::string dialect;  ///< the database's or the design's; empty of a file `*.json`
};

/// @throws DbError of the database; CannotOpen, Argument for a file that can't be read or holds no schema, with the place of the mistake
ComparedSchema comparedSchema(const std::string& word);

/// Its engine, or the one that a file's schema seems to be of; empty where that can't be told.
std::string likelyEngine(const ComparedSchema& schema);

/// The engine whose rules a schema follows: its own, else the one that was asked for. @param asked empty for none
/// @return null where neither says one @throws DbError Argument where they say two
const Dialect* dialectOf(const ComparedSchema& schema, const std::string& asked);
/// What to say where it is null. @throws DbError Argument
[[noreturn]] void refuseUnknownEngine(const std::string& what);

}  // namespace joinery::cli
