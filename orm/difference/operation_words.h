// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/difference/operation.h"

/// What the parts of a schema are called: in files with underscores, to people with spaces.
namespace joinery::migration {

constexpr const char* wordOf(const schema::UniqueKey*) { return "unique_key"; }
constexpr const char* wordOf(const schema::ForeignKey*) { return "foreign_key"; }
constexpr const char* wordOf(const schema::CheckConstraint*) { return "check"; }
constexpr const char* wordOf(const schema::ExclusionConstraint*) { return "exclusion"; }
constexpr const char* wordOf(const schema::Index*) { return "index"; }
constexpr const char* wordOf(const schema::Trigger*) { return "trigger"; }
constexpr const char* wordOf(const schema::Rule*) { return "rule"; }
constexpr const char* wordOf(const schema::Table*) { return "table"; }
constexpr const char* wordOf(const schema::EnumType*) { return "enum"; }
constexpr const char* wordOf(const schema::Domain*) { return "domain"; }
constexpr const char* wordOf(const schema::Sequence*) { return "sequence"; }
constexpr const char* wordOf(const schema::Routine*) { return "routine"; }

template <typename Item>
constexpr const char* wordOf() { return wordOf(static_cast<const Item*>(nullptr)); }

}  // namespace joinery::migration
