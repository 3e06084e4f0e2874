// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// A table as another engine has it, and what is not as it was then. Foreign keys refer as before. Pure.
class TranslatedTable {
 public:
  /// @param target the schema that it is for: its types are known
  TranslatedTable(schema::Table table, const Dialect& source, const schema::MetaData& target, const Dialect& dialect);

  const schema::Table& table() const { return m_table; }
  /// A sentence each.
  const std::vector<std::string>& differences() const { return m_differences; }

 private:
  void tell(std::string sentence) { m_differences.push_back(std::move(sentence)); }
  void dropWhatIsForeign();
  void translate(schema::Column& column);
  void translateDefault(schema::Column& column);
  void translateComputed(schema::Column& column);
  void translateChecks();
  void translateIndexes();
  bool translate(schema::Index& index);
  void translate(schema::UniqueKey& key);
  void dropComments();

  const Dialect& m_source;
  const schema::MetaData& m_target;
  const Dialect& m_dialect;
  schema::Table m_table;
  std::vector<std::string> m_differences;
};

}  // namespace joinery::migration
