// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_upkeep.h"

#include "orm/core/json_place.h"

namespace joinery {
namespace {

const std::string kMe = "(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)";

/// Rows of rights out of a list of them.
std::string rightsIn(const std::string& list, const std::string& grantee, const std::string& column) {
  return "SELECT x.privilege_type, " + grantee + ", x.is_grantable, " + column + " FROM aclexplode(" + list + ") AS x";
}

/// Who makes it has what its owner will have.
std::string rightsOfNewOne(const PostgresqlUpkeepColumns& columns) {
  const std::string kind(1, columns.kind);
  const std::string defaults = "SELECT defaclacl FROM pg_catalog.pg_default_acl WHERE defaclrole = " + kMe + " AND defaclobjtype = '" + kind + "' AND defaclnamespace = ";
  const std::string grantee = "CASE x.grantee WHEN 0 THEN NULL WHEN " + kMe + " THEN " + columns.owner + " ELSE x.grantee END";
  return rightsIn("coalesce((" + defaults + "0), acldefault('" + kind + "', " + kMe + "))", grantee, "NULL::name") + " UNION " + rightsIn("(" + defaults + columns.schema + ")", grantee, "NULL::name");
}

std::string rightsNow(const PostgresqlUpkeepColumns& columns) {
  const std::string own = rightsIn("coalesce(" + columns.rights + ", acldefault('" + std::string(1, columns.kind) + "', " + columns.owner + "))", "nullif(x.grantee, 0)", "NULL::name");
  if (columns.relation.empty()) return own;
  return own +
         " UNION SELECT x.privilege_type, nullif(x.grantee, 0), x.is_grantable, part.attname"
         " FROM pg_catalog.pg_attribute AS part CROSS JOIN LATERAL aclexplode(part.attacl) AS x WHERE NOT part.attisdropped AND part.attrelid = " +
         columns.relation;
}

std::string asJsonList(const std::string& rights) {
  return "(SELECT json_agg(json_build_object('privilege', privilege_type, 'grantee', coalesce(pg_get_userbyid(grantee)::text, ''), 'grantable', is_grantable, 'column', coalesce(part::text, ''))"
         " ORDER BY grantee NULLS FIRST, is_grantable, part NULLS FIRST, privilege_type) FROM (" +
         rights + ") AS listed(privilege_type, grantee, is_grantable, part))";
}

std::vector<schema::Upkeep::Right> readRights(const JsonPlace& place, const char* key) {
  std::vector<schema::Upkeep::Right> rights;
  if (!place.has(key)) return rights;
  for (const JsonPlace& each : place.at(key).items()) rights.push_back({each.at("privilege").text(), each.at("grantee").anyText(), each.at("grantable").flag(), each.at("column").anyText()});
  return rights;
}

}  // namespace

std::string postgresqlUpkeepQuery(const PostgresqlUpkeepColumns& columns) {
  const std::string now = "(" + rightsNow(columns) + ")", fresh = "(" + rightsOfNewOne(columns) + ")";
  return "json_build_object('owner', CASE WHEN " + columns.owner + " <> " + kMe + " THEN pg_get_userbyid(" + columns.owner + ") END, 'given', " + asJsonList(now + " EXCEPT " + fresh) + ", 'taken', " +
         asJsonList(fresh + " EXCEPT " + now) + ")";
}

schema::Upkeep postgresqlUpkeep(const CatalogueRow& row) {
  schema::Upkeep upkeep;
  if (row.isNull("upkeep")) return upkeep;
  const Json json = parseJson(row.text("upkeep"));
  const JsonPlace place(json, "the rights of an object");
  if (place.has("owner")) upkeep.owner = place.at("owner").text();
  upkeep.given = readRights(place, "given");
  upkeep.taken = readRights(place, "taken");
  return upkeep;
}

}  // namespace joinery
