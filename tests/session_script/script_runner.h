// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/engine/engine.h"
#include "orm/session/association_proxies.h"
#include "orm/session/set_statements.h"

namespace joinery::script {

/// Carries out a script's steps on one session after the other, and tells of each what came of it and which statements it sent.
class ScriptRunner {
 public:
  /// Makes the tables. @throws SetupError, DbError
  explicit ScriptRunner(const Json& script);
  ~ScriptRunner();
  /// One step: a line of output.
  Json run(std::size_t number, const Json& op);

 private:
  using Step = Json (ScriptRunner::*)(const Json&);

  Json carryOut(const Json& op);
  void openSession();

  Json makeRecord(const Json& op);
  Json setAttribute(const Json& op);
  Json unsetAttribute(const Json& op);
  Json appendRecord(const Json& op);
  Json removeRecord(const Json& op);
  Json putRecord(const Json& op);
  Json assignRecords(const Json& op);
  Json addRecords(const Json& op);
  Json deleteRecord(const Json& op);
  Json expungeRecord(const Json& op);
  Json mergeRecord(const Json& op);
  Json expireRecord(const Json& op);
  Json refreshRecord(const Json& op);
  Json getRecord(const Json& op);
  Json selectRecords(const Json& op);
  Json updateWhere(const Json& op);
  Json deleteWhere(const Json& op);
  Json bulkInsert(const Json& op);
  Json readAttribute(const Json& op);
  Json stateOf(const Json& op);
  Json runSql(const Json& op);

  Record& record(const Json& name) const;
  void assignTo(Record& record, const std::string& attribute, const Json& value);
  AssociationProxies::Element element(Record& record, const AssociationProxy& proxy, const Json& json) const;
  std::vector<Value> keyFrom(const Model& model, const Json& json) const;
  Json filterFrom(const Model& model, const Json& filter) const;
  SetStatements::Values valuesFrom(const Model& model, const Json& json) const;

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_connection;
  std::shared_ptr<const Registry> m_registry;
  std::shared_ptr<RecordHeap> m_heap;
  Session::Options m_options;
  std::unique_ptr<Session> m_session;
  std::map<std::string, RecordPtr> m_records;
  std::vector<LoggedStatement> m_statements;
};

}  // namespace joinery::script
