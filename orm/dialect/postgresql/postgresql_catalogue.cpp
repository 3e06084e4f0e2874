// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_catalogue.h"

namespace joinery {
namespace {

constexpr const char* kVisibleSchema =
    "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')";

/// Each query about tables begins with this list of them, so that all of them agree on what is seen.
/// @param condition of some of them only
std::string withRelations(const std::string& query, const std::string& condition, const std::string& moreTables) {
  return "WITH RECURSIVE relation AS ("
         "SELECT c.oid, c.relname, c.relkind, c.reltuples, c.relpages, n.nspname"
         " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
         " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND " +
         std::string(kVisibleSchema) + condition + ")" + moreTables + " " + query;
}

std::string withAllRelations(const std::string& query) { return withRelations(query, {}, {}); }

std::string withSomeRelations(const std::string& query, const std::string& moreTables = {}) {
  return withRelations(query, " AND c.oid BETWEEN $1::bigint::oid AND $2::bigint::oid", moreTables);
}

std::string schemasQuery() {
  return "SELECT n.nspname AS name, coalesce(n.nspname = current_schema(), false) AS is_default"
         " FROM pg_catalog.pg_namespace AS n WHERE " +
         std::string(kVisibleSchema) + " ORDER BY 2 DESC, 1";
}

std::string enumsQuery() {
  return "SELECT t.oid::bigint AS type, n.nspname AS schema_name, t.typname AS name, e.enumlabel AS label"
         " FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace"
         " LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = t.oid"
         " WHERE t.typtype = 'e' ORDER BY n.nspname, t.typname, e.enumsortorder";
}

// Nobody but a person analyses a partitioned table, yet its partitions are analysed by themselves.
// Before version 14 a table that was never analysed has 0 rows on 0 pages, since then it has -1.
std::string relationsQuery() {
  return withAllRelations(
      "SELECT r.oid::bigint AS relation, r.nspname AS schema_name, r.relname AS name, r.relkind::text AS kind,"
      " CASE WHEN r.relkind = 'p' AND r.reltuples <= 0 THEN (SELECT sum(c.reltuples) FROM pg_catalog.pg_inherits AS i"
      " JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = r.oid AND c.reltuples > 0)::bigint"
      " WHEN r.relkind = 'v' OR r.reltuples < 0 OR (r.reltuples = 0 AND r.relpages = 0"
      " AND current_setting('server_version_num')::int < 140000) THEN NULL ELSE r.reltuples::bigint END AS "
      "estimated_rows,"
      " CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid, true) END AS definition,"
      " obj_description(r.oid, 'pg_class') AS comment"
      " FROM relation AS r ORDER BY r.nspname, r.relname");
}

// A domain may stand on another domain: domain_chain walks down to the type below. A serial is a default whose sequence
// belongs to the column. A domain's default is that of its columns which have none.
std::string columnsQuery() {
  return withSomeRelations(
      "SELECT a.attrelid::bigint AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS declared,"
      " t.oid::bigint AS type, t.typname AS type_name, t.typtype::text AS type_class, t.typcategory::text AS category,"
      " coalesce(b.typmod, a.atttypmod) AS modifier, a.attnotnull OR coalesce(b.required, false) AS required,"
      " a.attidentity::text AS identity, a.attgenerated::text AS generated,"
      " coalesce(pg_get_expr(d.adbin, d.adrelid, true), CASE WHEN own.typtype = 'd' THEN own.typdefault END) AS expression,"
      " EXISTS (SELECT FROM pg_catalog.pg_depend AS owned JOIN pg_catalog.pg_depend AS used"
      " ON used.refclassid = owned.classid AND used.refobjid = owned.objid"
      " WHERE owned.classid = 'pg_catalog.pg_class'::regclass AND owned.refclassid = 'pg_catalog.pg_class'::regclass"
      " AND owned.refobjid = a.attrelid AND owned.refobjsubid = a.attnum AND owned.deptype = 'a'"
      " AND used.classid = 'pg_catalog.pg_attrdef'::regclass AND used.objid = d.oid) AS owns_sequence,"
      " CASE WHEN a.attcollation <> own.typcollation THEN k.collname END AS collation,"
      " col_description(a.attrelid, a.attnum) AS comment"
      " FROM relation AS r"
      " JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped"
      " JOIN pg_catalog.pg_type AS own ON own.oid = a.atttypid"
      " LEFT JOIN base AS b ON b.domain = own.oid"
      " JOIN pg_catalog.pg_type AS t ON t.oid = coalesce(b.type, own.oid)"
      " LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
      " LEFT JOIN pg_catalog.pg_collation AS k ON k.oid = a.attcollation"
      " ORDER BY a.attrelid, a.attnum",
      ", domain_chain(domain, type, typmod, required) AS ("
      "SELECT oid, typbasetype, typtypmod, typnotnull FROM pg_catalog.pg_type WHERE typtype = 'd'"
      " UNION ALL SELECT c.domain, t.typbasetype, CASE WHEN c.typmod < 0 THEN t.typtypmod ELSE c.typmod END,"
      " c.required OR t.typnotnull FROM domain_chain AS c JOIN pg_catalog.pg_type AS t ON t.oid = c.type"
      " WHERE t.typtype = 'd'),"
      " base AS (SELECT c.domain, c.type, c.typmod, c.required FROM domain_chain AS c"
      " JOIN pg_catalog.pg_type AS t ON t.oid = c.type WHERE t.typtype <> 'd')");
}

// A foreign key to a partitioned table has a shadow for each partition, on the same table as the key itself.
std::string keysQuery() {
  return withSomeRelations(
      "SELECT k.oid::bigint AS key, k.conrelid::bigint AS relation, k.conname AS name, k.contype::text AS type,"
      " k.condeferrable AS is_deferrable, k.condeferred AS is_deferred, k.confupdtype::text AS on_update,"
      " k.confdeltype::text AS on_delete, a.attname AS column_name, fn.nspname AS referred_schema,"
      " fc.relname AS referred_table, fa.attname AS referred_column"
      " FROM relation AS r JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'f')"
      " LEFT JOIN pg_catalog.pg_constraint AS parent ON parent.oid = k.conparentid"
      " CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(own, referred, position)"
      " JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.own"
      " LEFT JOIN pg_catalog.pg_class AS fc ON fc.oid = k.confrelid AND k.contype = 'f'"
      " LEFT JOIN pg_catalog.pg_namespace AS fn ON fn.oid = fc.relnamespace"
      " LEFT JOIN pg_catalog.pg_attribute AS fa ON fa.attrelid = fc.oid AND fa.attnum = u.referred"
      " WHERE parent.oid IS NULL OR parent.conrelid <> k.conrelid"
      " ORDER BY k.conrelid, k.conkey, k.conname, k.oid, u.position");
}

std::string checksQuery() {
  return withSomeRelations(
      "SELECT k.conrelid::bigint AS relation, k.conname AS name, pg_get_expr(k.conbin, k.conrelid, true) AS expression"
      " FROM relation AS r JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype = 'c'"
      " ORDER BY k.conrelid, k.conname");
}

std::string indexesQuery() {
  return withSomeRelations(
      "SELECT i.indexrelid::bigint AS index, i.indrelid::bigint AS relation, ic.relname AS name, i.indisunique AS "
      "is_unique,"
      " am.amname AS method, pg_get_indexdef(i.indexrelid) AS definition,"
      " pg_get_expr(i.indpred, i.indrelid, true) AS predicate, a.attname AS column_name,"
      " CASE WHEN a.attname IS NULL THEN pg_get_indexdef(i.indexrelid, part + 1, true) END AS expression,"
      " (i.indoption[part] & 1) = 1 AS is_descending,"
      " CASE WHEN i.indcollation[part] <> coalesce(a.attcollation, 100) THEN k.collname END AS collation"
      " FROM relation AS r JOIN pg_catalog.pg_index AS i ON i.indrelid = r.oid"
      " JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_am AS am ON am.oid = ic.relam"
      " CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) AS part"
      " LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[part] AND a.attnum "
      "<> 0"
      " LEFT JOIN pg_catalog.pg_collation AS k ON k.oid = i.indcollation[part]"
      " WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = i.indrelid"
      " AND c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))"
      " ORDER BY i.indrelid, ic.relname, part");
}

std::string triggersQuery() {
  return withSomeRelations(
      "SELECT t.tgrelid::bigint AS relation, t.tgname AS name, pg_get_triggerdef(t.oid, true) AS definition"
      " FROM relation AS r JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = r.oid AND NOT t.tgisinternal"
      " ORDER BY t.tgrelid, t.tgname");
}

}  // namespace

std::array<std::string, kPostgresqlCatalogueQueries> postgresqlCatalogueQueries() {
  return {schemasQuery(), enumsQuery(),  relationsQuery(), columnsQuery(),
          keysQuery(),    checksQuery(), indexesQuery(),   triggersQuery()};
}

}  // namespace joinery
