// SPDX-License-Identifier: GPL-3.0-or-later
// Models, attributes and relationships go by their names: the next process has other addresses.
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/value_bytes.h"
#include "orm/session/frozen_records.h"

namespace joinery {

namespace {

void writeNumbers(QDataStream& out, const std::vector<std::size_t>& numbers) {
  writeCount(out, numbers.size());
  for (const std::size_t number : numbers) writeCount(out, number);
}

std::vector<std::size_t> readNumbers(QDataStream& in) {
  std::vector<std::size_t> numbers;
  for (std::size_t left = readCount(in); left > 0; --left) numbers.push_back(readCount(in));
  return numbers;
}

std::size_t attributeNamed(const Model& model, const std::string& name) {
  const int index = model.attributeIndex(name);
  if (index < 0) refuseBytes(model.name + " has no attribute " + name + " any more");
  return static_cast<std::size_t>(index);
}

}  // namespace

void FrozenRecords::write(QDataStream& out, const Frozen& frozen) {
  writeText(out, frozen.model->name);
  writeCount(out, frozen.identity.size());
  for (const Value& value : frozen.identity) writeValue(out, value);
  out << frozen.isExpired;
  std::vector<std::pair<std::size_t, Value>> values;
  for (std::size_t i = 0; i < frozen.model->attributes.size(); ++i)
    if (auto value = frozen.row.value(i)) values.emplace_back(i, std::move(*value));
  writeCount(out, values.size());
  for (const auto& [attribute, value] : values) {
    writeText(out, frozen.model->attributes[attribute].name);
    writeValue(out, value);
  }
  writeCount(out, frozen.links.size());
  for (const Link& link : frozen.links) {
    writeText(out, link.relationship->name);
    writeNumbers(out, link.items);
  }
}

FrozenRecords::Frozen FrozenRecords::readOne(QDataStream& in, const Registry& registry) {
  Frozen frozen;
  const std::string name = readText(in);
  frozen.model = registry.find(name);
  if (!frozen.model) refuseBytes("there is no model " + name + " any more");
  for (std::size_t left = readCount(in, frozen.model->keyIndexes.size()); left > 0; --left) frozen.identity.push_back(readValue(in));
  if (!frozen.identity.empty() && frozen.identity.size() != frozen.model->keyIndexes.size()) refuseBytes("the key of " + name + " is another one by now");
  in >> frozen.isExpired;
  frozen.row.values.resize(frozen.model->attributes.size());
  for (std::size_t left = readCount(in, frozen.model->attributes.size()); left > 0; --left) {
    const std::size_t attribute = attributeNamed(*frozen.model, readText(in));
    frozen.row.values[attribute] = readValue(in);
  }
  for (std::size_t left = readCount(in, frozen.model->relationships.size()); left > 0; --left) {
    const std::string link = readText(in);
    const Relationship* relationship = frozen.model->relationship(link);
    if (!relationship) refuseBytes(name + " has no relationship " + link + " any more");
    frozen.links.push_back({relationship, readNumbers(in)});
  }
  return frozen;
}

void FrozenRecords::write(QDataStream& out) const {
  writeCount(out, m_records.size());
  for (const Frozen& frozen : m_records) write(out, frozen);
  writeNumbers(out, m_first);
}

std::shared_ptr<const FrozenRecords> FrozenRecords::read(QDataStream& in, std::shared_ptr<const Registry> registry) {
  auto read = std::make_shared<FrozenRecords>();
  for (std::size_t left = readCount(in); left > 0; --left) read->m_records.push_back(readOne(in, *registry));
  read->m_first = readNumbers(in);
  const auto isThere = [&](std::size_t number) { return number < read->m_records.size(); };
  const auto leadsOn = [&](const Link& link) { return std::ranges::all_of(link.items, isThere); };
  const bool isWhole = std::ranges::all_of(read->m_first, isThere) && std::ranges::all_of(read->m_records, [&](const Frozen& each) { return std::ranges::all_of(each.links, leadsOn); });
  if (!isWhole) refuseBytes("they lead to records that are not there");
  read->m_registry = std::move(registry);
  return read;
}

}  // namespace joinery
