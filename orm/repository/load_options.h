// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/registry.h"
#include "orm/repository/criteria.h"
#include "orm/session/select_options.h"

namespace joinery {

/// How a repository loads what its criteria name: see Criteria. Pure.
/// @throws DbError InvalidRequest: both include and exclude, or an unknown relationship
SelectOptions loadOptions(const Registry& registry, const Model& model, const Criteria& criteria);

}  // namespace joinery
