// SPDX-License-Identifier: GPL-3.0-or-later
#include "script_runner.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/engine/schema_creation.h"
#include "script_schema.h"
#include "script_statements.h"

namespace joinery::script {

namespace {

/// A step names a record that is not there.
struct NameError {
  std::string name;
};

const Json& argument(const Json& op, std::size_t index) {
  static const Json kNone;
  return index < op.size() ? op[index] : kNone;
}

std::string nameIn(const Json& json) {
  if (!json.is_string()) throw DbError(ErrorKind::Argument, "a name was expected, not " + json.dump());
  return json.get<std::string>();
}

bool isRecord(const Json& json) { return json.is_object() && json.size() == 1 && json.contains("obj"); }

const Json& plain(const Json& json) { return json.is_object() && json.size() == 1 && json.contains("value") ? json["value"] : json; }

Value valueFor(const Attribute& attribute, const Json& json) { return valueFromJson(plain(json), attribute.column.type); }

Json keyToJson(const Record& record) {
  const std::vector<Value>& key = record.identity();
  if (key.empty()) return nullptr;
  Json values = Json::array();
  const std::vector<std::string> names = record.model().keyAttributes();
  for (std::size_t i = 0; i < key.size(); ++i) values.push_back(jsonFromValue(key[i], record.model().attribute(names[i])->column.type));
  return values.size() == 1 ? values.front() : values;
}

Json recordToJson(const Record* record) {
  if (record == nullptr) return nullptr;
  return {{"model", record->model().name}, {"key", keyToJson(*record)}};
}

std::vector<std::string> namesIn(const Json& json) {
  std::vector<std::string> list;
  for (const Json& each : json) list.push_back(nameIn(each));
  return list;
}

}  // namespace

ScriptRunner::ScriptRunner(const Json& script) : m_heap(RecordHeap::create()) {
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::parse(script.value("url", "sqlite://")), options);
  m_connection = m_engine->connect(Engine::Access::Write);
  createAll(*m_connection, m_engine->dialect(), tablesOf(script, m_engine->dialect()));
  m_registry = modelsOf(script, reflect(*m_connection, m_engine->dialect()));
  if (const auto session = script.find("session"); session != script.end()) {
    m_options.autoflush = session->value("autoflush", true);
    m_options.expireOnCommit = session->value("expire_on_commit", true);
  }
  m_engine->log().setObserver([this](const LoggedStatement& statement) {
    const auto known = std::ranges::find(m_statements, statement.number, &LoggedStatement::number);
    if (known == m_statements.end()) m_statements.push_back(statement);
    else *known = statement;
  });
  openSession();
}

ScriptRunner::~ScriptRunner() {
  m_records.clear();
  m_session.reset();
  m_engine->log().setObserver({});
}

void ScriptRunner::openSession() {
  m_session.reset();
  m_session = std::make_unique<Session>(*m_connection, m_engine->dialect(), m_registry, m_options, m_heap);
}

Json ScriptRunner::run(std::size_t number, const Json& op) {
  m_statements.clear();
  Json line = {{"op", number}, {"do", argument(op, 0)}, {"result", nullptr}, {"error", nullptr}};
  const auto fail = [&](const char* kind, const std::string& message) { line["error"] = {{"kind", kind}, {"message", message}}; };
  try {
    line["result"] = carryOut(op);
  } catch (const NameError& error) {
    fail("NameError", "there is no record called " + error.name);
  } catch (const DbError& error) {
    fail(errorKindName(error.kind()), error.message());
  }
  m_heap->collect();
  line["statements"] = statementsToJson(m_statements);
  line["warnings"] = m_session->takeWarnings();
  return line;
}

Json ScriptRunner::carryOut(const Json& op) {
  static const std::map<std::string, Step> kSteps = {
      {"new", &ScriptRunner::makeRecord},       {"set", &ScriptRunner::setAttribute},       {"del", &ScriptRunner::unsetAttribute},
      {"append", &ScriptRunner::appendRecord},  {"remove", &ScriptRunner::removeRecord},    {"put", &ScriptRunner::putRecord},
      {"assign", &ScriptRunner::assignRecords}, {"add", &ScriptRunner::addRecords},         {"delete", &ScriptRunner::deleteRecord},
      {"expunge", &ScriptRunner::expungeRecord}, {"merge", &ScriptRunner::mergeRecord},     {"expire", &ScriptRunner::expireRecord},
      {"refresh", &ScriptRunner::refreshRecord}, {"get", &ScriptRunner::getRecord},         {"select", &ScriptRunner::selectRecords},
      {"update_where", &ScriptRunner::updateWhere}, {"delete_where", &ScriptRunner::deleteWhere}, {"bulk_insert", &ScriptRunner::bulkInsert},
      {"read", &ScriptRunner::readAttribute},   {"state", &ScriptRunner::stateOf},          {"sql", &ScriptRunner::runSql}};
  static const std::map<std::string, void (Session::*)()> kVerbs = {
      {"flush", &Session::flush}, {"commit", &Session::commit}, {"rollback", &Session::rollback}, {"begin_nested", &Session::beginNested},
      {"release", &Session::releaseNested}, {"rollback_nested", &Session::rollbackNested}, {"close", &Session::close}, {"expire_all", &Session::expireAll}};
  const std::string verb = nameIn(argument(op, 0));
  if (const auto step = kSteps.find(verb); step != kSteps.end()) return (this->*step->second)(op);
  if (const auto step = kVerbs.find(verb); step != kVerbs.end()) return ((*m_session).*step->second)(), nullptr;
  if (verb == "no_autoflush") m_session->setAutoflush(argument(op, 1) == false && m_options.autoflush);
  else if (verb == "new_session") openSession();
  else if (verb == "drop") m_records.erase(nameIn(argument(op, 1)));
  else if (verb == "same") return &record(argument(op, 1)) == &record(argument(op, 2));
  else throw DbError(ErrorKind::Argument, "there is no step called " + verb);
  return nullptr;
}

Record& ScriptRunner::record(const Json& name) const {
  const auto found = m_records.find(nameIn(isRecord(name) ? name["obj"] : name));
  if (found == m_records.end() || !found->second) throw NameError{name.dump()};
  return *found->second;
}

std::vector<Value> ScriptRunner::keyFrom(const Model& model, const Json& json) const {
  const std::vector<std::string> attributes = model.keyAttributes();
  std::vector<Value> key;
  if (json.is_object() && !json.contains("value")) {
    for (const std::string& name : attributes) {
      if (!json.contains(name)) throw DbError(ErrorKind::InvalidRequest, "a key of " + model.name + " needs " + name);
      key.push_back(valueFor(*model.attribute(name), json[name]));
    }
    return key;
  }
  const Json values = json.is_array() ? json : Json::array({json});
  for (std::size_t i = 0; i < values.size(); ++i) key.push_back(i < attributes.size() ? valueFor(*model.attribute(attributes[i]), values[i]) : Value());
  return key;
}

/// Records in a filter stand for their keys.
Json ScriptRunner::filterFrom(const Model& model, const Json& filter) const {
  if (filter.is_array()) {
    Json list = Json::array();
    for (const Json& each : filter) list.push_back(filterFrom(model, each));
    return list;
  }
  if (!filter.is_object()) return filter;
  Json result = Json::object();
  for (const auto& [name, value] : filter.items()) {
    const Relationship* relationship = model.relationship(name);
    if (relationship && isRecord(value)) {
      const Record& related = record(value);
      const Json key = keyToJson(related);
      const std::vector<std::string> attributes = related.model().keyAttributes();
      Json keys = Json::object();
      for (std::size_t i = 0; i < attributes.size(); ++i) keys[attributes[i]] = attributes.size() == 1 ? key : key[i];
      result[name] = std::move(keys);
    } else {
      result[name] = filterFrom(relationship ? m_registry->target(*relationship) : model, plain(value));
    }
  }
  return result;
}

SetStatements::Values ScriptRunner::valuesFrom(const Model& model, const Json& json) const {
  SetStatements::Values values;
  for (const auto& [name, value] : json.items()) {
    const Attribute* attribute = model.attribute(name);
    values.emplace_back(name, attribute ? valueFor(*attribute, value) : Value());
  }
  return values;
}

AssociationProxies::Element ScriptRunner::element(Record& owner, const AssociationProxy& proxy, const Json& json) const {
  if (isRecord(json)) return &record(json);
  const Model& target = m_registry->target(owner.relationshipNamed(proxy.relationship));
  if (const Attribute* attribute = target.attribute(proxy.attribute)) return valueFor(*attribute, json);
  if (json.is_string()) return &record(json);
  throw DbError(ErrorKind::WrongType, owner.model().name + "." + proxy.name + " takes records, not " + json.dump());
}

void ScriptRunner::assignTo(Record& owner, const std::string& attribute, const Json& value) {
  if (const AssociationProxy* proxy = owner.model().proxy(attribute)) {
    std::vector<AssociationProxies::Element> elements;
    for (const Json& each : value) elements.push_back(element(owner, *proxy, each));
    return AssociationProxies::assign(*m_registry, owner, *proxy, elements);
  }
  const Relationship* relationship = owner.model().relationship(attribute);
  if (!relationship) {
    const Attribute& found = owner.model().attributes[owner.attributeIndex(attribute)];
    if (isRecord(value)) throw DbError(ErrorKind::WrongType, owner.model().name + "." + attribute + " takes a value, not a record");
    return owner.set(attribute, valueFor(found, value));
  }
  if (!relationship->isToMany()) return owner.setRelated(attribute, value.is_null() ? nullptr : &record(value));
  std::vector<Record*> records;
  std::vector<Value> keys;
  if (value.is_object() && !isRecord(value)) {
    const Attribute& key = *m_registry->target(*relationship).attribute(relationship->collection.keyAttribute);
    for (const auto& [name, each] : value.items()) {
      records.push_back(&record(each));
      keys.push_back(valueFor(key, name));
    }
  } else {
    for (const Json& each : value) records.push_back(&record(each));
  }
  owner.assign(attribute, records, keys);
}

Json ScriptRunner::makeRecord(const Json& op) {
  RecordPtr made = Session::make(*m_heap, m_registry->at(nameIn(argument(op, 2))));
  for (const auto& [attribute, value] : argument(op, 3).items()) assignTo(*made, attribute, value);
  m_records[nameIn(argument(op, 1))] = made;
  return nullptr;
}

Json ScriptRunner::setAttribute(const Json& op) {
  assignTo(record(argument(op, 1)), nameIn(argument(op, 2)), argument(op, 3));
  return nullptr;
}

Json ScriptRunner::unsetAttribute(const Json& op) {
  Record& owner = record(argument(op, 1));
  const std::string name = nameIn(argument(op, 2));
  const Relationship* relationship = owner.model().relationship(name);
  if (!relationship) owner.unset(name);
  else if (relationship->isToMany()) owner.assign(name, {});
  else if (owner.related(name)) owner.setRelated(name, nullptr);
  else throw DbError(ErrorKind::UnknownAttribute, "this " + owner.model().name + " has no value for \"" + name + "\"");
  return nullptr;
}

Json ScriptRunner::appendRecord(const Json& op) {
  Record& owner = record(argument(op, 1));
  const std::string name = nameIn(argument(op, 2));
  if (const AssociationProxy* proxy = owner.model().proxy(name)) AssociationProxies::append(*m_registry, owner, *proxy, element(owner, *proxy, argument(op, 3)));
  else owner.append(name, record(argument(op, 3)));
  return nullptr;
}

Json ScriptRunner::removeRecord(const Json& op) {
  Record& owner = record(argument(op, 1));
  const std::string name = nameIn(argument(op, 2));
  if (const AssociationProxy* proxy = owner.model().proxy(name)) AssociationProxies::remove(owner, *proxy, element(owner, *proxy, argument(op, 3)));
  else owner.remove(name, record(argument(op, 3)));
  return nullptr;
}

Json ScriptRunner::putRecord(const Json& op) {
  Record& owner = record(argument(op, 1));
  const std::string name = nameIn(argument(op, 2));
  const AssociationProxy* proxy = owner.model().proxy(name);
  const Relationship& relationship = owner.relationshipNamed(proxy ? proxy->relationship : name);
  const Attribute* attribute = m_registry->target(relationship).attribute(relationship.collection.keyAttribute);
  if (!attribute) throw DbError(ErrorKind::WrongType, owner.model().name + "." + name + " is no keyed collection");
  const Value key = valueFor(*attribute, argument(op, 3));
  if (proxy) AssociationProxies::put(*m_registry, owner, *proxy, key, element(owner, *proxy, argument(op, 4)));
  else owner.put(name, key, record(argument(op, 4)));
  return nullptr;
}

Json ScriptRunner::assignRecords(const Json& op) { return setAttribute(op); }

Json ScriptRunner::addRecords(const Json& op) {
  for (std::size_t i = 1; i < op.size(); ++i) m_session->add(record(op[i]));
  return nullptr;
}

Json ScriptRunner::deleteRecord(const Json& op) {
  m_session->remove(record(argument(op, 1)));
  return nullptr;
}

Json ScriptRunner::expungeRecord(const Json& op) {
  m_session->expunge(record(argument(op, 1)));
  return nullptr;
}

Json ScriptRunner::mergeRecord(const Json& op) {
  const Json& options = argument(op, 3);
  m_records[nameIn(argument(op, 1))] = m_session->merge(record(argument(op, 2)), !options.is_object() || options.value("load", true));
  return nullptr;
}

Json ScriptRunner::expireRecord(const Json& op) {
  m_session->expire(record(argument(op, 1)), namesIn(argument(op, 2)));
  return nullptr;
}

Json ScriptRunner::refreshRecord(const Json& op) {
  m_session->refresh(record(argument(op, 1)), namesIn(argument(op, 2)));
  return nullptr;
}

Json ScriptRunner::getRecord(const Json& op) {
  const std::string name = nameIn(argument(op, 1));
  const Model& model = m_registry->at(nameIn(argument(op, 2)));
  m_records.erase(name);
  RecordPtr found = m_session->get(model.name, keyFrom(model, argument(op, 3)));
  if (found) m_records[name] = found;
  return recordToJson(found.get());
}

Json ScriptRunner::selectRecords(const Json& op) {
  const std::string name = nameIn(argument(op, 1));
  const Model& model = m_registry->at(nameIn(argument(op, 2)));
  const Json given = argument(op, 3).is_object() ? argument(op, 3) : Json::object();
  Query query{.model = model.name, .filter = filterFrom(model, given.value("filter", Json::object()))};
  query.sorts = namesIn(given.value("sort", Json::array()));
  if (given.contains("limit") && !given["limit"].is_null()) query.limit = given["limit"].get<std::int64_t>();
  if (given.contains("offset") && !given["offset"].is_null()) query.offset = given["offset"].get<std::int64_t>();
  SelectOptions options;
  options.joined = namesIn(given.value("joined", Json::array()));
  options.selectin = namesIn(given.value("selectin", Json::array()));
  const Json eager = given.value("contains_eager", Json::array());
  if (eager.is_array()) {
    for (const Json& path : eager) options.containsEager.emplace(nameIn(path), Json::object());
  } else {
    for (const auto& [path, filter] : eager.items()) options.containsEager.emplace(path, filter);
  }
  if (given.contains("depth") && !given["depth"].is_null()) options.depth = given["depth"].get<int>();
  options.populateExisting = given.value("populate_existing", false);
  std::erase_if(m_records, [&](const auto& each) { return each.first.starts_with(name + "["); });
  const std::vector<RecordPtr> records = m_session->select(query, options);
  Json result = Json::array();
  for (std::size_t i = 0; i < records.size(); ++i) {
    m_records[name + "[" + std::to_string(i) + "]"] = records[i];
    result.push_back(recordToJson(records[i].get()));
  }
  return result;
}

Json ScriptRunner::updateWhere(const Json& op) {
  const Model& model = m_registry->at(nameIn(argument(op, 1)));
  const Json& options = argument(op, 4);
  const bool isSynchronized = !options.is_object() || options.value("synchronize", true);
  return SetStatements(*m_session).update(model.name, filterFrom(model, argument(op, 2)), valuesFrom(model, argument(op, 3)),
                                          isSynchronized ? SetStatements::Synchronize::Records : SetStatements::Synchronize::Nothing);
}

Json ScriptRunner::deleteWhere(const Json& op) {
  const Model& model = m_registry->at(nameIn(argument(op, 1)));
  const Json& options = argument(op, 3);
  const bool isSynchronized = !options.is_object() || options.value("synchronize", true);
  return SetStatements(*m_session).remove(model.name, filterFrom(model, argument(op, 2)), isSynchronized ? SetStatements::Synchronize::Records : SetStatements::Synchronize::Nothing);
}

Json ScriptRunner::bulkInsert(const Json& op) {
  const Model& model = m_registry->at(nameIn(argument(op, 1)));
  std::vector<SetStatements::Values> rows;
  for (const Json& row : argument(op, 2)) rows.push_back(valuesFrom(model, row));
  const Json options = argument(op, 3).is_object() ? argument(op, 3) : Json::object();
  SetStatements::Conflict conflict;
  const std::string policy = options.value("on_conflict", "fail");
  if (policy == "nothing") conflict.policy = SetStatements::Conflict::Policy::Nothing;
  else if (policy == "update") conflict.policy = SetStatements::Conflict::Policy::Update;
  else if (policy != "fail") throw DbError(ErrorKind::WrongValue, "there is no policy \"" + policy + "\"");
  conflict.index = namesIn(options.value("index", Json::array()));
  return SetStatements(*m_session).insert(model.name, rows, conflict);
}

Json ScriptRunner::readAttribute(const Json& op) {
  Record& owner = record(argument(op, 1));
  const std::string name = nameIn(argument(op, 2));
  if (const AssociationProxy* proxy = owner.model().proxy(name)) {
    const Attribute* attribute = m_registry->target(owner.relationshipNamed(proxy->relationship)).attribute(proxy->attribute);
    Json elements = Json::array();
    for (const auto& each : AssociationProxies::elements(owner, *proxy)) {
      if (Record* const* related = std::get_if<Record*>(&each)) elements.push_back(recordToJson(*related));
      else elements.push_back(jsonFromValue(std::get<Value>(each), attribute ? attribute->column.type : ValueType{}));
    }
    return elements;
  }
  const Relationship* relationship = owner.model().relationship(name);
  if (!relationship) {
    const std::size_t attribute = owner.attributeIndex(name);
    return jsonFromValue(owner.value(attribute), owner.model().attributes[attribute].column.type);
  }
  if (!relationship->isToMany()) return recordToJson(owner.related(name));
  std::vector<Record*> records = owner.collection(name);
  if (relationship->collection.kind == CollectionKind::Kind::Keyed) {
    const std::vector<Value> keys = owner.held(*relationship) ? owner.held(*relationship)->keys : std::vector<Value>{};
    const ValueType& type = m_registry->target(*relationship).attribute(relationship->collection.keyAttribute)->column.type;
    Json object = Json::object();
    for (std::size_t i = 0; i < records.size(); ++i) {
      const Json key = jsonFromValue(keys[i], type);
      object[key.is_string() ? key.get<std::string>() : key.dump()] = recordToJson(records[i]);
    }
    return object;
  }
  if (relationship->collection.kind == CollectionKind::Kind::Set) std::ranges::sort(records, [](const Record* left, const Record* right) { return left->identity() < right->identity(); });
  Json list = Json::array();
  for (const Record* each : records) list.push_back(recordToJson(each));
  return list;
}

Json ScriptRunner::stateOf(const Json& op) {
  const Record& owner = record(argument(op, 1));
  const bool isPersistent = owner.state() == RecordState::Persistent;
  return {{"state", recordStateName(owner.state())}, {"modified", isPersistent ? Json(owner.isModified()) : Json(nullptr)}, {"key", keyToJson(owner)}};
}

Json ScriptRunner::runSql(const Json& op) {
  std::vector<Value> binds;
  for (const Json& each : argument(op, 2)) binds.push_back(valueFromJson(plain(each), {}));
  const auto cursor = m_session->connection().execute(nameIn(argument(op, 1)), binds);
  const auto batch = fetchAll(*cursor);
  if (batch->columnCount() == 0) return nullptr;
  Json rows = Json::array();
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    Json cells = Json::array();
    for (std::size_t i = 0; i < batch->columnCount(); ++i) cells.push_back(jsonFromValue(batch->at(row, i), batch->column(i).type));
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace joinery::script
