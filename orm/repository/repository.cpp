// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/repository.h"

#include "orm/core/db_error.h"

namespace joinery {

Repository::Repository(Session& session, std::string model) : m_session(session), m_model(session.registry().at(model).name) {}

Query Repository::own(Query query) const {
  query.model = m_model;
  return query;
}

std::vector<std::shared_ptr<Record>> Repository::fetchAll(Query query) { return m_session.select(own(std::move(query))); }

Repository::Page Repository::fetchPage(Query query) {
  query = own(std::move(query));
  Page page;
  page.count = m_session.count(query);
  page.items = m_session.select(query);
  return page;
}

std::shared_ptr<Record> Repository::fetchOne(Query query) {
  query.limit = 1;
  const auto records = fetchAll(std::move(query));
  if (records.empty()) throw DbError(ErrorKind::NoResult, "no row of " + m_model + " matches");
  return records.front();
}

std::shared_ptr<Record> Repository::fetch(const std::vector<Value>& key) {
  std::shared_ptr<Record> record = m_session.get(m_model, key);
  if (record) return record;
  throw DbError(ErrorKind::NoResult, m_model + " has no row with this key");
}

std::int64_t Repository::count(Query query) { return m_session.count(own(std::move(query))); }

}  // namespace joinery
