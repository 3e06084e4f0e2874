// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/model/registry.h"

namespace joinery {

/// Which Pydantic a module is for.
enum class PydanticVersion { V1, V2 };

/// A Python module with a class of Pydantic for each model ("UserSchema"), by name: attributes by their types, NULL where it may be,
/// scalar defaults, relationships that may be left out. It reads objects of an ORM and mappings alike. Names that Python can't
/// have, or that mean something there, are kept as aliases. Needs Python 3.10. Pure; any thread.
/// Source: docs.pydantic.dev/2.13/concepts/models, docs.pydantic.dev/1.10/usage/models
std::string pydanticModels(const Registry& registry, PydanticVersion version = PydanticVersion::V2);

}  // namespace joinery
