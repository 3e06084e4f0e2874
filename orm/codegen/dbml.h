// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/metadata.h"

namespace joinery {

/// A schema as DBML: tables with columns, keys, indexes and checks, enums, references. Views, triggers and routines have no place in it.
/// All names are quoted, so that any may be. Pure; any thread.
/// Source: dbml.dbdiagram.io/docs
std::string dbmlText(const schema::MetaData& metadata);

}  // namespace joinery
