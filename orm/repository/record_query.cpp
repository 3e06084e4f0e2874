// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/record_query.h"

#include "orm/repository/repository_error.h"

namespace joinery {

RecordQuery RecordQuery::where(Json filter) const {
  RecordQuery changed = *this;
  if (m_criteria.filter.empty()) changed.m_criteria.filter = std::move(filter);
  else changed.m_criteria.filter = {{"$and", Json::array({m_criteria.filter, std::move(filter)})}};
  return changed;
}

RecordQuery RecordQuery::orderBy(const std::vector<std::string>& sorts) const {
  RecordQuery changed = *this;
  changed.m_criteria.sorts.insert(changed.m_criteria.sorts.end(), sorts.begin(), sorts.end());
  return changed;
}

RecordQuery RecordQuery::join(const std::vector<std::string>& paths) const {
  RecordQuery changed = *this;
  changed.m_criteria.joins.insert(changed.m_criteria.joins.end(), paths.begin(), paths.end());
  return changed;
}

RecordQuery RecordQuery::include(const std::vector<std::string>& attributes) const {
  RecordQuery changed = *this;
  changed.m_criteria.include = attributes;
  return changed;
}

RecordQuery RecordQuery::exclude(const std::vector<std::string>& attributes) const {
  RecordQuery changed = *this;
  changed.m_criteria.exclude = attributes;
  return changed;
}

RecordQuery RecordQuery::limit(std::int64_t rows) const {
  RecordQuery changed = *this;
  changed.m_criteria.limit = rows;
  return changed;
}

RecordQuery RecordQuery::offset(std::int64_t rows) const {
  RecordQuery changed = *this;
  changed.m_criteria.offset = rows;
  return changed;
}

RecordQuery RecordQuery::putAway(Criteria::PutAway which) const {
  RecordQuery changed = *this;
  changed.m_criteria.putAway = which;
  return changed;
}

RecordPtr RecordQuery::one() const {
  Criteria criteria = m_criteria;
  if (!criteria.limit || *criteria.limit < 0 || *criteria.limit > 2) criteria.limit = 2;
  const std::vector<RecordPtr> found = m_repository->fetchAll(criteria);
  if (found.size() > 1) throw severalFound(m_repository->model(), m_criteria.filter);
  if (found.empty()) throw notFound(m_repository->model(), m_criteria.filter);
  return found.front();
}

const Json& RecordQuery::filterAlone(const char* verb) const {
  const bool isAlone = (!m_criteria.limit || *m_criteria.limit < 0) && m_criteria.offset == 0 && m_criteria.putAway == Criteria::PutAway::Hidden;
  if (isAlone) return m_criteria.filter;
  DbError error(ErrorKind::InvalidRequest, std::string(verb) + " of " + m_repository->model().name + " takes every row that its filter passes, without limit or offset");
  error.hint = "Filter by what tells the rows apart.";
  throw error;
}

std::int64_t RecordQuery::update(const Json& values) const { return m_repository->updateAll(filterAlone("an update"), values); }

std::int64_t RecordQuery::remove() const { return m_repository->removeAll(filterAlone("a deletion")); }

}  // namespace joinery
