// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/metadata.h"

namespace joinery {

/// A schema as an entity relationship diagram of Mermaid: tables with columns and keys, and references with how many rows they join.
/// What an attribute may not be called there is spelled otherwise, and its name is told behind it. Views have no place in it. Pure; any
/// thread. Source: mermaid.js.org/syntax/entityRelationshipDiagram.html
std::string mermaidDiagram(const schema::MetaData& metadata);

}  // namespace joinery
