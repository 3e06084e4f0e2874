// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace joinery {

/// The queries that read PostgreSQL's catalogue, in their order: those that name the tables; those about some of them, whose placeholders
/// are the lowest and the highest oid of these; those about what else there is. Columns of the answers are labelled; relations and types
/// are told apart by their oid as bigint. What PostgreSQL 12 does not have yet stands for itself as "no".
enum class PostgresqlFirst : std::size_t { Schemas, Enums, Relations };
enum class PostgresqlOfTables : std::size_t { Columns, Keys, Checks, Indexes, Triggers, References };
enum class PostgresqlLast : std::size_t { Domains, Sequences, Routines, Extensions };

std::array<std::string, 3> postgresqlFirstQueries();
std::array<std::string, 6> postgresqlQueriesOfTables();
std::array<std::string, 4> postgresqlLastQueries();

/// The schemas that a user may see; the namespace is called n.
inline constexpr const char* kPostgresqlVisibleSchema = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')";

/// A domain may stand on another domain: a list of WITH RECURSIVE that walks down to the type below, `base` (domain, type, typmod, required).
inline constexpr const char* kPostgresqlDomainBases =
    "domain_chain(domain, type, typmod, required) AS ("
    "SELECT oid, typbasetype, typtypmod, typnotnull FROM pg_catalog.pg_type WHERE typtype = 'd'"
    " UNION ALL SELECT c.domain, t.typbasetype, CASE WHEN c.typmod < 0 THEN t.typtypmod ELSE c.typmod END,"
    " c.required OR t.typnotnull FROM domain_chain AS c JOIN pg_catalog.pg_type AS t ON t.oid = c.type"
    " WHERE t.typtype = 'd'),"
    " base AS (SELECT c.domain, c.type, c.typmod, c.required FROM domain_chain AS c"
    " JOIN pg_catalog.pg_type AS t ON t.oid = c.type WHERE t.typtype <> 'd')";

/// How a sequence counts; it is called s. Read by postgresqlSequenceOptions().
inline constexpr const char* kPostgresqlSequenceOptions =
    "s.seqtypid::bigint AS counted_type, s.seqstart AS counts_from, s.seqincrement AS counts_by, s.seqmin AS counts_down_to, s.seqmax AS counts_up_to,"
    " s.seqcache AS counts_ahead, s.seqcycle AS counts_again";

/// Whether an extension does not own it.
inline std::string postgresqlNotOfAnExtension(const std::string& catalogue, const std::string& oid) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS whose WHERE whose.classid = 'pg_catalog." + catalogue + "'::regclass AND whose.objid = " + oid + " AND whose.deptype = 'e')";
}

/// The relations that a routine has to have before it: lists of WITH, of which the last is `routine_reads` (routine, relation). A row's type
/// and arrays of it stand for the relation.
inline constexpr const char* kPostgresqlRoutineReads =
    "routine_uses AS (SELECT d.objid AS routine, coalesce(nullif(t.typrelid, 0), nullif(element.typrelid, 0), c.oid) AS relation FROM pg_catalog.pg_depend AS d"
    " LEFT JOIN pg_catalog.pg_type AS t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid"
    " LEFT JOIN pg_catalog.pg_type AS element ON element.oid = t.typelem"
    " LEFT JOIN pg_catalog.pg_class AS c ON d.refclassid = 'pg_catalog.pg_class'::regclass AND c.oid = d.refobjid"
    " WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.deptype = 'n'),"
    " routine_reads AS (SELECT DISTINCT routine, relation FROM routine_uses WHERE relation IS NOT NULL)";

}  // namespace joinery
