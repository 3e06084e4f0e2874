// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/model_declarations.h"
#include "orm/workspace/json_place.h"

namespace joinery {

/// What a connection's "models" and "relationships" say. @throws DbError Argument
ModelDeclarations readDeclarations(const JsonPlace& connection);
/// Sets them; what they hold beside what is known here stays.
void putDeclarations(Json& connection, const ModelDeclarations& declarations);

}  // namespace joinery
