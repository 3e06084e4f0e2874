// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/tracked_repository.h"

namespace joinery {

RecordPtr TrackedRepository::createFor(const std::string& upstreamId, const Json& values, const std::vector<std::string>& joins) {
  const RecordPtr record = make(values);
  session().add(*record);
  flush();
  m_entities.link(upstreamId, *record);
  return reread(*record, joins);
}

std::vector<RecordPtr> TrackedRepository::createAllFor(const std::string& upstreamId, const Json& rows, const std::vector<std::string>& joins) {
  std::vector<RecordPtr> records = createAll(rows, joins);
  Json links = Json::array();
  for (const RecordPtr& record : records) links.push_back(EntityRepository::linkValues(upstreamId, *record));
  m_entities.createAll(links);
  return records;
}

std::vector<RecordPtr> TrackedRepository::fetchFor(const std::string& upstreamId) {
  const auto links = m_entities.fetchLinks(upstreamId);
  const auto own = links.find(model().table->name.toString());
  if (own == links.end()) return {};
  std::vector<std::vector<Value>> keys;
  for (const std::string& id : own->second) keys.push_back(EntityRepository::keyOf(model(), id));
  return fetchKeys(keys, {}, Criteria::PutAway::Hidden);
}

void TrackedRepository::removing(const std::vector<RecordPtr>& records) {
  for (const RecordPtr& link : m_entities.linksOf(records)) session().remove(*link);
}

}  // namespace joinery
