// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_catalogue.h"

#include "orm/dialect/postgresql/postgresql_upkeep.h"

namespace joinery {
namespace {

/// Each query about tables begins with this list of them, so that all of them agree on what is seen.
/// @param condition of some of them only
std::string withRelations(const std::string& query, const std::string& condition, const std::string& moreTables) {
  return "WITH RECURSIVE relation AS ("
         "SELECT c.oid, c.relname, c.relkind, c.reltuples, c.relpages, n.nspname, c.relpersistence, c.reloptions, c.reltoastrelid, c.relpartbound,"
         " c.relowner, c.relacl, c.relnamespace, c.relispopulated"
         " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
         " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND " +
         std::string(kPostgresqlVisibleSchema) + condition + ")" + moreTables + " " + query;
}

std::string withAllRelations(const std::string& query) { return withRelations(query, {}, {}); }

std::string withSomeRelations(const std::string& query, const std::string& moreTables = {}) {
  return withRelations(query, " AND c.oid BETWEEN $1::bigint::oid AND $2::bigint::oid", moreTables.empty() ? moreTables : ", " + moreTables);
}

// The server leaves a schema out of a text where the path leads to it: with several schemas in the path such a text would mean something
// else where the path is another. So within the transaction the path is the default schema alone; former_path is what it was.
// Compiling the queries to machine code would take longer than they do.
std::string schemasQuery() {
  return "WITH here AS MATERIALIZED (SELECT current_schema() AS name, current_setting('search_path') AS path, current_setting('jit') AS jit),"
         " set AS MATERIALIZED (SELECT set_config('jit', 'off', true) AS jit,"
         " CASE WHEN cardinality(current_schemas(false)) > 1 THEN set_config('search_path', quote_ident(name), true) END AS path FROM here)"
         " SELECT n.nspname AS name, coalesce(n.nspname = here.name, false) AS is_default, here.path AS former_path, here.jit AS former_jit,"
         " nullif(obj_description(n.oid, 'pg_namespace'), 'standard public schema') AS comment"
         " FROM pg_catalog.pg_namespace AS n CROSS JOIN here CROSS JOIN set WHERE " +
         std::string(kPostgresqlVisibleSchema) + " ORDER BY 2 DESC, 1";
}

std::string enumsQuery() {
  return "SELECT t.oid::bigint AS type, n.nspname AS schema_name, t.typname AS name, e.enumlabel AS label, obj_description(t.oid, 'pg_type') AS comment, " +
         postgresqlNotOfAnExtension("pg_type", "t.oid") +
         " AS is_own, " +
         postgresqlUpkeepQuery({'T', "t.typowner", "t.typacl", "t.typnamespace"}) +
         " AS upkeep FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace"
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
      " CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS partition_key,"
      " pg_get_expr(r.relpartbound, r.oid) AS partition_bound,"
      " concat_ws(E'\\n', CASE WHEN r.relpersistence = 'u' THEN 'unlogged' END, nullif(array_to_string(r.reloptions, E'\\n'), ''),"
      " (SELECT 'toast.' || array_to_string(t.reloptions, E'\\ntoast.') FROM pg_catalog.pg_class AS t WHERE t.oid = r.reltoastrelid AND cardinality(t.reloptions) > 0)) AS options,"
      " (SELECT e.extname FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid"
      " WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'e') AS extension,"
      " obj_description(r.oid, 'pg_class') AS comment, NOT r.relispopulated AS is_unfilled, CASE WHEN r.relkind IN ('v', 'm') THEN " +
      postgresqlUpkeepQuery({'r', "r.relowner", "r.relacl", "r.relnamespace", "r.oid"}) +
      " END AS upkeep"
      " FROM relation AS r ORDER BY r.nspname, r.relname");
}

// A serial is a default whose sequence belongs to the column. A domain's default is that of its columns which have none; a view's have it by
// what it reads.
std::string columnsQuery() {
  return withSomeRelations(
      "SELECT a.attrelid::bigint AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS declared,"
      " t.oid::bigint AS type, t.typname AS type_name, t.typtype::text AS type_class, t.typcategory::text AS category,"
      " coalesce(b.typmod, a.atttypmod) AS modifier, a.attnotnull OR coalesce(b.required, false) AS required,"
      " a.attidentity::text AS identity, a.attgenerated::text AS generated, a.attinhcount > 0 AND NOT a.attislocal AS is_inherited,"
      " coalesce(pg_get_expr(d.adbin, d.adrelid, true), CASE WHEN own.typtype = 'd' AND r.relkind NOT IN ('v', 'm') THEN pg_get_expr(own.typdefaultbin, 0, true) END) AS expression,"
      " EXISTS (SELECT FROM pg_catalog.pg_depend AS owned JOIN pg_catalog.pg_depend AS used"
      " ON used.refclassid = owned.classid AND used.refobjid = owned.objid"
      " WHERE owned.classid = 'pg_catalog.pg_class'::regclass AND owned.refclassid = 'pg_catalog.pg_class'::regclass"
      " AND owned.refobjid = a.attrelid AND owned.refobjsubid = a.attnum AND owned.deptype = 'a'"
      " AND used.classid = 'pg_catalog.pg_attrdef'::regclass AND used.objid = d.oid) AS owns_sequence,"
      " CASE WHEN a.attcollation <> own.typcollation THEN k.collname END AS collation,"
      " col_description(a.attrelid, a.attnum) AS comment, " +
          std::string(kPostgresqlSequenceOptions) +
          " FROM relation AS r"
          " JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped"
          " JOIN pg_catalog.pg_type AS own ON own.oid = a.atttypid"
          " LEFT JOIN base AS b ON b.domain = own.oid"
          " JOIN pg_catalog.pg_type AS t ON t.oid = coalesce(b.type, own.oid)"
          " LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
          " LEFT JOIN pg_catalog.pg_collation AS k ON k.oid = a.attcollation"
          " LEFT JOIN LATERAL (SELECT q.* FROM pg_catalog.pg_depend AS counted JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = counted.objid"
          " WHERE a.attidentity <> '' AND counted.deptype = 'i' AND counted.classid = 'pg_catalog.pg_class'::regclass"
          " AND counted.refclassid = 'pg_catalog.pg_class'::regclass AND counted.refobjid = a.attrelid AND counted.refobjsubid = a.attnum OFFSET 0) AS s ON true"
          " ORDER BY a.attrelid, a.attnum",
      kPostgresqlDomainBases);
}

// A foreign key to a partitioned table has a shadow for each partition, on the same table as the key itself.
std::string keysQuery() {
  return withSomeRelations(
      "SELECT k.oid::bigint AS key, k.conrelid::bigint AS relation, k.conname AS name, k.contype::text AS type,"
      " k.condeferrable AS is_deferrable, k.condeferred AS is_deferred, k.confupdtype::text AS on_update,"
      " k.confdeltype::text AS on_delete, k.confmatchtype = 'f' AS is_match_full, NOT k.convalidated AS is_not_valid,"
      " coalesce(u.own = ANY ((SELECT confdelsetcols FROM (SELECT k.*) AS constraint_row)::smallint[]), false) AS is_set_on_delete,"
      " coalesce((SELECT indnullsnotdistinct FROM (SELECT i.*) AS index_row), false) AS nulls_not_distinct,"
      " k.contype <> 'f' AND u.position > i.indnkeyatts AS is_included,"
      " a.attname AS column_name, fn.nspname AS referred_schema,"
      " fc.relname AS referred_table, fa.attname AS referred_column, obj_description(k.oid, 'pg_constraint') AS comment"
      " FROM relation AS r JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'f')"
      " CROSS JOIN (SELECT false AS indnullsnotdistinct, NULL::smallint[] AS confdelsetcols) AS older"
      " LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = k.conindid"
      " LEFT JOIN pg_catalog.pg_constraint AS parent ON parent.oid = k.conparentid"
      " CROSS JOIN LATERAL unnest(CASE WHEN k.contype = 'f' THEN k.conkey ELSE i.indkey::smallint[] END, k.confkey) WITH ORDINALITY AS u(own, referred, position)"
      " JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.own"
      " LEFT JOIN pg_catalog.pg_class AS fc ON fc.oid = k.confrelid AND k.contype = 'f'"
      " LEFT JOIN pg_catalog.pg_namespace AS fn ON fn.oid = fc.relnamespace"
      " LEFT JOIN pg_catalog.pg_attribute AS fa ON fa.attrelid = fc.oid AND fa.attnum = u.referred"
      " WHERE parent.oid IS NULL OR parent.conrelid <> k.conrelid"
      " ORDER BY k.conrelid, k.conkey, k.conname, k.oid, u.position");
}

std::string checksQuery() {
  return withSomeRelations(
      "SELECT k.conrelid::bigint AS relation, k.conname AS name, k.contype::text AS type, k.connoinherit AS is_not_inherited, NOT k.convalidated AS is_not_valid,"
      " k.condeferrable AS is_deferrable, k.condeferred AS is_deferred, obj_description(k.oid, 'pg_constraint') AS comment,"
      " CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid, true) ELSE pg_get_constraintdef(k.oid, true) END AS expression"
      " FROM relation AS r JOIN pg_catalog.pg_constraint AS k ON k.conrelid = r.oid AND k.contype IN ('c', 'x')"
      " ORDER BY k.conrelid, k.conname");
}

// An operator class is left out where CREATE INDEX would take it anyway: the one made for the column's type, or for one that it stands for.
std::string indexesQuery() {
  return withSomeRelations(
      "SELECT i.indexrelid::bigint AS index, i.indrelid::bigint AS relation, ic.relname AS name, i.indisunique AS "
      "is_unique,"
      " am.amname AS method, pg_get_indexdef(i.indexrelid) AS definition,"
      " pg_get_expr(i.indpred, i.indrelid, true) AS predicate, a.attname AS column_name,"
      " CASE WHEN a.attname IS NULL THEN pg_get_indexdef(i.indexrelid, part + 1, true) END AS expression,"
      " (i.indoption[part] & 1) = 1 AS is_descending, (i.indoption[part] & 2) = 2 AS has_nulls_first, part >= i.indnkeyatts AS is_included,"
      " coalesce((SELECT indnullsnotdistinct FROM (SELECT i.*) AS index_row), false) AS nulls_not_distinct,"
      " ic.relispartition AS is_inherited,"
      " array_to_string(ic.reloptions, E'\\n') AS options, obj_description(i.indexrelid, 'pg_class') AS comment,"
      " CASE WHEN ia.attoptions IS NOT NULL OR NOT o.opcdefault OR (o.opcintype <> coalesce(a.atttypid, ia.atttypid) AND EXISTS (SELECT FROM pg_catalog.pg_opclass AS better"
      " WHERE better.opcmethod = o.opcmethod AND better.opcdefault AND better.opcintype = coalesce(a.atttypid, ia.atttypid)))"
      " THEN CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(os.nspname) || '.' END || quote_ident(o.opcname)"
      " || coalesce('(' || (SELECT string_agg(split_part(given, '=', 1) || '=' || quote_literal(substr(given, strpos(given, '=') + 1)), ', ')"
      " FROM unnest(ia.attoptions) AS given) || ')', '') END AS operator_class,"
      " CASE WHEN i.indcollation[part] <> coalesce(a.attcollation, 100) THEN k.collname END AS collation"
      " FROM relation AS r JOIN pg_catalog.pg_index AS i ON i.indrelid = r.oid"
      " CROSS JOIN (SELECT false AS indnullsnotdistinct) AS older"
      " JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_am AS am ON am.oid = ic.relam"
      " CROSS JOIN LATERAL (SELECT each.attribute, each.place::int - 1 AS part FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS each(attribute, place)) AS u"
      " LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.attribute AND a.attnum "
      "<> 0"
      " LEFT JOIN pg_catalog.pg_attribute AS ia ON ia.attrelid = i.indexrelid AND ia.attnum = part + 1"
      " LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = i.indclass[part] LEFT JOIN pg_catalog.pg_namespace AS os ON os.oid = o.opcnamespace"
      " LEFT JOIN pg_catalog.pg_collation AS k ON k.oid = i.indcollation[part]"
      " WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = i.indrelid"
      " AND c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))"
      " ORDER BY i.indrelid, ic.relname, part");
}

// A partition has the triggers of the table that it is one of.
std::string triggersQuery() {
  return withSomeRelations(
      "SELECT t.tgrelid::bigint AS relation, 't' AS kind, t.tgname AS name, pg_get_triggerdef(t.oid, true) AS definition, t.tgenabled::text AS firing,"
      " obj_description(t.oid, 'pg_trigger') AS comment"
      " FROM relation AS r JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = r.oid AND NOT t.tgisinternal CROSS JOIN (SELECT 0::oid AS tgparentid) AS older"
      " WHERE (SELECT tgparentid FROM (SELECT t.*) AS trigger_row) = 0"
      " UNION ALL SELECT w.ev_class::bigint, 'r', w.rulename, pg_get_ruledef(w.oid, true), w.ev_enabled::text, obj_description(w.oid, 'pg_rewrite')"
      " FROM relation AS r JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'"
      " ORDER BY relation, name");
}

// What a view reads by way of a function has to be there before it too.
std::string referencesQuery() {
  return withSomeRelations(
      "SELECT named.relation::bigint AS relation, named.kind, n.nspname AS schema_name, c.relname AS name FROM ("
      "SELECT i.inhrelid AS relation, 'i' AS kind, i.inhparent AS referred, i.inhseqno AS position"
      " FROM relation AS r JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = r.oid"
      " UNION SELECT relation, 'v', referred, 0 FROM view_reads WHERE referred <> relation) AS named"
      " JOIN pg_catalog.pg_class AS c ON c.oid = named.referred AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
      " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace ORDER BY 1, named.kind, named.position, n.nspname, c.relname",
      std::string(kPostgresqlRoutineReads) +
          ", view_reads(relation, referred) AS ("
          "SELECT r.oid, coalesce(nullif(t.typrelid, 0), nullif(element.typrelid, 0), p.relation, CASE WHEN d.refclassid = 'pg_catalog.pg_class'::regclass THEN d.refobjid END)"
          " FROM relation AS r JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid AND w.rulename = '_RETURN'"
          " JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid"
          " LEFT JOIN pg_catalog.pg_type AS t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid"
          " LEFT JOIN pg_catalog.pg_type AS element ON element.oid = t.typelem"
          " LEFT JOIN routine_reads AS p ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND p.routine = d.refobjid)");
}

}  // namespace

std::array<std::string, 3> postgresqlFirstQueries() { return {schemasQuery(), enumsQuery(), relationsQuery()}; }

std::array<std::string, 6> postgresqlQueriesOfTables() {
  return {columnsQuery(), keysQuery(), checksQuery(), indexesQuery(), triggersQuery(), referencesQuery()};
}

}  // namespace joinery
