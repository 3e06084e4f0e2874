// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// What of a schema is in a database already.
class SchemaPresence {
 public:
  /// @param existing null: not known. Both live as long as this.
  SchemaPresence(const Dialect& dialect, const schema::MetaData* existing) : m_dialect(dialect), m_existing(existing) {}

  /// What is not known is missing.
  template <typename Object>
  bool isMissing(const Object& object) const {
    return m_existing == nullptr || !isThere(object);
  }
  /// What is not known is there.
  template <typename Object>
  bool maybeThere(const Object& object) const {
    return m_existing == nullptr || isThere(object);
  }

 private:
  /// A schema by its name.
  bool isThere(const std::string& schema) const;
  bool isThere(const schema::Table& table) const;
  bool isThere(const schema::EnumType& type) const;
  bool isThere(const schema::Domain& domain) const;
  bool isThere(const schema::Sequence& sequence) const;
  bool isThere(const schema::Routine& routine) const;

  const Dialect& m_dialect;
  const schema::MetaData* m_existing;
};

}  // namespace joinery
