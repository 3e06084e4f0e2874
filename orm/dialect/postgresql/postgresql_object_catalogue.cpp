// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_catalogue.h"
#include "orm/dialect/postgresql/postgresql_upkeep.h"

namespace joinery {
namespace {

const std::string kInVisibleSchema = std::string(" AND ") + kPostgresqlVisibleSchema;

std::string domainsQuery() {
  return std::string("WITH RECURSIVE ") + kPostgresqlDomainBases +
         " SELECT own.oid::bigint AS domain, n.nspname AS schema_name, own.typname AS name, format_type(own.typbasetype, own.typtypmod) AS declared,"
         " t.oid::bigint AS type, t.typname AS type_name, t.typtype::text AS type_class, t.typcategory::text AS category, b.typmod AS modifier,"
         " own.typnotnull AS required, pg_get_expr(own.typdefaultbin, 0, true) AS expression,"
         " CASE WHEN own.typcollation <> below.typcollation THEN k.collname END AS collation, obj_description(own.oid, 'pg_type') AS comment,"
         " c.conname AS check_name, pg_get_expr(c.conbin, 0, true) AS check_expression, NOT c.convalidated AS is_not_valid, obj_description(c.oid, 'pg_constraint') AS check_comment"
         " FROM pg_catalog.pg_type AS own JOIN pg_catalog.pg_namespace AS n ON n.oid = own.typnamespace"
         " JOIN pg_catalog.pg_type AS below ON below.oid = own.typbasetype"
         " JOIN base AS b ON b.domain = own.oid JOIN pg_catalog.pg_type AS t ON t.oid = b.type"
         " LEFT JOIN pg_catalog.pg_collation AS k ON k.oid = own.typcollation"
         " LEFT JOIN pg_catalog.pg_constraint AS c ON c.contypid = own.oid AND c.contype = 'c'"
         " WHERE own.typtype = 'd'" +
         kInVisibleSchema + " AND " + postgresqlNotOfAnExtension("pg_type", "own.oid") + " ORDER BY n.nspname, own.typname, c.conname";
}

// An identity's sequence is the column's own: its dependency is an internal one.
std::string sequencesQuery() {
  return "SELECT n.nspname AS schema_name, c.relname AS name, format_type(s.seqtypid, NULL) AS type, tn.nspname AS owner_schema, t.relname AS owner_table,"
         " a.attname AS owner_column, obj_description(c.oid, 'pg_class') AS comment, " +
         std::string(kPostgresqlSequenceOptions) +
         " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid"
         " LEFT JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid"
         " AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')"
         " LEFT JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace"
         " LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
         " WHERE c.relkind = 'S' AND coalesce(d.deptype <> 'i', true)" +
         kInVisibleSchema + " AND " + postgresqlNotOfAnExtension("pg_class", "c.oid") + " ORDER BY n.nspname, c.relname";
}

std::string routinesQuery() {
  return std::string("WITH ") + kPostgresqlRoutineReads +
         " SELECT p.oid::bigint AS routine, n.nspname AS schema_name, p.proname AS name, oidvectortypes(p.proargtypes) AS arguments,"
         " pg_get_functiondef(p.oid) AS definition, p.prokind = 'p' AS is_procedure, obj_description(p.oid, 'pg_proc') AS comment,"
         " cn.nspname AS read_schema, c.relname AS read_name, " +
         postgresqlUpkeepQuery({'f', "p.proowner", "p.proacl", "p.pronamespace"}) +
         " AS upkeep"
         " FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace"
         " LEFT JOIN routine_reads AS reads ON reads.routine = p.oid"
         " LEFT JOIN pg_catalog.pg_class AS c ON c.oid = reads.relation AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
         " LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = c.relnamespace"
         " WHERE p.prokind <> 'a'" +
         kInVisibleSchema + " AND " + postgresqlNotOfAnExtension("pg_proc", "p.oid") + " ORDER BY n.nspname, p.proname, 4, p.oid, cn.nspname, c.relname";
}

// Every database has plpgsql.
std::string extensionsQuery() {
  return "SELECT e.extname AS name, n.nspname AS schema_name FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace"
         " WHERE e.extname <> 'plpgsql' ORDER BY e.extname";
}

}  // namespace

std::array<std::string, 4> postgresqlLastQueries() { return {domainsQuery(), sequencesQuery(), routinesQuery(), extensionsQuery()}; }

}  // namespace joinery
