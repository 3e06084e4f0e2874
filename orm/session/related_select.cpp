// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/related_select.h"

#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/query/sort_order.h"

namespace joinery {

namespace {

constexpr const char* kLinkAlias = "link";

}  // namespace

std::vector<sql::Expression> selectRelated(RecordSelect& select, const Registry& registry, const Model& parent, const Relationship& relationship) {
  const Model& target = registry.target(relationship);
  const bool isLinked = relationship.kind == Relationship::Kind::ManyToMany;
  std::vector<SortKey> keys;
  for (const std::string& sort : relationship.orderBy) keys.push_back(parseSortKey(sort, registry, target));
  CompiledSort sort = compileSort(keys, registry, target, modelSource(target));
  if (isLinked) sort.from = sort.from.join(sql::table(relationship.linkTable, kLinkAlias), columnsEqual(kLinkAlias, relationship.linkRemoteColumns, select.alias(), relationship.remoteColumns));
  select.setSource(sort.from);
  select.orderBy(sort.orderBy);
  // One on the parents' own side was asked of them before.
  if (!relationship.ownsForeignKey()) select.where(criterionOf(relationship, {}, select.alias()));
  std::vector<sql::Expression> columns;
  const std::vector<std::string>& names = isLinked ? relationship.linkLocalColumns : relationship.remoteColumns;
  for (std::size_t i = 0; i < names.size(); ++i)
    columns.push_back(sql::column(isLinked ? kLinkAlias : select.alias(), names[i], parent.attributeOfColumn(relationship.localColumns[i])->column.type));
  return columns;
}

}  // namespace joinery
