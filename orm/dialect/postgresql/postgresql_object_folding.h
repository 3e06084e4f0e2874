// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "orm/dialect/postgresql/postgresql_row.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// Puts together what there is beside tables; the schemas come first, then the enums.
class PostgresqlObjectFolding {
 public:
  void readSchema(const CatalogueRow& row);
  void readEnumLabel(const CatalogueRow& row);
  void readDomain(const CatalogueRow& row);
  void readSequence(const CatalogueRow& row);
  void readRoutine(const CatalogueRow& row);
  void readExtension(const CatalogueRow& row);

  const PostgresqlEnumLabels& labels() const { return m_labels; }
  schema::MetaData& metadata() { return m_metadata; }

 private:
  QualifiedName named(const CatalogueRow& row, std::string_view schemaLabel, std::string_view nameLabel) const;

  schema::MetaData m_metadata;
  PostgresqlEnumLabels m_labels;
  std::int64_t m_domain = 0;
  std::int64_t m_routine = 0;
};

}  // namespace joinery
