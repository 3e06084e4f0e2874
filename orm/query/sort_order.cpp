// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/sort_order.h"

#include <algorithm>
#include <map>

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/query/alias_maker.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"

namespace joinery {

namespace {

using Nulls = sql::OrderBy::Nulls;
using Direction = sql::OrderBy::Direction;

[[noreturn]] void refuseSort(const std::string& sort, const std::string& what, const std::string& hint = {}) {
  DbError error(ErrorKind::InvalidRequest, "sort " + sort + ": " + what);
  error.hint = hint;
  throw error;
}

[[noreturn]] void refuseName(const std::string& sort, std::string_view rest, const Model& model) {
  const std::string wrong(rest.substr(0, rest.find('.')));
  std::vector<std::string> valid = model.attributeNames();
  for (const Relationship& each : model.relationships)
    if (!each.isToMany()) valid.push_back(each.name);
  refuseSort(sort, model.name + " has no column or to-one relationship \"" + wrong + "\"", nearestNamesHint(wrong, valid));
}

/// The path's names as the models spell them; names may hold dots, so a column of the whole rest goes first.
std::vector<std::string> resolve(const std::string& sort, std::string_view rest, const Registry& registry, const Model& start) {
  std::vector<std::string> path;
  for (const Model* model = &start;;) {
    if (const Attribute* attribute = model->attribute(rest)) {
      path.push_back(attribute->name);
      return path;
    }
    const Relationship* step = nullptr;
    std::size_t end = rest.find('.');
    while (end != std::string_view::npos && (step = model->relationship(rest.substr(0, end))) == nullptr)
      end = rest.find('.', end + 1);
    if (step == nullptr && model->relationship(rest) != nullptr)
      refuseSort(sort, std::string(rest) + " is a relationship", "Say by which of its columns, as in " + std::string(rest) + "." +
             model->relationship(rest)->target + "….");
    if (step == nullptr) refuseName(sort, rest, *model);
    if (step->isToMany())
      refuseSort(sort, model->name + "." + step->name + " is a collection, and rows are sorted by one value each");
    path.push_back(step->name);
    model = &registry.target(*step);
    rest.remove_prefix(end + 1);
  }
}

/// Cuts ":first" or ":last" off.
Nulls takeNulls(std::string_view& rest) {
  for (const auto& [ending, nulls] : {std::pair(std::string_view(":first"), Nulls::First), {":last", Nulls::Last}}) {
    if (!rest.ends_with(ending)) continue;
    rest.remove_suffix(ending.size());
    return nulls;
  }
  return Nulls::Engine;
}

/// Adds the LEFT JOINs that sort keys need to a FROM; a path that several keys share is joined once.
class SortJoins {
 public:
  SortJoins(const Registry& registry, const Model& model, const sql::FromItem& root)
      : m_registry(registry), m_model(model), m_root(root.qualifier()), m_from(root), m_aliases(m_root) {}

  sql::Expression column(const std::vector<std::string>& path) {
    const Model* model = &m_model;
    std::string alias = m_root;
    std::vector<std::string> walked;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      const Relationship& step = *model->relationship(path[i]);
      walked.push_back(step.name);
      alias = join(walked, step, alias);
      model = &m_registry.target(step);
    }
    return attributeExpression(*model->attribute(path.back()), alias);
  }

  const sql::FromItem& from() const { return m_from; }

 private:
  const std::string& join(const std::vector<std::string>& walked, const Relationship& step, const std::string& alias) {
    const auto known = m_joined.find(walked);
    if (known != m_joined.end()) return known->second;
    const Model& related = m_registry.target(step);
    const std::string target = m_aliases.make(related.table->name.name);
    m_from = m_from.leftJoin(modelSource(related, target), relatedBy(step, alias, target));
    return m_joined.emplace(walked, target).first->second;
  }

  const Registry& m_registry;
  const Model& m_model;
  std::string m_root;
  sql::FromItem m_from;
  AliasMaker m_aliases;
  std::map<std::vector<std::string>, std::string> m_joined;
};

}  // namespace

std::string SortKey::toString() const {
  std::string text = direction == Direction::Descending ? "-" : "+";
  for (std::size_t i = 0; i < path.size(); ++i) text += (i > 0 ? "." : "") + path[i];
  if (nulls == Nulls::First) text += ":first";
  if (nulls == Nulls::Last) text += ":last";
  return text;
}

SortKey parseSortKey(const std::string& text, const Registry& registry, const Model& model) {
  SortKey key;
  std::string_view rest = text;
  if (rest.starts_with('-')) key.direction = Direction::Descending;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  if (model.attribute(rest) == nullptr) key.nulls = takeNulls(rest);
  if (rest.empty()) refuseSort("\"" + text + "\"", "it names no column", "Write it as in +Name or -Name.");
  key.path = resolve(text, rest, registry, model);
  return key;
}

std::vector<SortKey> parseSortKeys(const std::vector<std::string>& texts, const Registry& registry, const Model& model) {
  std::vector<SortKey> keys;
  for (const std::string& text : texts) keys.push_back(parseSortKey(text, registry, model));
  return keys;
}

CompiledSort compileSort(const std::vector<SortKey>& keys, const Registry& registry, const Model& model,
                         const sql::FromItem& root) {
  SortJoins joins(registry, model, root);
  CompiledSort sort;
  for (const SortKey& key : keys) sort.orderBy.push_back({joins.column(key.path), key.direction, key.nulls});
  sort.from = joins.from();
  return sort;
}

}  // namespace joinery
