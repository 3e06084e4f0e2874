// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// Whether two things would be the same to the engine. @see schemaDifference
class SameParts {
 public:
  /// @param metadata the schema that both belong to, for names without a schema and keys that refer to a primary key without naming it
  SameParts(const schema::MetaData& metadata, const Dialect& dialect) : m_metadata(metadata), m_dialect(dialect) {}

  bool isSame(const ValueType& one, const ValueType& other) const;
  bool isSame(const schema::Column& one, const schema::Column& other) const;
  bool isSame(const schema::UniqueKey& one, const schema::UniqueKey& other) const;
  bool isSame(const schema::ForeignKey& one, const schema::ForeignKey& other) const;
  bool isSame(const schema::CheckConstraint& one, const schema::CheckConstraint& other) const;
  bool isSame(const schema::ExclusionConstraint& one, const schema::ExclusionConstraint& other) const;
  bool isSame(const schema::Index& one, const schema::Index& other) const;
  bool isSame(const schema::Trigger& one, const schema::Trigger& other) const;
  bool isSame(const schema::Rule& one, const schema::Rule& other) const;
  /// A view's own query, as far as one sees it.
  bool isSameView(const schema::Table& one, const schema::Table& other) const;
  bool isSame(const schema::Domain& one, const schema::Domain& other) const;
  bool isSame(const schema::Sequence& one, const schema::Sequence& other) const;
  bool isSame(const schema::Routine& one, const schema::Routine& other) const;

  /// Whether they differ in nothing but how they are written.
  bool isSameText(const std::string& one, const std::string& other) const;
  bool isSameText(const std::optional<std::string>& one, const std::optional<std::string>& other) const;

 private:
  bool isSameName(const std::string& one, const std::string& other) const;
  bool isSameList(const std::vector<std::string>& one, const std::vector<std::string>& other) const;
  bool isSamePart(const schema::Index::Part& one, const schema::Index::Part& other) const;
  std::vector<std::string> referredColumns(const schema::ForeignKey& key) const;
  std::string typeText(const ValueType& type) const;

  const schema::MetaData& m_metadata;
  const Dialect& m_dialect;
};

/// What an engine calls the type: int4 and int are integer to PostgreSQL. In lower case, with single blanks.
std::string canonicalType(const std::string& declared, const Dialect& dialect);

}  // namespace joinery::migration
