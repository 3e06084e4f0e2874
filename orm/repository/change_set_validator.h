// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/model/registry.h"
#include "orm/repository/document_validator.h"

namespace joinery {

/// Every mistake in the values of a document of changes, before anything is sent: inserts as Post, updates as Patch, by what the database
/// would take (Strictness::Engine). Of the document itself, changeSetFromJson() reads the rest: what can't be told of here, as a
/// change of an unknown model, is passed over. Pure; any thread.
std::vector<DocumentError> validateChanges(const Json& document, const Registry& registry);

}  // namespace joinery
