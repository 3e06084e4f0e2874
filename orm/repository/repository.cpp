// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/repository.h"

#include "orm/core/db_error.h"

namespace joinery {

Repository::Repository(RecordReader& reader, std::string model) : m_reader(reader), m_model(reader.registry().at(model).name) {}

Query Repository::own(Query query) const {
  query.model = m_model;
  return query;
}

std::vector<std::shared_ptr<LoadedRecord>> Repository::fetchAll(Query query) { return m_reader.select(own(std::move(query))); }

Repository::Page Repository::fetchPage(Query query) {
  query = own(std::move(query));
  Page page;
  page.count = m_reader.count(query);
  page.items = m_reader.select(query);
  return page;
}

std::shared_ptr<LoadedRecord> Repository::fetchOne(Query query) {
  query.limit = 1;
  const auto records = fetchAll(std::move(query));
  if (records.empty()) throw DbError(ErrorKind::NoResult, "no row of " + m_model + " matches");
  return records.front();
}

std::shared_ptr<LoadedRecord> Repository::fetch(const std::vector<Value>& key) {
  std::shared_ptr<LoadedRecord> record = m_reader.get(m_model, key);
  if (record) return record;
  throw DbError(ErrorKind::NoResult, m_model + " has no row with this key");
}

std::int64_t Repository::count(Query query) { return m_reader.count(own(std::move(query))); }

}  // namespace joinery
