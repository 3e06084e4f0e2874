// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/workspace/diagram.h"
#include "orm/workspace/json_place.h"

namespace joinery {

/// A diagram as a workspace holds it. @throws DbError Argument with the JSON pointer of what is wrong
Diagram diagramFromJson(const JsonPlace& place);
/// What was read with what is known here changed.
Json diagramToJson(const Diagram& diagram);

}  // namespace joinery
