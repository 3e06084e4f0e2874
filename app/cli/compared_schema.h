// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/metadata.h"

namespace joinery::cli {

/// A schema that the command line names: of a database, or of a file `*.json` as `joinery schema` prints it.
struct ComparedSchema {
  schema::MetaData metadata;
  std::string dialect;  ///< the database's; empty of a file
};

/// @throws DbError of the database; Argument for a file that can't be read or is none of a schema, with the place of the mistake
ComparedSchema comparedSchema(const std::string& word);

}  // namespace joinery::cli
