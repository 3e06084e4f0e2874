// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/write_only_collection.h"

#include "orm/core/db_error.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/operators.h"

namespace joinery {

WriteOnlyCollection::WriteOnlyCollection(Session& session, Record& parent, const std::string& relationship)
    : m_session(session), m_parent(&parent), m_relationship(parent.relationshipNamed(relationship)) {
  const std::string place = parent.model().name + "." + relationship;
  if (m_relationship.loading != Loading::WriteOnly) throw DbError(ErrorKind::InvalidRequest, place + " is not write-only: ask the record for its collection");
  if (!parent.isTransientOrPending() && !session.contains(parent)) throw DbError(ErrorKind::InvalidRequest, place + ": the record is not in this session");
}

void WriteOnlyCollection::add(const std::vector<RecordPtr>& records) {
  for (const RecordPtr& record : records) m_parent->append(m_relationship.name, *record);
}

void WriteOnlyCollection::remove(Record& record) { m_parent->remove(m_relationship.name, record); }

Value WriteOnlyCollection::parentValue(const std::string& column) { return m_parent->value(m_parent->model().attributeOfColumn(column)->name); }

sql::Expression WriteOnlyCollection::isParent(const std::string& alias, const std::vector<std::string>& columns) {
  std::vector<sql::Expression> pairs;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& own = m_relationship.localColumns[i];
    const ValueType& type = m_parent->model().attributeOfColumn(own)->column.type;
    pairs.push_back(sql::eq(sql::column(alias, columns[i], type), sql::bind(parentValue(own), type)));
  }
  return sql::and_(std::move(pairs));
}

void WriteOnlyCollection::requireRow() {
  m_session.autoflush();
  if (!m_parent->isTransientOrPending()) return;
  DbError error(ErrorKind::InvalidRequest, m_parent->model().name + "." + m_relationship.name + ": the record has no row yet that others could refer to");
  error.hint = "Add it to the session and flush.";
  throw error;
}

sql::Expression WriteOnlyCollection::condition() {
  requireRow();
  const std::string& table = target().table->name.name;
  if (m_relationship.kind != Relationship::Kind::ManyToMany) return sql::and_({isParent(table, m_relationship.remoteColumns), criterionOf(m_relationship, {}, table)});
  const std::string link = table + "_link";
  const sql::Select links = sql::Select({sql::integerLiteral(1)})
                                .from(sql::table(m_relationship.linkTable, link))
                                .where(columnsEqual(link, m_relationship.linkRemoteColumns, table, m_relationship.remoteColumns))
                                .where(isParent(link, m_relationship.linkLocalColumns));
  return sql::exists(links);
}

Query WriteOnlyCollection::within(const Query& query) {
  Query own = query;
  own.model = target().name;
  if (own.sorts.empty()) own.sorts = m_relationship.orderBy;
  own.condition = own.condition.isEmpty() ? condition() : sql::and_({condition(), own.condition});
  return own;
}

std::vector<RecordPtr> WriteOnlyCollection::select(const Query& query, const SelectOptions& options) { return m_session.select(within(query), options); }

RecordStream WriteOnlyCollection::stream(const Query& query, const SelectOptions& options, std::size_t records) {
  return RecordStream(m_session, within(query), options, records);
}

std::int64_t WriteOnlyCollection::insert(std::vector<SetStatements::Values> rows) {
  if (m_relationship.kind == Relationship::Kind::ManyToMany) {
    DbError error(ErrorKind::NotSupported, m_parent->model().name + "." + m_relationship.name + " is tied by a link table, so its rows can't be inserted in one statement");
    error.hint = "Insert the rows, select them and add them.";
    throw error;
  }
  requireRow();
  const auto fill = [&](const std::string& column, const Value& value) {
    const std::string& attribute = target().attributeOfColumn(column)->name;
    for (SetStatements::Values& row : rows) {
      std::erase_if(row, [&](const auto& each) { return each.first == attribute; });
      row.emplace_back(attribute, value);
    }
  };
  for (std::size_t i = 0; i < m_relationship.remoteColumns.size(); ++i) fill(m_relationship.remoteColumns[i], parentValue(m_relationship.localColumns[i]));
  for (const auto& [column, value] : m_relationship.criterion) fill(column, value);
  return SetStatements(m_session).insert(target().name, rows);
}

std::int64_t WriteOnlyCollection::update(const Json& filter, const SetStatements::Values& values, SetStatements::Synchronize synchronize) {
  return SetStatements(m_session).update(target().name, filter, values, synchronize, condition());
}

std::int64_t WriteOnlyCollection::removeWhere(const Json& filter, SetStatements::Synchronize synchronize) {
  return SetStatements(m_session).remove(target().name, filter, synchronize, condition());
}

}  // namespace joinery
