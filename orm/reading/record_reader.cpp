// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/reading/record_reader.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/model/fitting.h"
#include "orm/model/names.h"
#include "orm/query/filter_document.h"
#include "orm/query/join_path.h"
#include "orm/query/model_select.h"
#include "orm/query/sort_order.h"
#include "orm/reading/joined_loader.h"
#include "orm/reading/selectin_loader.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

void collectPaths(const JoinTree& tree, const std::string& path, std::vector<std::string>& paths) {
  for (const JoinTree& child : tree.children) {
    paths.push_back(joinedPath(path, *child.relationship));
    collectPaths(child, paths.back(), paths);
  }
}

/// "prune" by folded path, every path one that is joined.
std::map<std::string, Json> pruneFilters(const Json& prune, const JoinTree& tree, bool ignoreCase) {
  std::map<std::string, Json> filters;
  if (prune.is_null() || prune.empty()) return filters;
  if (!prune.is_object()) throw DbError(ErrorKind::InvalidRequest, "prune is an object of joined paths and filters");
  std::vector<std::string> paths;
  collectPaths(tree, {}, paths);
  for (const auto& [path, filter] : prune.items()) {
    if (findName(paths, path, ignoreCase) < 0) {
      DbError error(ErrorKind::InvalidRequest, "/" + path + ": prune names a path that is not joined");
      error.hint = paths.empty() ? "Nothing is joined." : nearestNamesHint(path, paths);
      throw error;
    }
    filters.emplace(foldName(path, ignoreCase), filter);
  }
  return filters;
}

bool sortsBy(const std::vector<sql::OrderBy>& order, const std::vector<SortKey>& keys, const Model& model) {
  const std::vector<std::string> key = model.keyAttributes();
  return !order.empty() && std::ranges::all_of(key, [&](const std::string& name) {
    return std::ranges::any_of(keys, [&](const SortKey& each) { return each.path.size() == 1 && each.path.front() == name; });
  });
}

}  // namespace

RecordReader::RecordReader(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, CancelToken cancelToken)
    : m_connection(connection), m_dialect(dialect), m_registry(std::move(registry)), m_cancelToken(std::move(cancelToken)) {}

std::vector<std::shared_ptr<LoadedRecord>> RecordReader::select(const Query& query) {
  const Model& model = m_registry->at(query.model);
  const JoinTree tree = parseJoinPaths(query.joins, *m_registry, model);
  const LoadContext context{m_connection, m_dialect, *m_registry, m_cancelToken,
                            pruneFilters(query.prune, tree, m_registry->namesIgnoreCase())};
  const sql::FromItem table = modelSource(model);
  JoinedLoader loader(context, tree, {}, table.qualifier(), query.attributes);
  std::vector<SortKey> sortKeys;
  for (const std::string& sort : query.sorts) sortKeys.push_back(parseSortKey(sort, *m_registry, model));
  CompiledSort sort = compileSort(sortKeys, *m_registry, model, table);
  // Rows that a sort leaves equal come by key, so that limit and offset always cut the same ones.
  if (!sortsBy(sort.orderBy, sortKeys, model)) std::ranges::move(loader.keyOrder(), std::back_inserter(sort.orderBy));
  const sql::Select select = sql::Select(loader.columns())
                                 .from(loader.from(sort.from))
                                 .where(compileFilter(query.filter.is_null() ? Json::object() : query.filter, *m_registry, model, table.qualifier()))
                                 .where(query.condition)
                                 .orderBy(sort.orderBy)
                                 .limit(query.limit && *query.limit < 0 ? std::nullopt : query.limit)
                                 .offset(query.offset);
  m_cancelToken.throwIfCancelled();
  std::vector<std::shared_ptr<LoadedRecord>> records = loader.read(fetchAll(m_connection, m_dialect.compile(select)));
  SelectinLoader::loadAll(context, loader.collections());
  return records;
}

std::shared_ptr<LoadedRecord> RecordReader::get(const std::string& modelName, const std::vector<Value>& key) {
  const Model& model = m_registry->at(modelName);
  const std::vector<std::string> names = model.keyAttributes();
  requireKey(model, key);
  const JoinTree tree = parseJoinPaths({}, *m_registry, model);
  const LoadContext context{m_connection, m_dialect, *m_registry, m_cancelToken, {}};
  const sql::FromItem table = modelSource(model);
  JoinedLoader loader(context, tree, {}, table.qualifier());
  sql::Select select = sql::Select(loader.columns()).from(table);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Column& column = model.attribute(names[i])->column;
    select = select.where(sql::eq(table.column(column.name, column.type), sql::bind(key[i], column.type)));
  }
  m_cancelToken.throwIfCancelled();
  const auto records = loader.read(fetchAll(m_connection, m_dialect.compile(select)));
  return records.empty() ? nullptr : records.front();
}

void RecordReader::load(const std::vector<std::shared_ptr<LoadedRecord>>& records, const std::string& relationship, std::optional<std::size_t> mostRelated, const Json& prune) {
  if (records.empty()) return;
  const Model& model = records.front()->model();
  const Relationship* wanted = model.relationship(relationship);
  if (wanted == nullptr) {
    DbError error(ErrorKind::InvalidRequest, model.name + " has no relationship \"" + relationship + "\"");
    error.hint = nearestNamesHint(relationship, model.relationshipNames());
    throw error;
  }
  const JoinTree tree{wanted, &m_registry->target(*wanted), {}};
  std::vector<std::shared_ptr<LoadedRecord>> without;
  std::ranges::copy_if(records, std::back_inserter(without), [&](const auto& record) { return record->related(relationship) == nullptr; });
  LoadContext context{m_connection, m_dialect, *m_registry, m_cancelToken, {}};
  if (!prune.empty()) context.prune.emplace(foldName(wanted->name, m_registry->namesIgnoreCase()), prune);
  SelectinLoader(context, tree, wanted->name, mostRelated).load(without);
}

std::int64_t RecordReader::count(const Query& query) {
  const Model& model = m_registry->at(query.model);
  const sql::FromItem table = modelSource(model);
  const sql::Select select = sql::Select({sql::count()})
                                 .from(table)
                                 .where(compileFilter(query.filter.is_null() ? Json::object() : query.filter, *m_registry, model, table.qualifier()))
                                 .where(query.condition);
  m_cancelToken.throwIfCancelled();
  return fetchAll(m_connection, m_dialect.compile(select))->at(0, 0).toInteger();
}

}  // namespace joinery
