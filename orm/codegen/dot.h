// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/metadata.h"

namespace joinery {

/// A schema as a directed graph for Graphviz: tables and views as cards whose rows are columns, references as edges between columns, with
/// crow's feet. Pure; any thread. Source: graphviz.org/doc/info/shapes.html#html
std::string dotGraph(const schema::MetaData& metadata);

}  // namespace joinery
