// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace joinery {

/// The queries that read PostgreSQL's catalogue: those that name what there is, asked once, and those about some of the tables, whose
/// placeholders are the lowest and the highest oid of these.
enum class PostgresqlCatalogue : std::size_t { Schemas, Enums, Relations, Columns, Keys, Checks, Indexes, Triggers };
inline constexpr std::size_t kPostgresqlCatalogueQueries = 8;
inline constexpr auto kFirstPostgresqlQueryOfTables = static_cast<std::size_t>(PostgresqlCatalogue::Columns);

/// Their text. Columns are labelled; relations and types are told apart by their oid as bigint.
std::array<std::string, kPostgresqlCatalogueQueries> postgresqlCatalogueQueries();

}  // namespace joinery
