// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/metadata.h"

namespace joinery {

/// A schema's documentation in GitHub's Markdown: tables with columns, keys, references both ways, indexes and checks, views with their
/// SQL, types, comments. Pure; any thread. Source: github.github.com/gfm
std::string markdownDocument(const schema::MetaData& metadata);

}  // namespace joinery
