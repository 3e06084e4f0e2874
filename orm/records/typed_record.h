// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/model/typed.h"
#include "orm/records/record_heap.h"

namespace joinery {

/// A record seen as a struct that was described: its values have the members' types, its relationships lead to handles. Empty, or holds
/// the record. Copies are cheap and stand for the same record; one thread. The descriptions must outlive it.
/// @throws DbError as Record's verbs do; Data where a row's value does not fit its member
template <typename Struct>
class TypedRecord {
 public:
  TypedRecord() = default;
  TypedRecord(const TypedModels& models, RecordPtr record) : m_models(&models), m_mapped(&models.of<Struct>()), m_record(std::move(record)) {}

  explicit operator bool() const { return static_cast<bool>(m_record); }
  bool operator==(const TypedRecord& other) const { return m_record == other.m_record; }
  Record& record() const { return *m_record; }
  const RecordPtr& pointer() const { return m_record; }

  /// The whole row. Reads what is not loaded.
  Struct values() const;
  /// `person->name`: of a copy of the row, which lives until the end of the expression. For one of many members get() is cheaper.
  auto operator->() const { return Snapshot{values()}; }
  template <typename Owner, Storable Member>
  Member get(Member Owner::*member) const;
  template <typename Owner, Storable Member>
  void set(Member Owner::*member, const std::type_identity_t<Member>& value) const;
  /// Writes the members that differ from what the row has.
  void assign(const Struct& values) const;
  /// assign() of what a function makes of the row: edit([](Person& person) { person.name = "Vlad"; }).
  template <typename Function>
  void edit(Function function) const;

  template <typename Owner, typename Target>
  TypedRecord<Target> related(ToOne<Target> Owner::*member) const;
  /// In the relationship's order. Reads it where it is not loaded.
  template <typename Owner, typename Target>
  std::vector<TypedRecord<Target>> related(ToMany<Target> Owner::*member) const;
  /// @param other empty: none
  template <typename Owner, typename Target>
  void set(ToOne<Target> Owner::*member, const TypedRecord<std::type_identity_t<Target>>& other) const;
  template <typename Owner, typename Target>
  void append(ToMany<Target> Owner::*member, const TypedRecord<std::type_identity_t<Target>>& other) const;
  template <typename Owner, typename Target>
  void remove(ToMany<Target> Owner::*member, const TypedRecord<std::type_identity_t<Target>>& other) const;
  template <typename Owner, typename Target>
  void assign(ToMany<Target> Owner::*member, const std::vector<TypedRecord<Target>>& others) const;

 private:
  struct Snapshot {
    Struct values;
    const Struct* operator->() const { return &values; }
  };
  const Attribute& attributeNamed(const std::string& name) const { return m_record->model().attributes[m_record->attributeIndex(name)]; }
  template <typename Member>
  const std::string& nameOf(Member Struct::*member) const { return m_mapped->nameOf(member); }

  const TypedModels* m_models = nullptr;
  const Mapped<Struct>* m_mapped = nullptr;
  RecordPtr m_record;
};

/// Says of which attribute an error speaks.
[[noreturn]] void throwOfAttribute(const DbError& error, const Model& model, const std::string& attribute);

template <typename Struct>
Struct TypedRecord<Struct>::values() const {
  Struct made{};
  for (const TypedColumn<Struct>& column : m_mapped->typedColumns()) {
    const std::size_t index = m_record->attributeIndex(column.name);
    const Value value = m_record->value(index);
    // What a new record does not have yet is as the struct has it.
    if (m_record->isTransientOrPending() && value.isNull()) continue;
    try {
      column.fromValue(made, value, m_record->model().attributes[index].column.type);
    } catch (const DbError& error) {
      throwOfAttribute(error, m_record->model(), column.name);
    }
  }
  return made;
}

template <typename Struct>
template <typename Owner, Storable Member>
Member TypedRecord<Struct>::get(Member Owner::*member) const {
  Member Struct::*own = member;
  const Attribute& attribute = attributeNamed(nameOf(own));
  const Value value = m_record->value(attribute.name);
  if (m_record->isTransientOrPending() && value.isNull()) return Struct{}.*own;
  try {
    return Stored<Member>::fromValue(value, attribute.column.type);
  } catch (const DbError& error) {
    throwOfAttribute(error, m_record->model(), attribute.name);
  }
}

template <typename Struct>
template <typename Owner, Storable Member>
void TypedRecord<Struct>::set(Member Owner::*member, const std::type_identity_t<Member>& value) const {
  Member Struct::*own = member;
  const Attribute& attribute = attributeNamed(nameOf(own));
  m_record->set(attribute.name, Stored<Member>::toValue(value, attribute.column.type));
}

template <typename Struct>
void TypedRecord<Struct>::assign(const Struct& wanted) const {
  // Members are compared, not the row: what a member can't hold of its column is not lost where nobody changed it.
  const Struct before = values();
  for (const TypedColumn<Struct>& column : m_mapped->typedColumns()) {
    const ValueType& type = attributeNamed(column.name).column.type;
    const Value value = column.toValue(wanted, type);
    if (value != column.toValue(before, type)) m_record->set(column.name, value);
  }
}

template <typename Struct>
template <typename Function>
void TypedRecord<Struct>::edit(Function function) const {
  Struct changed = values();
  function(changed);
  assign(changed);
}

template <typename Struct>
template <typename Owner, typename Target>
TypedRecord<Target> TypedRecord<Struct>::related(ToOne<Target> Owner::*member) const {
  ToOne<Target> Struct::*own = member;
  Record* other = m_record->related(nameOf(own));
  return other ? TypedRecord<Target>(*m_models, RecordPtr(other)) : TypedRecord<Target>();
}

template <typename Struct>
template <typename Owner, typename Target>
std::vector<TypedRecord<Target>> TypedRecord<Struct>::related(ToMany<Target> Owner::*member) const {
  ToMany<Target> Struct::*own = member;
  std::vector<TypedRecord<Target>> handles;
  for (Record* each : m_record->collection(nameOf(own))) handles.emplace_back(*m_models, RecordPtr(each));
  return handles;
}

template <typename Struct>
template <typename Owner, typename Target>
void TypedRecord<Struct>::set(ToOne<Target> Owner::*member, const TypedRecord<std::type_identity_t<Target>>& other) const {
  ToOne<Target> Struct::*own = member;
  m_record->setRelated(nameOf(own), other.pointer().get());
}

template <typename Struct>
template <typename Owner, typename Target>
void TypedRecord<Struct>::append(ToMany<Target> Owner::*member, const TypedRecord<std::type_identity_t<Target>>& other) const {
  ToMany<Target> Struct::*own = member;
  m_record->append(nameOf(own), other.record());
}

template <typename Struct>
template <typename Owner, typename Target>
void TypedRecord<Struct>::remove(ToMany<Target> Owner::*member, const TypedRecord<std::type_identity_t<Target>>& other) const {
  ToMany<Target> Struct::*own = member;
  m_record->remove(nameOf(own), other.record());
}

template <typename Struct>
template <typename Owner, typename Target>
void TypedRecord<Struct>::assign(ToMany<Target> Owner::*member, const std::vector<TypedRecord<Target>>& others) const {
  ToMany<Target> Struct::*own = member;
  std::vector<Record*> records;
  for (const TypedRecord<Target>& each : others) records.push_back(&each.record());
  m_record->assign(nameOf(own), records);
}

}  // namespace joinery
