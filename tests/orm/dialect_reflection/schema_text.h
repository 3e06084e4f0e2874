// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/schema/metadata.h"

/// A schema as lines, one for each thing and all that is known of it, sorted; but for what belongs to rows.
std::vector<std::string> schemaText(const joinery::schema::MetaData& metadata);

/// The lines of which only one has them: "- " of the first, "+ " of the second.
std::vector<std::string> schemaDifferences(const joinery::schema::MetaData& first, const joinery::schema::MetaData& second);
