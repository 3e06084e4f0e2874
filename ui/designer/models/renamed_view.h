// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/model_declarations.h"
#include "orm/workspace/workspace.h"

namespace joinery::ui {

/// A saved view once relationships are declared under other names: it asks for the same related rows.
/// @param registry without declarations
/// Pure.
SavedView renamedView(SavedView view, const Registry& registry, const ModelDeclarations& before, const ModelDeclarations& after);

}  // namespace joinery::ui
