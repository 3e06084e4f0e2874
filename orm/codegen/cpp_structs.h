// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/model/registry.h"

namespace joinery {

/// A C++ header with a plain struct for each model that has a key, and the ORM's description of all of them as `models::kModels`: members
/// by their types, std::optional where NULL may be, relationships. Names that C++ can't have, or that mean something there, are spelled
/// otherwise; the description keeps the columns' own. It describes tables that are there: kModels.registry(reflect(…)). Pure; any thread.
std::string cppStructs(const Registry& registry);

}  // namespace joinery
