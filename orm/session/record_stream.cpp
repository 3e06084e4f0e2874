// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_stream.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/query/model_select.h"

namespace joinery {

namespace {

RowOrder orderOf(const Session& session, const Query& query) {
  const Model& model = session.registry().at(query.model);
  RowOrder order(parseSortKeys(query.sorts, session.registry(), model), session.registry(), model, modelSource(model), session.dialect());
  if (!order.isTotal()) throw DbError(ErrorKind::InvalidRequest, model.name + " can't be read some records at a time: " + model.readOnlyReason());
  return order;
}

}  // namespace

RecordStream::RecordStream(Session& session, Query query, SelectOptions options, std::size_t records)
    : m_session(session), m_query(std::move(query)), m_options(std::move(options)), m_records(static_cast<std::int64_t>(records)),
      m_position{orderOf(session, m_query), {}, {}} {
  if (m_query.limit && *m_query.limit >= 0) m_left = m_query.limit;
}

std::vector<RecordPtr> RecordStream::next() {
  const std::int64_t wanted = std::min(m_records, m_left.value_or(m_records));
  if (m_isDone || wanted == 0) return {};
  m_query.limit = wanted;
  std::vector<RecordPtr> records = m_session.read(m_query, m_options, &m_position);
  const auto count = static_cast<std::int64_t>(records.size());
  m_query.offset = 0;
  if (m_left) *m_left -= count;
  m_isDone = count < wanted;
  return records;
}

}  // namespace joinery
