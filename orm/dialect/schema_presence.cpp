// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/schema_presence.h"

#include <algorithm>

namespace joinery {
namespace {

QualifiedName wholeName(const schema::MetaData& metadata, QualifiedName name) {
  if (name.schema.empty()) name.schema = metadata.defaultSchema;
  return name;
}

template <typename Objects>
bool hasNamed(const schema::MetaData& metadata, const Objects& objects, const QualifiedName& name) {
  return std::ranges::any_of(objects, [&](const auto& each) { return wholeName(metadata, each.name) == wholeName(metadata, name); });
}

}  // namespace

bool SchemaPresence::isThere(const std::string& schema) const { return std::ranges::find(m_existing->schemas, schema) != m_existing->schemas.end(); }

bool SchemaPresence::isThere(const schema::Table& table) const { return m_existing->find(m_dialect.identifiers().translated(table.name)) != nullptr; }

bool SchemaPresence::isThere(const schema::EnumType& type) const { return hasNamed(*m_existing, m_existing->enums, type.name); }

bool SchemaPresence::isThere(const schema::Domain& domain) const { return hasNamed(*m_existing, m_existing->domains, domain.name); }

bool SchemaPresence::isThere(const schema::Sequence& sequence) const { return hasNamed(*m_existing, m_existing->sequences, sequence.name); }

bool SchemaPresence::isThere(const schema::Routine& routine) const {
  return std::ranges::any_of(m_existing->routines, [&](const schema::Routine& each) {
    return wholeName(*m_existing, each.name) == wholeName(*m_existing, routine.name) && each.arguments == routine.arguments;
  });
}

}  // namespace joinery
