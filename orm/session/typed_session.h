// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/records/typed_record.h"
#include "orm/session/session.h"

namespace joinery {

/// A session's verbs in terms of structs that were described: typed.get<Person>(1). Holds nothing of its own; session and descriptions
/// must outlive it. On the session's thread.
/// @throws DbError as the session's verbs do; Mapping for a struct that is not described
class TypedSession {
 public:
  /// @param models those that the session's registry was made of
  TypedSession(Session& session, const TypedModels& models) : m_session(session), m_models(models) {}

  /// A transient record with the struct's values. A member that is as the struct has it by itself is left out where something else
  /// fills its column: the database a key, a default.
  template <typename Struct>
  TypedRecord<Struct> make(const Struct& values = {});
  /// make(), pending in the session.
  template <typename Struct>
  TypedRecord<Struct> add(const Struct& values);
  /// By key, in its columns' order. @return empty where there is no such row
  template <typename Struct, typename... Keys>
  TypedRecord<Struct> get(const Keys&... keys);
  /// @param query its model is the struct's, whatever it says
  template <typename Struct>
  std::vector<TypedRecord<Struct>> select(Query query = {}, const SelectOptions& options = {});
  /// @throws DbError NoResult, MultipleResults
  template <typename Struct>
  TypedRecord<Struct> one(Query query, const SelectOptions& options = {});
  template <typename Struct>
  void remove(const TypedRecord<Struct>& record) { m_session.remove(record.record()); }

  Session& session() const { return m_session; }

 private:
  template <typename Struct>
  const Model& modelOf() const { return m_session.registry().at(m_models.of<Struct>().model()); }
  template <typename Key>
  static Value keyValue(const Key& key, const ValueType& type);

  Session& m_session;
  const TypedModels& m_models;
};

/// Whether a column gets a value where an INSERT is given none.
bool isFilledByItself(const Model& model, const Attribute& attribute);
/// @throws DbError InvalidRequest
void requireKeySize(const Model& model, std::size_t given);
/// @throws DbError NoResult, MultipleResults
void requireOne(const Model& model, std::size_t found);

template <typename Struct>
TypedRecord<Struct> TypedSession::make(const Struct& values) {
  const Model& model = modelOf<Struct>();
  RecordPtr record = m_session.make(model.name);
  const Struct initial{};
  for (const TypedColumn<Struct>& column : m_models.of<Struct>().typedColumns()) {
    const Attribute& attribute = *model.attribute(column.name);
    const Value value = column.toValue(values, attribute.column.type);
    const bool isLeftOut = value.isNull() || (isFilledByItself(model, attribute) && value == column.toValue(initial, attribute.column.type));
    if (!isLeftOut) record->set(attribute.name, value);
  }
  return {m_models, std::move(record)};
}

template <typename Struct>
TypedRecord<Struct> TypedSession::add(const Struct& values) {
  TypedRecord<Struct> made = make(values);
  m_session.add(made.record());
  return made;
}

template <typename Struct, typename... Keys>
TypedRecord<Struct> TypedSession::get(const Keys&... keys) {
  const Model& model = modelOf<Struct>();
  requireKeySize(model, sizeof...(keys));
  const std::vector<std::string> names = model.keyAttributes();
  std::size_t next = 0;
  std::vector<Value> key{keyValue(keys, model.attribute(names[next++])->column.type)...};
  RecordPtr record = m_session.get(model.name, key);
  return record ? TypedRecord<Struct>(m_models, std::move(record)) : TypedRecord<Struct>();
}

template <typename Struct>
std::vector<TypedRecord<Struct>> TypedSession::select(Query query, const SelectOptions& options) {
  query.model = m_models.of<Struct>().model();
  std::vector<TypedRecord<Struct>> handles;
  for (RecordPtr& each : m_session.select(query, options)) handles.emplace_back(m_models, std::move(each));
  return handles;
}

template <typename Struct>
TypedRecord<Struct> TypedSession::one(Query query, const SelectOptions& options) {
  // Two tell whether there is one.
  query.limit = 2;
  std::vector<TypedRecord<Struct>> found = select<Struct>(std::move(query), options);
  requireOne(modelOf<Struct>(), found.size());
  return found.front();
}

template <typename Key>
Value TypedSession::keyValue(const Key& key, const ValueType& type) {
  if constexpr (std::convertible_to<const Key&, std::string_view>) return Value::text(std::string(std::string_view(key)));
  else return Stored<Key>::toValue(key, type);
}

}  // namespace joinery
