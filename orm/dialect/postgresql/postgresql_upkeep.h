// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/dialect/catalogue_row.h"
#include "orm/schema/upkeep.h"

namespace joinery {

/// Where the catalogue keeps an object's owner and rights: the columns, as SQL.
struct PostgresqlUpkeepColumns {
  char kind;  ///< as acldefault() and pg_default_acl tell kinds apart: 'r', 'f', 'T'
  std::string owner;
  std::string rights;
  std::string schema;
  std::string relation = {};  ///< the oid of what has columns with rights of their own
};

/// An expression of a catalogue query: who owns the object, and what its rights are beside those that it would have if the role that asks made
/// it again, as JSON.
/// Source: postgresql.org/docs/current/ddl-priv.html, postgresql.org/docs/current/catalog-pg-default-acl.html
std::string postgresqlUpkeepQuery(const PostgresqlUpkeepColumns& columns);
/// What such an expression says, in the column "upkeep".
schema::Upkeep postgresqlUpkeep(const CatalogueRow& row);

}  // namespace joinery
