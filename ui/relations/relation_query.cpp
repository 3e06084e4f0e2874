// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_query.h"

#include <algorithm>

#include "orm/core/display_text.h"
#include "orm/core/value_identity.h"
#include "orm/engine/execution.h"
#include "orm/paging/row_order.h"
#include "orm/engine/value_limit.h"
#include "orm/query/filter_document.h"
#include "orm/query/join_path.h"
#include "orm/query/model_select.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kMostCellBytes = 8 * 1024;
constexpr std::size_t kMostInline = 3;  // labels of other rows on the line of one
constexpr std::size_t kMostReadBytes = 1U << 20U;
const std::string kRow = "row_";
const std::string kRelated = "related_";

bool contains(const std::vector<std::string>& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

/// Whether the tree finds rows by it.
bool leadsToRows(const Model& model, const Attribute& attribute) {
  return attribute.isKey || std::ranges::any_of(model.relationships, [&](const Relationship& relationship) {
           return contains(relationship.knownBy(), attribute.column.name);
         });
}

/// An ellipsis for a text or a blob, which is not read then.
sql::Expression hiddenText(const sql::Expression& value) {
  const auto isLong = sql::in(sql::function("typeof", {value}), {sql::text("'text'"), sql::text("'blob'")});
  return sql::caseWhen({{isLong, sql::bind(Value::text("…"))}}, value).withType(value.type());
}

/// Rows of a small result, each cell up to the limit.
std::vector<std::shared_ptr<const RowBatch>> fetchLimited(Worker::Context& context, const sql::Select& select, std::size_t rows) {
  const auto cursor = execute(context.connection, context.dialect.compile(select));
  std::vector<std::shared_ptr<const RowBatch>> batches;
  for (auto batch = cursor->fetch(rows, kMostCellBytes); batch->rows() > 0; batch = cursor->fetch(rows, kMostCellBytes)) {
    batches.push_back(std::move(batch));
    context.cancelToken.throwIfCancelled();
  }
  return batches;
}

std::string identityOf(const std::vector<Value>& key) {
  std::string identity;
  for (const Value& value : key) appendIdentity(identity, value);
  return identity;
}

/// Rows of one statement that are told by their keys.
constexpr std::size_t kMostKeys = 100;

/// Those of the rows that have one of the keys, beginning with the first.
sql::Expression hasKeyAmong(const Model& model, const std::string& alias, const std::vector<std::vector<Value>>& keys, std::size_t first) {
  std::vector<sql::Expression> columns;
  std::vector<ValueType> types;
  for (const std::string& name : model.keyAttributes()) {
    const schema::Column& column = model.attribute(name)->column;
    columns.push_back(sql::column(alias, column.name, column.type));
    types.push_back(column.type);
  }
  std::vector<sql::Expression> any;
  for (std::size_t i = first; i < std::min(first + kMostKeys, keys.size()); ++i) {
    std::vector<sql::Expression> all;
    for (std::size_t j = 0; j < std::min(columns.size(), keys[i].size()); ++j) {
      if (columns.size() == 1) any.push_back(sql::bind(keys[i][j], types[j]));
      else all.push_back(sql::eq(columns[j], sql::bind(keys[i][j], types[j])));
    }
    if (columns.size() > 1) any.push_back(sql::and_(std::move(all)));
  }
  return columns.size() == 1 ? sql::in(columns.front(), std::move(any)) : sql::or_(std::move(any));
}

}  // namespace

bool RelationQuery::isHidden(const RowShape& shape, const Attribute& attribute, Texts texts) {
  if (texts == Texts::Shown || leadsToRows(*shape.model, attribute)) return false;
  const std::vector<std::string> labels = shape.model->labelAttributes();
  return texts == Texts::Hidden || std::ranges::find(labels, attribute.name) == labels.end();
}

void RelationQuery::appendColumns(std::vector<sql::Expression>& columns, const RowShape& shape, const std::string& alias, Texts texts) {
  for (const Attribute* attribute : shape.attributes) {
    const auto value = attributeColumn(*attribute, alias);
    columns.push_back((isHidden(shape, *attribute, texts) ? hiddenText(value) : value).as("c" + std::to_string(columns.size())));
  }
}

RelatedRow RelationQuery::takeRow(const RowShape& shape, const RowBatch& batch, std::size_t row, std::size_t firstColumn, Texts texts) {
  RelatedRow taken;
  taken.cut.resize(shape.attributes.size());
  for (std::size_t i = 0; i < shape.attributes.size(); ++i) {
    taken.values.emplace_back(batch.at(row, firstColumn + i));
    taken.cut[i] = batch.isPartial(row, firstColumn + i) || isHidden(shape, *shape.attributes[i], texts);
  }
  for (const std::size_t position : shape.key) {
    // A key that was cut names another row, or none.
    if (batch.isPartial(row, firstColumn + position)) {
      taken.key.clear();
      break;
    }
    taken.key.push_back(taken.values[position]);
  }
  if (std::ranges::find(taken.cut, true) == taken.cut.end()) taken.cut.clear();
  return taken;
}

sql::FromItem RelationQuery::joinChain(sql::FromItem from, const Registry& registry, const Model& model, const std::string& alias, const std::vector<std::string>& except,
                                       std::vector<InlineRow>& chain) {
  std::vector<const Relationship*> ways;
  for (const Relationship& each : model.relationships)
    if (each.ownsForeignKey() && each.localColumns != except && registry.target(each).name != model.name) ways.push_back(&each);
  if (ways.size() > kMostInline) ways.resize(kMostInline);
  for (const Relationship* way : ways) {
    if (chain.size() >= kMostInline) break;
    const Model& target = registry.target(*way);
    const std::string next = alias + "_" + std::to_string(chain.size());
    from = from.leftJoin(sql::table(target.table->name, next), relatedRows(*way, registry, alias, next).data().where);
    chain.push_back({way, RowShape(target), next});
    if (ways.size() == 1) from = joinChain(from, registry, target, next, {}, chain);
  }
  return from;
}

void RelationQuery::appendChain(std::vector<sql::Expression>& columns, const std::vector<InlineRow>& chain, Texts texts) {
  for (const InlineRow& each : chain) {
    appendColumns(columns, each.shape, each.alias, texts);
    // Not NULL wherever a row matched, whatever else the row holds.
    columns.push_back(sql::column(each.alias, each.relationship->remoteColumns.front()).as("c" + std::to_string(columns.size())));
  }
}

std::vector<RelatedRow::Aside> RelationQuery::takeChain(const std::vector<InlineRow>& chain, const RowBatch& batch, std::size_t row, std::size_t firstColumn, Texts texts) {
  std::vector<RelatedRow::Aside> asides;
  for (const InlineRow& each : chain) {
    const RelatedRow read = takeRow(each.shape, batch, row, firstColumn, texts);
    firstColumn += each.shape.attributes.size() + 1;
    if (!batch.at(row, firstColumn - 1).isNull()) asides.push_back({each.relationship->name, relatedRowLabel(each.shape, read.values)});
  }
  return asides;
}

/// With what is to be shown, or without texts where one is so large that it would be held whole only to show its beginning.
template <typename Read>
auto RelationQuery::readingLittle(Worker::Context& context, const Read& read) {
  for (const Texts texts : {Texts::Shown, Texts::Labels}) {
    try {
      const ValueLimit limit(context.connection, kMostReadBytes);
      return read(texts);
    } catch (const DbError& error) {
      if (error.kind() != ErrorKind::TooLarge) throw;
    }
  }
  return read(Texts::Hidden);
}

RowWithRelated RelationQuery::row(Worker::Context& context, const std::vector<const Relationship*>& toOne) const {
  return readingLittle(context, [&](Texts texts) { return row(context, toOne, texts); });
}

RelatedPage RelationQuery::page(Worker::Context& context, const Relationship& relationship, const RelatedPage::Start& start) const {
  return readingLittle(context, [&](Texts texts) { return page(context, relationship, start, texts); });
}

RelationQuery::RelationQuery(std::shared_ptr<const Registry> registry, const Model& model, std::vector<Value> key)
    : m_registry(std::move(registry)), m_model(&model), m_key(std::move(key)) {}

sql::Expression RelationQuery::isThisRow() const {
  const std::vector<std::string> names = m_model->keyAttributes();
  if (names.size() != m_key.size() || names.empty())
    throw DbError(ErrorKind::InvalidRequest, "the key of " + m_model->name + " has " + std::to_string(names.size()) + " values, not " + std::to_string(m_key.size()));
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Column& column = m_model->attribute(names[i])->column;
    conditions.push_back(sql::eq(sql::column(kRow, column.name, column.type), sql::bind(m_key[i], column.type)));
  }
  return sql::and_(std::move(conditions));
}

sql::Expression RelationQuery::pruned(const Relationship& relationship, const std::string& alias) const {
  const auto found = m_prune.find(relationship.name);
  return found == m_prune.end() ? sql::Expression() : compileFilter(found->second, *m_registry, m_registry->target(relationship), alias);
}

RowWithRelated RelationQuery::row(Worker::Context& context, const std::vector<const Relationship*>& toOne, Texts texts) const {
  const RowShape own(*m_model);
  std::vector<sql::Expression> columns;
  appendColumns(columns, own, kRow, texts);
  sql::FromItem from = sql::table(m_model->table->name, kRow);
  std::vector<std::pair<RowShape, std::size_t>> shapes;
  std::vector<std::pair<std::vector<InlineRow>, std::size_t>> chains;
  for (const Relationship* relationship : toOne) {
    const Model& target = m_registry->target(*relationship);
    const std::string alias = kRelated + std::to_string(shapes.size());
    from = from.leftJoin(sql::table(target.table->name, alias), relatedRows(*relationship, *m_registry, kRow, alias).data().where);
    shapes.emplace_back(target, columns.size());
    appendColumns(columns, shapes.back().first, alias, texts);
    // Not NULL wherever a row matched, whatever else the row holds.
    columns.push_back(sql::column(alias, relationship->remoteColumns.front()).as("c" + std::to_string(columns.size())));
    chains.emplace_back();
    // Of a row that refers here, only what else it leads to is news.
    from = joinChain(from, *m_registry, target, alias, relationship->ownsForeignKey() ? std::vector<std::string>() : relationship->remoteColumns, chains.back().first);
    chains.back().second = columns.size();
    appendChain(columns, chains.back().first, texts);
  }
  RowWithRelated answer;
  const auto batches = fetchLimited(context, sql::Select(columns).from(from).where(isThisRow()).limit(1), 1);
  if (batches.empty()) return answer;
  const RowBatch& batch = *batches.front();
  answer.row = takeRow(own, batch, 0, 0, texts);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const auto& [shape, first] = shapes[i];
    const bool isThere = !batch.at(0, first + shape.attributes.size()).isNull();
    answer.related.push_back(isThere ? std::optional(takeRow(shape, batch, 0, first, texts)) : std::nullopt);
    if (isThere) answer.related.back()->chain = takeChain(chains[i].first, batch, 0, chains[i].second, texts);
  }
  return answer;
}

std::vector<std::int64_t> RelationQuery::counts(Worker::Context& context, const std::vector<const Relationship*>& relationships) const {
  std::vector<sql::Expression> columns;
  for (const Relationship* relationship : relationships) {
    const std::string alias = kRelated + std::to_string(columns.size());
    const auto related = relatedRows(*relationship, *m_registry, kRow, alias).where(pruned(*relationship, alias));
    columns.push_back(sql::subquery(related.columns({sql::count()})).as("c" + std::to_string(columns.size())));
  }
  const auto select = sql::Select(columns).from(sql::table(m_model->table->name, kRow)).where(isThisRow());
  const auto batch = fetchAll(context.connection, context.dialect.compile(select));
  std::vector<std::int64_t> counts(relationships.size(), 0);
  for (std::size_t i = 0; i < counts.size() && batch->rows() > 0; ++i) counts[i] = batch->at(0, i).toInteger();
  return counts;
}

std::int64_t RelationQuery::countAmong(Worker::Context& context, const Relationship& relationship, const std::vector<std::vector<Value>>& keys) const {
  std::int64_t count = 0;
  for (std::size_t first = 0; first < keys.size(); first += kMostKeys) {
    context.cancelToken.throwIfCancelled();
    const auto related = relatedRows(relationship, *m_registry, kRow, kRelated)
                             .where(pruned(relationship, kRelated))
                             .where(hasKeyAmong(m_registry->target(relationship), kRelated, keys, first));
    const auto select = sql::Select({sql::subquery(related.columns({sql::count()})).as("c0")}).from(sql::table(m_model->table->name, kRow)).where(isThisRow());
    const auto batch = fetchAll(context.connection, context.dialect.compile(select));
    if (batch->rows() > 0) count += batch->at(0, 0).toInteger();
  }
  return count;
}

RelatedPage RelationQuery::page(Worker::Context& context, const Relationship& relationship, const RelatedPage::Start& start, Texts texts) const {
  const Model& target = m_registry->target(relationship);
  const RowShape shape(target);
  const auto related = relatedRows(relationship, *m_registry, kRow, kRelated);
  const RowOrder order({}, *m_registry, target, sql::table(target.table->name, kRelated), context.dialect);
  Along along;
  sql::FromItem from = related.data().from.join(sql::table(m_model->table->name, kRow), related.data().where);
  // A label that only says keys is told better by what they lead to.
  if (shape.hasOnlyKeysAsLabel()) from = joinChain(from, *m_registry, target, kRelated, relationship.remoteColumns, along.chain);
  if (const auto link = relationship.kind == Relationship::Kind::ManyToMany ? m_registry->metadata().find(relationship.linkTable) : nullptr) {
    along.linkAlias = kRelated + "_link";
    for (const schema::Column& column : link->columns)
      if (!contains(relationship.linkLocalColumns, column.name) && !contains(relationship.linkRemoteColumns, column.name)) along.link.push_back(&column);
  }
  auto select = sql::Select().from(from).where(isThisRow()).where(pruned(relationship, kRelated));
  return readPage(context, std::move(select), order, shape, texts, start, along);
}

std::vector<std::optional<RelatedRow>> RelationQuery::rowsByKeys(Worker::Context& context, const std::shared_ptr<const Registry>& registry, const Model& model,
                                                                 const std::vector<std::vector<Value>>& keys) {
  const RowShape shape(model);
  std::map<std::string, RelatedRow> found;
  for (std::size_t first = 0; first < keys.size(); first += kMostKeys) {
    readingLittle(context, [&](Texts texts) {
      std::vector<sql::Expression> columns;
      appendColumns(columns, shape, kRow, texts);
      const auto select = sql::Select(columns).from(sql::table(model.table->name, kRow)).where(hasKeyAmong(model, kRow, keys, first));
      for (const auto& batch : fetchLimited(context, select, kMostKeys))
        for (std::size_t row = 0; row < batch->rows(); ++row) {
          RelatedRow taken = takeRow(shape, *batch, row, 0, texts);
          std::string identity = identityOf(taken.key);
          found.insert_or_assign(std::move(identity), std::move(taken));
        }
      return 0;
    });
  }
  std::vector<std::optional<RelatedRow>> rows;
  for (const std::vector<Value>& key : keys) {
    const auto at = found.find(identityOf(key));
    // The database may hold other values for the same: 'a ' for 'a'.
    rows.push_back(at != found.end() ? std::optional(at->second) : RelationQuery(registry, model, key).row(context, {}).row);
  }
  return rows;
}

RelatedPage RelationQuery::rows(Worker::Context& context, const Registry& registry, const RowsOfModel& wanted, const RelatedPage::Start& start) {
  return readingLittle(context, [&](Texts texts) { return rows(context, registry, wanted, start, texts); });
}

RelatedPage RelationQuery::rows(Worker::Context& context, const Registry& registry, const RowsOfModel& wanted, const RelatedPage::Start& start, Texts texts) {
  const Model& model = registry.at(wanted.model);
  const RowOrder order(parseSortKeys(wanted.sorts, registry, model), registry, model, sql::table(model.table->name, kRelated), context.dialect);
  auto select = sql::Select().from(order.from()).where(compileFilter(wanted.filter, registry, model, kRelated));
  return readPage(context, std::move(select), order, RowShape(model), texts, start, {});
}

/// @param select what rows there are: FROM and WHERE
RelatedPage RelationQuery::readPage(Worker::Context& context, sql::Select select, const RowOrder& order, const RowShape& shape, Texts texts,
                                    const RelatedPage::Start& start, const Along& along) {
  std::vector<sql::Expression> columns;
  appendColumns(columns, shape, kRelated, texts);
  const std::size_t chainColumn = columns.size();
  appendChain(columns, along.chain, texts);
  const std::size_t linkColumn = columns.size();
  for (const schema::Column* column : along.link) columns.push_back(sql::column(along.linkAlias, column->name, column->type).as("c" + std::to_string(columns.size())));
  const std::size_t orderColumn = columns.size();
  for (const sql::Expression& term : order.keyColumns()) columns.push_back(term);
  select = select.columns(columns).orderBy(order.orderBy()).limit(static_cast<std::int64_t>(RelatedPage::kRows) + 1);
  if (!start.key.empty()) select = select.where(order.startingAt(start.key));
  else if (start.offset > 0) select = select.offset(start.offset);

  RelatedPage page;
  for (const auto& batch : fetchLimited(context, select, RelatedPage::kRows + 1)) {
    for (std::size_t row = 0; row < batch->rows(); ++row) {
      if (page.rows.size() < RelatedPage::kRows) {
        page.rows.push_back(takeRow(shape, *batch, row, 0, texts));
        page.rows.back().chain = takeChain(along.chain, *batch, row, chainColumn, texts);
        for (std::size_t i = 0; i < along.link.size(); ++i)
          if (const ValueView value = batch->at(row, linkColumn + i); !value.isNull()) page.rows.back().link.push_back({along.link[i]->name, displayText(value, along.link[i]->type)});
        continue;
      }
      // The first row that is not shown any more is where the next page begins.
      page.next = RelatedPage::Start{{}, start.offset + static_cast<std::int64_t>(RelatedPage::kRows)};
      for (std::size_t i = 0; order.isTotal() && i < order.terms().size(); ++i) page.next->key.emplace_back(batch->at(row, orderColumn + i));
    }
  }
  return page;
}

}  // namespace joinery::ui
