// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm_place.h"

#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/session/set_statements.h"
#include "workload.h"

namespace joinery::bench {

namespace {

Value noteOf(const Event& event) { return event.note ? Value::text(*event.note) : Value(); }

}  // namespace

OrmPlace::OrmPlace(const Url& url)
    : m_engine(Engine::create(url)),
      m_lease(m_engine->connect(Engine::Access::Write)),
      m_session(*m_lease, m_engine->dialect(), automap(reflect(*m_lease, m_engine->dialect()), m_engine->dialect().namesIgnoreCase())) {}

std::int64_t OrmPlace::number(const char* sql) { return m_session.connection().execute(sql)->fetch(1)->at(0, 0).toInteger(); }

void setWithoutKey(Record& record, const Event& event) {
  record.set("user_id", Value::integer(event.userId));
  record.set("kind", Value::text(event.kind));
  record.set("amount", Value::real(event.amount));
  record.set("created_at", Value::text(event.createdAt));
  record.set("note", noteOf(event));
}

double updateByOrm(OrmPlace& place) {
  Session& session = place.session();
  const std::vector<RecordPtr> records = session.select({.model = "event", .filter = {{"id", {{"$lte", updateCount()}}}}});
  const double time = seconds([&] {
    for (const RecordPtr& record : records) record->set("amount", Value::real(-1 - record->value("amount").toReal()));
    session.flush();
  });
  require(place.number("SELECT count(*) FROM event WHERE amount < 0") == updateCount(), "as many rows updated as records changed");
  session.rollback();
  return time;
}

double bulkInsertByOrm(OrmPlace& place, const std::string& model) {
  std::vector<SetStatements::Values> rows;
  rows.reserve(events().size());
  for (const Event& event : events())
    rows.push_back({{"user_id", Value::integer(event.userId)}, {"kind", Value::text(event.kind)}, {"amount", Value::real(event.amount)},
                    {"created_at", Value::text(event.createdAt)}, {"note", noteOf(event)}});
  std::int64_t changed = 0;
  const double time = seconds([&] {
    changed = SetStatements(place.session()).insert(model, rows);
    place.session().commit();
  });
  require(changed == rowCount(), "as many rows inserted as given");
  return time;
}

}  // namespace joinery::bench
