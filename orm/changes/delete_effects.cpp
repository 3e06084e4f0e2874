// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/delete_effects.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/model/foreign_key_graph.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

using EffectKind = DeleteEffect::Kind;

constexpr const char* kDeleteRow = "t";
constexpr const char* kGoneRow = "g";

std::optional<EffectKind> effectOfAction(schema::ReferentialAction action) {
  switch (action) {
    case schema::ReferentialAction::Cascade: return std::nullopt;
    case schema::ReferentialAction::SetNull: return EffectKind::SetsNull;
    case schema::ReferentialAction::SetDefault: return EffectKind::SetsDefault;
    case schema::ReferentialAction::NoAction:
    case schema::ReferentialAction::Restrict: return EffectKind::Forbids;
  }
  return std::nullopt;
}

std::vector<sql::Expression> columnsUnder(const std::string& alias, const std::vector<std::string>& names) {
  std::vector<sql::Expression> columns;
  for (const std::string& name : names) columns.push_back(sql::column(alias, name));
  return columns;
}

sql::Expression rowValue(std::vector<sql::Expression> values) { return values.size() == 1 ? values.front() : sql::tuple(std::move(values)); }

/// Says what follows from deleting some rows of one table. Each table that loses rows is a CTE that holds their keys; a table whose
/// rows delete rows of its own is a recursive one.
class DeleteReview {
 public:
  DeleteReview(const Registry& registry, const Model& model, const std::vector<std::vector<Value>>& keys)
      : m_tables(registry.metadata().tables()), m_edges(foreignKeyGraph(registry.metadata(), registry.namesIgnoreCase())), m_keys(keys) {
    const auto table = registry.metadata().find(model.table->name);
    m_first = static_cast<std::size_t>(std::ranges::find(m_tables, table) - m_tables.begin());
    for (const std::string& name : model.keyAttributes()) m_keyColumns.push_back(model.attribute(name)->column);
    check(model);
    visit(m_first);
    std::ranges::reverse(m_order);
    for (std::size_t i = 0; i < m_order.size(); ++i) m_place[m_order[i]] = i;
    for (const std::size_t each : m_order) m_ctes.push_back(cteOf(each));
  }

  std::vector<DeleteEffect> effects() const {
    std::vector<DeleteEffect> all;
    for (const std::size_t table : m_order)
      if (!cascadesTo(table).empty()) all.push_back(deletion(table));
    for (std::size_t table = 0; table < m_tables.size(); ++table)
      for (const EffectKind kind : {EffectKind::SetsNull, EffectKind::SetsDefault, EffectKind::Forbids}) addTouched(table, kind, all);
    for (DeleteEffect& effect : all) effect.isAtLeast = m_isAtLeast;
    return all;
  }

 private:
  using Edges = std::vector<const ForeignKeyEdge*>;

  void check(const Model& model) const {
    if (m_keyColumns.empty()) throw DbError(ErrorKind::InvalidRequest, model.readOnlyReason());
    for (const std::vector<Value>& key : m_keys)
      if (key.size() != m_keyColumns.size()) throw DbError(ErrorKind::InvalidRequest, "a key of " + model.name + " has " + std::to_string(m_keyColumns.size()) + " values, not " + std::to_string(key.size()));
  }

  static bool cascades(const ForeignKeyEdge& edge) { return edge.onDelete == schema::ReferentialAction::Cascade; }

  /// Children before parents.
  void visit(std::size_t table) {
    if (!m_place.emplace(table, 0).second) return;
    for (const ForeignKeyEdge& edge : m_edges)
      if (cascades(edge) && edge.referredTable == table) visit(edge.table);
    m_order.push_back(table);
  }

  /// The keys by which a table's rows are deleted with others. One that leads back in a circle of tables is not followed.
  Edges cascadesTo(std::size_t table) const {
    Edges found;
    for (const ForeignKeyEdge& edge : m_edges) {
      if (!cascades(edge) || edge.table != table || !m_place.contains(edge.referredTable)) continue;
      if (m_place.at(edge.referredTable) <= m_place.at(table)) found.push_back(&edge);
      else m_isAtLeast = true;
    }
    return found;
  }

  static std::string cteName(std::size_t place) { return "gone_" + std::to_string(place); }

  /// What tells a table's rows, and what others refer to.
  std::vector<std::string> toldBy(std::size_t table) const {
    std::vector<std::string> names;
    const auto add = [&](const std::vector<std::string>& columns) {
      for (const std::string& name : columns)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    };
    if (m_tables[table]->primaryKey) add(m_tables[table]->primaryKey->columns);
    for (const ForeignKeyEdge& edge : m_edges)
      if (edge.referredTable == table) add(edge.referredColumns);
    return names;
  }

  sql::Expression isFirst() const {
    std::vector<sql::Expression> columns, rows;
    for (const schema::Column& column : m_keyColumns) columns.push_back(sql::column(kDeleteRow, column.name, column.type));
    for (const std::vector<Value>& key : m_keys) {
      std::vector<sql::Expression> values;
      for (std::size_t i = 0; i < key.size(); ++i) values.push_back(sql::bind(key[i], m_keyColumns[i].type));
      rows.push_back(rowValue(std::move(values)));
    }
    return sql::in(rowValue(std::move(columns)), std::move(rows));
  }

  sql::Expression isAmongGone(std::size_t table, const std::vector<std::string>& own, const std::vector<std::string>& theirs) const {
    const sql::Select gone = sql::Select(columnsUnder(kGoneRow, theirs)).from(sql::cteReference(cteName(m_place.at(table)), kGoneRow));
    return sql::in(rowValue(columnsUnder(kDeleteRow, own)), gone);
  }

  sql::Expression refersToGone(const ForeignKeyEdge& edge) const { return isAmongGone(edge.referredTable, edge.columns, edge.referredColumns); }

  /// Whether a row is deleted for another reason than a row of its own table.
  sql::Expression isDeletedFromOutside(std::size_t table) const {
    std::vector<sql::Expression> reasons;
    if (table == m_first) reasons.push_back(isFirst());
    for (const ForeignKeyEdge* edge : cascadesTo(table))
      if (edge->referredTable != table) reasons.push_back(refersToGone(*edge));
    return sql::or_(std::move(reasons));
  }

  sql::Expression isDeleted(std::size_t table) const {
    const auto isOwn = [&](const ForeignKeyEdge* edge) { return edge->referredTable == table; };
    if (std::ranges::none_of(cascadesTo(table), isOwn)) return isDeletedFromOutside(table);
    const std::vector<std::string> names = toldBy(table);
    return isAmongGone(table, names, names);
  }

  sql::FromItem rowsOf(std::size_t table) const { return sql::table(m_tables[table]->name, kDeleteRow); }

  sql::Cte cteOf(std::size_t table) const {
    const std::string name = cteName(m_place.at(table));
    const std::vector<std::string> names = toldBy(table);
    std::vector<sql::Expression> columns = columnsUnder(kDeleteRow, names);
    if (columns.empty()) columns.push_back(sql::integerLiteral(1).as("one"));
    sql::Select rows = sql::Select(columns).from(rowsOf(table)).where(isDeletedFromOutside(table));
    std::vector<sql::Expression> below;
    for (const ForeignKeyEdge* edge : cascadesTo(table)) {
      if (edge->referredTable != table) continue;
      std::vector<sql::Expression> pairs;
      for (std::size_t i = 0; i < edge->columns.size(); ++i) pairs.push_back(sql::eq(sql::column(kGoneRow, edge->referredColumns[i]), sql::column(kDeleteRow, edge->columns[i])));
      below.push_back(sql::and_(std::move(pairs)));
    }
    if (below.empty()) return {name, {}, std::make_shared<const sql::Select>(std::move(rows)), false};
    // UNION leaves out what is there already, and so ends where rows lead round in a circle.
    const sql::Select more = sql::Select(columns).from(rowsOf(table).join(sql::cteReference(name, kGoneRow), sql::or_(std::move(below))));
    return {name, names, std::make_shared<const sql::Select>(rows.combine(sql::Select::SetOperator::Union, more)), true};
  }

  sql::Select counted(sql::Select rows) const {
    for (const sql::Cte& cte : m_ctes) rows = rows.with(cte);
    return rows.columns({sql::count()});
  }

  DeleteEffect deletion(std::size_t table) const {
    DeleteEffect effect{EffectKind::Deletes, m_tables[table]->name, {}, {}, false};
    for (const ForeignKeyEdge* edge : cascadesTo(table)) effect.columns.push_back(edge->columns);
    sql::Select rows = sql::Select().from(rowsOf(table)).where(isDeleted(table));
    if (table == m_first) rows = rows.where(sql::isNotTrue(isFirst()));
    effect.count = counted(std::move(rows));
    return effect;
  }

  void addTouched(std::size_t table, EffectKind kind, std::vector<DeleteEffect>& all) const {
    DeleteEffect effect{kind, m_tables[table]->name, {}, {}, false};
    std::vector<sql::Expression> reasons;
    for (const ForeignKeyEdge& edge : m_edges) {
      if (edge.table != table || !m_place.contains(edge.referredTable) || effectOfAction(edge.onDelete) != kind) continue;
      effect.columns.push_back(edge.columns);
      reasons.push_back(sql::and_({refersToGone(edge), staysBehind(edge)}));
    }
    if (reasons.empty()) return;
    effect.count = counted(sql::Select().from(rowsOf(table)).where(sql::or_(std::move(reasons))));
    all.push_back(std::move(effect));
  }

  /// Whether a referring row is one that is not deleted as well.
  sql::Expression staysBehind(const ForeignKeyEdge& edge) const {
    const bool isAtOnce = edge.onDelete == schema::ReferentialAction::Restrict;
    if (isAtOnce) return edge.table == m_first ? sql::isNotTrue(isFirst()) : sql::Expression();
    return m_place.contains(edge.table) ? sql::isNotTrue(isDeleted(edge.table)) : sql::Expression();
  }

  const std::vector<std::shared_ptr<const schema::Table>>& m_tables;
  std::vector<ForeignKeyEdge> m_edges;
  const std::vector<std::vector<Value>>& m_keys;
  std::vector<schema::Column> m_keyColumns;
  std::size_t m_first = 0;
  std::vector<std::size_t> m_order;  ///< the tables that lose rows, parents first
  std::map<std::size_t, std::size_t> m_place;  ///< of each of them in that order
  std::vector<sql::Cte> m_ctes;
  mutable bool m_isAtLeast = false;
};

}  // namespace

std::vector<DeleteEffect> deleteEffects(const Registry& registry, const Model& model, const std::vector<std::vector<Value>>& keys) {
  return DeleteReview(registry, model, keys).effects();
}

std::vector<CountedDeleteEffect> countDeleteEffects(Connection& connection, const Dialect& dialect, const std::vector<DeleteEffect>& effects) {
  std::vector<CountedDeleteEffect> counted;
  for (const DeleteEffect& effect : effects) {
    const std::int64_t rows = fetchAll(connection, dialect.compile(effect.count))->at(0, 0).toInteger();
    if (rows > 0) counted.push_back({effect, rows});
  }
  return counted;
}

}  // namespace joinery
