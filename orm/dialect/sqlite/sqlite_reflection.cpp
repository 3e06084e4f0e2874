// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_reflection.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "orm/core/ascii_case.h"
#include "orm/core/declared_type.h"
#include "orm/dialect/catalogue_row.h"
#include "orm/dialect/sqlite/sqlite_ddl_parser.h"
#include "orm/dialect/sqlite/sqlite_query_text.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"

namespace joinery {
namespace {

using Batch = std::shared_ptr<const RowBatch>;

/// Positions in sqliteReflectionQueries(), and in what comes after them.
enum Query : std::size_t { Objects, Kinds, Columns, Indexes, ForeignKeys, QueryCount };

constexpr const char* kObjects = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY rowid";

constexpr const char* kKinds =
    "SELECT name, type, wr AS without_rowid, strict FROM pragma_table_list WHERE schema = 'main'";

// pragma_table_xinfo ends the whole statement at a view (or virtual table) that does not compile, so only those are
// asked here that pragma_table_list has compiled already: their ncol is known. A broken view keeps it from compiling
// some of the others; these are what sqliteReflectionFollowUps() asks one by one.
constexpr const char* kColumns =
    "SELECT l.name AS table_name, c.name AS name, c.type AS type, c.\"notnull\" AS required,"
    " c.dflt_value AS default_text, c.pk AS key_position, c.hidden AS hidden"
    " FROM pragma_table_list AS l JOIN pragma_table_xinfo(l.name, 'main') AS c"
    " WHERE l.schema = 'main' AND (l.type = 'table' OR (l.type IN ('view', 'virtual') AND l.ncol > 0)) AND c.hidden <> "
    "1"
    " ORDER BY l.name, c.cid";

constexpr const char* kColumnsOfOne =
    "SELECT ?1 AS table_name, name, type, \"notnull\" AS required, dflt_value AS default_text, pk AS key_position, "
    "hidden"
    " FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1 ORDER BY cid";

// The pragma lists the newest index first.
constexpr const char* kIndexes =
    "SELECT l.name AS table_name, i.name AS index_name, i.\"unique\" AS is_unique, i.origin AS origin, x.cid AS "
    "column_position,"
    " x.name AS column_name, x.\"desc\" AS descending, x.coll AS collation"
    " FROM pragma_table_list AS l JOIN pragma_index_list(l.name, 'main') AS i JOIN pragma_index_xinfo(i.name, 'main') "
    "AS x"
    " WHERE l.schema = 'main' AND l.type = 'table' AND x.key = 1 ORDER BY l.name, i.seq DESC, x.seqno";

// The pragma counts foreign keys from the last one backwards.
constexpr const char* kForeignKeys =
    "SELECT l.name AS table_name, f.id AS id, f.\"table\" AS referred_table, f.\"from\" AS column_name, f.\"to\" AS "
    "referred_column,"
    " f.on_update AS on_update, f.on_delete AS on_delete"
    " FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name, 'main') AS f"
    " WHERE l.schema = 'main' AND l.type = 'table' ORDER BY l.name, f.id DESC, f.seq";

constexpr const char* kEstimates =
    "SELECT tbl AS table_name, max(CAST(stat AS INTEGER)) AS estimated_rows FROM main.sqlite_stat1 GROUP BY tbl";

/// sqlite_sequence, sqlite_stat1 and the like.
bool isInternal(std::string_view name) { return asciiLower(name).starts_with("sqlite_"); }

schema::TableKind kindFromText(std::string_view type) {
  if (type == "view") return schema::TableKind::View;
  return type == "virtual" ? schema::TableKind::VirtualTable : schema::TableKind::Table;
}

bool sameName(std::string_view left, std::string_view right) {
  return asciiLower(left) == asciiLower(right);
}

bool sameNames(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  return std::ranges::equal(left, right, sameName);
}

schema::ReferentialAction actionFromText(std::string_view text) {
  if (text == "CASCADE") return schema::ReferentialAction::Cascade;
  if (text == "RESTRICT") return schema::ReferentialAction::Restrict;
  if (text == "SET NULL") return schema::ReferentialAction::SetNull;
  if (text == "SET DEFAULT") return schema::ReferentialAction::SetDefault;
  return schema::ReferentialAction::NoAction;
}

/// A table while it is put together.
struct Draft {
  schema::Table table;
  SqliteTableText text;
  std::map<std::int64_t, std::string> keyColumns;
  bool hasKeyIndex = false;
  std::vector<schema::KeyOrder> keyOrders;
};

/// Puts the answers together, in the order in which they need each other.
class Folding {
 public:
  schema::MetaData run(std::span<const Batch> batches) {
    forEachCatalogueRow(batches[Objects], [this](const CatalogueRow& row) { readObject(row); });
    forEachCatalogueRow(batches[Kinds], [this](const CatalogueRow& row) { readKind(row); });
    forEachCatalogueRow(batches[Columns], [this](const CatalogueRow& row) { readColumn(row); });
    forEachCatalogueRow(batches[Indexes], [this](const CatalogueRow& row) { readIndexPart(row); });
    for (const Batch& batch : batches.subspan(QueryCount)) readFollowUp(batch);
    for (auto& [name, draft] : m_drafts) finishKeys(draft);
    forEachCatalogueRow(batches[ForeignKeys], [this](const CatalogueRow& row) { readForeignKeyPart(row); });
    for (auto& [name, draft] : m_drafts) {
      finishForeignKeys(draft);
      if (draft.table.isView()) findSources(draft.table);
    }
    return metaData();
  }

 private:
  Draft* find(std::string_view name) {
    const auto found = m_drafts.find(asciiLower(name));
    return found == m_drafts.end() ? nullptr : &found->second;
  }

  void readObject(const CatalogueRow& row) {
    const std::string type = row.text("type");
    const std::string sql = row.text("sql");
    if (type == "table" || type == "view") {
      readTable(row.text("name"), type == "view", sql);
    } else if (type == "index") {
      m_indexTexts[asciiLower(row.text("name"))] = sql;
    } else if (Draft* draft = find(row.text("tbl_name")); draft && type == "trigger") {
      draft->table.triggers.push_back({row.text("name"), sql});
    }
  }

  void readTable(std::string name, bool isView, const std::string& sql) {
    if (isInternal(name)) return;
    Draft& draft = m_drafts[asciiLower(name)];
    draft.table.name = QualifiedName(std::move(name));
    draft.table.kind = isView ? schema::TableKind::View : schema::TableKind::Table;
    if (isView) return readView(draft.table, sql);
    draft.table.definition = sql;
    draft.text = parseSqliteTable(sql);
    draft.table.checks = draft.text.checks;
  }

  static void readView(schema::Table& view, const std::string& sql) {
    SqliteViewText text = parseSqliteView(sql);
    view.definition = std::move(text.query);
    view.viewColumns = std::move(text.columns);
  }

  void readKind(const CatalogueRow& row) {
    Draft* draft = find(row.text("name"));
    if (!draft) return;
    const std::string type = row.text("type");
    if (type == "shadow") {
      m_drafts.erase(asciiLower(row.text("name")));
      return;
    }
    if (type == "virtual") draft->table.kind = schema::TableKind::VirtualTable;
    draft->table.withoutRowId = row.flag("without_rowid");
    draft->table.strict = row.flag("strict");
  }

  void readColumn(const CatalogueRow& row) {
    constexpr std::int64_t kVirtual = 2;
    constexpr std::int64_t kStored = 3;
    Draft* draft = find(row.text("table_name"));
    if (!draft) return;
    schema::Column column;
    column.name = row.text("name");
    column.type = columnType(row.text("type"), draft->table.strict);
    column.nullable = !row.flag("required");
    column.defaultExpression = row.optionalText("default_text");
    if (row.integer("hidden") == kVirtual) column.generation = schema::Generation::VirtualExpression;
    if (row.integer("hidden") == kStored) column.generation = schema::Generation::StoredExpression;
    if (const SqliteTableText::Column* text = draft->text.column(column.name)) {
      column.collation = text->collation;
      column.generationExpression = text->generationExpression;
      column.autoIncrement = text->autoIncrement;
      column.onNull = text->onNull;
    }
    if (const std::int64_t position = row.integer("key_position")) draft->keyColumns[position] = column.name;
    draft->table.columns.push_back(std::move(column));
  }

  static ValueType columnType(const std::string& declared, bool strict) {
    ValueType type = typeFromSqliteDeclaration(declared);
    type.perCell = !strict || declared.empty() || sameName(declared, "ANY");
    return type;
  }

  void readIndexPart(const CatalogueRow& row) {
    Draft* draft = find(row.text("table_name"));
    if (!draft) return;
    const std::string origin = row.text("origin");
    const std::string name = row.text("index_name");
    const bool isNew = m_index != name;
    m_index = name;
    if (origin == "pk") {
      draft->hasKeyIndex = true;
      addKeyOrder(draft->table, draft->keyOrders, row);
    } else if (origin == "u") {
      if (isNew) draft->table.uniqueKeys.emplace_back();
      schema::UniqueKey& key = draft->table.uniqueKeys.back();
      key.columns.push_back(row.text("column_name"));
      addKeyOrder(draft->table, key.orders, row);
    } else {
      if (isNew) addIndex(draft->table, name, row.flag("is_unique"));
      addIndexPart(draft->table, row);
    }
  }

  void addIndex(schema::Table& table, const std::string& name, bool unique) {
    schema::Index index;
    index.name = name;
    index.unique = unique;
    index.definition = m_indexTexts[asciiLower(name)];
    m_indexText = parseSqliteIndex(index.definition);
    index.predicate = m_indexText.predicate;
    table.indexes.push_back(std::move(index));
  }

  void addIndexPart(schema::Table& table, const CatalogueRow& row) {
    schema::Index& index = table.indexes.back();
    const std::size_t position = index.parts.size();
    schema::Index::Part part;
    part.column = row.text("column_name");
    part.descending = row.flag("descending");
    const bool known = position < m_indexText.parts.size();
    if (part.column.empty() && known) part.expression = m_indexText.parts[position].expression;
    part.collation = ownCollation(table, row);
    index.parts.push_back(std::move(part));
  }

  /// By which an index compares a column, where that is not the column's own.
  static std::string ownCollation(const schema::Table& table, const CatalogueRow& row) {
    std::string collation = row.text("collation");
    return sameName(collation, collationOf(table, row.text("column_name"))) ? std::string() : collation;
  }

  static std::string collationOf(const schema::Table& table, std::string_view columnName) {
    const schema::Column* column = table.column(columnName);
    return column && !column->collation.empty() ? column->collation : "BINARY";
  }

  static void addKeyOrder(const schema::Table& table, std::vector<schema::KeyOrder>& orders, const CatalogueRow& row) {
    schema::KeyOrder order{row.text("column_name"), ownCollation(table, row), row.flag("descending")};
    if (order.descending || !order.collation.empty()) orders.push_back(std::move(order));
  }

  /// A view that is asked for by itself, or the estimates; a broken view has no answer.
  void readFollowUp(const Batch& batch) {
    if (!batch) return;
    const bool isEstimate = batch->indexOf("estimated_rows") >= 0;
    forEachCatalogueRow(batch, [&](const CatalogueRow& row) {
      if (!isEstimate) return readColumn(row);
      if (Draft* draft = find(row.text("table_name")))
        draft->table.estimatedRows = row.optionalInteger("estimated_rows");
    });
  }

  static void finishKeys(Draft& draft) {
    schema::Table& table = draft.table;
    table.hasRowId = !table.withoutRowId && !table.isView() && hasFreeRowIdName(table);
    for (schema::UniqueKey& key : table.uniqueKeys) takeFromText(table, key, draft.text.uniqueKeys);
    if (draft.keyColumns.empty()) return;
    schema::UniqueKey key;
    for (const auto& [position, column] : draft.keyColumns) key.columns.push_back(column);
    key.orders = draft.keyOrders;
    key.onConflict = draft.text.primaryKey.onConflict;
    if (draft.hasKeyIndex) takeFromText(table, key, draft.text.uniqueKeys);
    key.name = draft.text.primaryKey.name;
    table.primaryKey = std::move(key);
    if (table.kind == schema::TableKind::Table) markRowIdAlias(draft);
  }

  /// The engine makes one index of keys over the same columns that compare them alike: what one of them says, the index does.
  static void takeFromText(const schema::Table& table, schema::UniqueKey& key, const std::vector<schema::UniqueKey>& texts) {
    for (const schema::UniqueKey& text : texts) {
      if (!sameNames(text.columns, key.columns) || !comparesAlike(table, text, key)) continue;
      if (key.name.empty()) key.name = text.name;
      if (key.onConflict == schema::ConflictClause::Abort) key.onConflict = text.onConflict;
    }
  }

  static bool comparesAlike(const schema::Table& table, const schema::UniqueKey& left, const schema::UniqueKey& right) {
    const auto collation = [&](const schema::UniqueKey& key, const std::string& column) {
      for (const schema::KeyOrder& order : key.orders)
        if (sameName(order.column, column) && !order.collation.empty()) return order.collation;
      return collationOf(table, column);
    };
    return std::ranges::all_of(right.columns, [&](const std::string& column) { return sameName(collation(left, column), collation(right, column)); });
  }

  /// Only the rowid itself is a key without an index: INTEGER PRIMARY KEY, but not INTEGER PRIMARY KEY DESC.
  static void markRowIdAlias(Draft& draft) {
    if (draft.table.withoutRowId || draft.hasKeyIndex || draft.keyColumns.size() != 1) return;
    for (schema::Column& column : draft.table.columns) {
      if (!sameName(column.name, draft.keyColumns.begin()->second)) continue;
      column.generation = schema::Generation::RowId;
      column.nullable = false;
      column.onNull = schema::ConflictClause::Abort;
      column.autoIncrement = column.autoIncrement || draft.text.autoIncrement;
    }
  }

  /// Columns of these names hide the rowid; when all three exist it can't be asked for.
  static bool hasFreeRowIdName(const schema::Table& table) {
    const auto isColumn = [&](std::string_view name) {
      return std::ranges::any_of(table.columns, [&](const schema::Column& c) { return sameName(c.name, name); });
    };
    return !(isColumn("rowid") && isColumn("_rowid_") && isColumn("oid"));
  }

  void readForeignKeyPart(const CatalogueRow& row) {
    Draft* draft = find(row.text("table_name"));
    if (!draft) return;
    const std::pair id{row.text("table_name"), row.integer("id")};
    if (m_foreignKey != id) {
      m_foreignKey = id;
      schema::ForeignKey key;
      key.referredTable = QualifiedName(row.text("referred_table"));
      key.onUpdate = actionFromText(row.text("on_update"));
      key.onDelete = actionFromText(row.text("on_delete"));
      draft->table.foreignKeys.push_back(std::move(key));
    }
    schema::ForeignKey& key = draft->table.foreignKeys.back();
    key.columns.push_back(row.text("column_name"));
    if (!row.isNull("referred_column")) key.referredColumns.push_back(row.text("referred_column"));
  }

  void finishForeignKeys(Draft& draft) {
    std::vector<schema::ForeignKey>& keys = draft.table.foreignKeys;
    const bool textFits = std::ranges::equal(keys, draft.text.foreignKeys, sameNames, &schema::ForeignKey::columns,
                                             &schema::ForeignKey::columns);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      resolveReferred(keys[i]);
      if (!textFits) continue;
      keys[i].name = draft.text.foreignKeys[i].name;
      keys[i].deferrable = draft.text.foreignKeys[i].deferrable;
      keys[i].initiallyDeferred = draft.text.foreignKeys[i].initiallyDeferred;
    }
  }

  /// Gives the referred names the spelling of the table that bears them. REFERENCES without columns means the primary
  /// key; where that does not fit, or the table is missing, the key's own columns stand in for names nobody knows.
  void resolveReferred(schema::ForeignKey& key) {
    const Draft* referred = find(key.referredTable.name);
    if (referred) key.referredTable = referred->table.name;
    if (key.referredColumns.empty() && referred && referred->table.primaryKey) {
      key.referredColumns = referred->table.primaryKey->columns;
    }
    if (key.referredColumns.size() != key.columns.size()) key.referredColumns = key.columns;
    if (!referred) return;
    for (std::string& name : key.referredColumns) {
      const auto column = std::ranges::find_if(referred->table.columns,
                                               [&](const schema::Column& c) { return sameName(c.name, name); });
      if (column != referred->table.columns.end()) name = column->name;
    }
  }

  void findSources(schema::Table& view) {
    for (const std::string& name : sqliteQueryTables(view.definition)) {
      const Draft* source = find(name);
      if (source && &source->table != &view) view.readsFrom.push_back(source->table.name);
    }
  }

  schema::MetaData metaData() {
    schema::MetaData metadata;
    metadata.defaultSchema = "main";
    metadata.schemas = {"main"};
    for (auto& [name, draft] : m_drafts) metadata.add(std::move(draft.table));
    return metadata;
  }

  std::map<std::string, Draft> m_drafts;            // by folded name
  std::map<std::string, std::string> m_indexTexts;  // by folded name
  SqliteIndexText m_indexText;
  std::optional<std::string> m_index;  // the one whose parts are being read
  std::optional<std::pair<std::string, std::int64_t>> m_foreignKey;
};

std::set<std::string> tablesWithColumns(const Batch& columns) {
  std::set<std::string> names;
  forEachCatalogueRow(columns, [&](const CatalogueRow& row) { names.insert(row.text("table_name")); });
  return names;
}

}  // namespace

std::vector<CompiledStatement> sqliteReflectionQueries() {
  std::vector<CompiledStatement> queries(Columns);
  queries[Objects].sql = kObjects;
  queries[Kinds].sql = kKinds;
  return queries;
}

CatalogueTables sqliteReflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches) {
  CatalogueTables tables;
  forEachCatalogueRow(batches[Kinds], [&](const CatalogueRow& row) {
    const std::string type = row.text("type");
    std::string name = row.text("name");
    if (type != "shadow" && !isInternal(name)) tables.names.push_back({QualifiedName(std::move(name)), kindFromText(type)});
  });
  tables.finishNames({});
  constexpr std::array kQueries{kColumns, kIndexes, kForeignKeys};
  for (std::size_t i = 0; i < kQueries.size(); ++i) {
    auto& query = tables.queries.emplace_back();
    query.statement.sql = kQueries[i];
    query.tablesRead = static_cast<std::int64_t>(tables.names.size() * (i + 1) / kQueries.size());
  }
  return tables;
}

std::vector<CompiledStatement> sqliteReflectionFollowUps(std::span<const std::shared_ptr<const RowBatch>> batches) {
  std::vector<CompiledStatement> queries;
  const std::set<std::string> known = tablesWithColumns(batches[Columns]);
  forEachCatalogueRow(batches[Kinds], [&](const CatalogueRow& row) {
    const std::string type = row.text("type");
    if ((type != "view" && type != "virtual") || known.contains(row.text("name"))) return;
    CompiledStatement& query = queries.emplace_back();
    query.sql = kColumnsOfOne;
    query.binds.push_back(Value::text(row.text("name")));
  });
  forEachCatalogueRow(batches[Objects], [&](const CatalogueRow& row) {
    if (row.text("name") == "sqlite_stat1") queries.emplace_back().sql = kEstimates;
  });
  return queries;
}

schema::MetaData foldSqliteReflection(std::span<const std::shared_ptr<const RowBatch>> batches) {
  return Folding().run(batches);
}

}  // namespace joinery
