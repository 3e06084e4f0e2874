// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/async_session.h"

#include <optional>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

/// The name of a row, which may cross threads.
struct RowName {
  explicit RowName(const Record& record) : model(record.model().name), key(record.identity()) {}

  /// The session's record of it. @throws DbError InvalidRequest, NoResult
  RecordPtr in(Session& session) const {
    if (key.empty()) throw DbError(ErrorKind::InvalidRequest, "the record of " + model + " has no row");
    if (RecordPtr record = session.get(model, key)) return record;
    throw DbError(ErrorKind::NoResult, "there is no such record of " + model + " any more");
  }

  std::string model;
  std::vector<Value> key;
};

std::vector<RecordPtr> mergeAll(Session& session, const FrozenRecords& given) {
  const std::shared_ptr<RecordHeap> heap = RecordHeap::create();
  std::vector<RecordPtr> merged = session.merge(given.thaw(*heap));
  session.flush();
  return merged;
}

}  // namespace

AsyncSession::AsyncSession(std::shared_ptr<Engine> engine, std::shared_ptr<const Registry> registry, Session::Options options, Engine::Access access, const std::string& name)
    : m_registry(std::move(registry)), m_session(std::make_shared<WorkerSession>(engine->dialect(), m_registry, options)),
      m_worker(engine, access, name, Worker::Keep::ForTransaction) {
  m_worker.atEnd([session = m_session](Connection* connection) { session->end(connection); });
}

AsyncSession::~AsyncSession() = default;

Job<FrozenRecordsPtr> AsyncSession::select(Query query, SelectOptions options) {
  return run([query = std::move(query), options = std::move(options)](Session& session) { return session.select(query, options); });
}

Job<FrozenRecordsPtr> AsyncSession::get(std::string model, std::vector<Value> key) {
  return run([model = std::move(model), key = std::move(key)](Session& session) { return session.get(model, key); });
}

Job<FrozenRecordsPtr> AsyncSession::related(const Record& record, std::string relationship) {
  return run([row = RowName(record), relationship = std::move(relationship)](Session& session) {
    const RecordPtr parent = row.in(session);
    std::vector<RecordPtr> records;
    if (parent->relationshipNamed(relationship).isToMany()) {
      for (Record* each : parent->collection(relationship)) records.emplace_back(each);
    } else if (Record* other = parent->related(relationship)) {
      records.emplace_back(other);
    }
    return records;
  });
}

Job<FrozenRecordsPtr> AsyncSession::refresh(const Record& record) {
  return run([row = RowName(record)](Session& session) {
    RecordPtr own = row.in(session);
    session.refresh(*own);
    return own;
  });
}

Job<FrozenRecordsPtr> AsyncSession::merge(const std::vector<RecordPtr>& records) {
  return run([given = FrozenRecords::freeze(records, m_registry, FrozenRecords::Take::Any)](Session& session) { return mergeAll(session, *given); });
}

Job<Done> AsyncSession::remove(const Record& record) {
  return run([row = RowName(record)](Session& session) { session.remove(*row.in(session)); });
}

Job<Done> AsyncSession::flush() {
  return run([](Session& session) { session.flush(); });
}

Job<Done> AsyncSession::commit() {
  return run([](Session& session) { session.commit(); });
}

Job<Done> AsyncSession::rollback() {
  return run([](Session& session) { session.rollback(); });
}

Job<Done> AsyncSession::beginNested() {
  return run([](Session& session) { session.beginNested(); });
}

Job<Done> AsyncSession::releaseNested() {
  return run([](Session& session) { session.releaseNested(); });
}

Job<Done> AsyncSession::rollbackNested() {
  return run([](Session& session) { session.rollbackNested(); });
}

Job<Done> AsyncSession::expireAll() {
  return run([](Session& session) { session.expireAll(); });
}

Job<Done> AsyncSession::close() {
  return run([](Session& session) { session.close(); });
}

/// Made by the first job; of the worker's thread.
struct AsyncSession::Stream::Source {
  Query query;
  SelectOptions options;
  std::size_t records;
  std::optional<RecordStream> stream;
};

AsyncSession::Stream::Stream(AsyncSession& session, Query query, SelectOptions options, std::size_t records)
    : m_session(session), m_source(std::make_shared<Source>(std::move(query), std::move(options), records, std::nullopt)) {}

Job<FrozenRecordsPtr> AsyncSession::Stream::next() {
  return m_session.run([source = m_source](Session& session) {
    if (!source->stream) source->stream.emplace(session, source->query, source->options, source->records);
    return source->stream->next();
  });
}

}  // namespace joinery
