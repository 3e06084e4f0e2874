// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/junction.h"

#include <algorithm>

#include "ui/value/related_row.h"

namespace joinery::ui {

namespace {

bool holds(const std::vector<std::string>& columns, const std::string& column) { return std::ranges::find(columns, column) != columns.end(); }

/// The only way on from the rows of a link table; null where there is another number of them.
const Relationship* onlyWayOn(const Model& links, const std::vector<std::string>& except) {
  const Relationship* way = nullptr;
  for (const Relationship& each : links.relationships) {
    if (!each.ownsForeignKey() || each.localColumns == except) continue;
    if (way) return nullptr;
    way = &each;
  }
  return way;
}

}  // namespace

std::optional<Junction> Junction::of(const Registry& registry, const Relationship& relationship) {
  if (relationship.kind == Relationship::Kind::ManyToMany) {
    const Model* links = registry.modelOf(relationship.linkTable);
    if (!links) return std::nullopt;
    return Junction{links, &registry.target(relationship), relationship.linkLocalColumns, relationship.localColumns, relationship.linkRemoteColumns, relationship.remoteColumns};
  }
  const Model& target = registry.target(relationship);
  if (relationship.kind != Relationship::Kind::OneToMany || !RowShape(target).isLink()) return std::nullopt;
  const Relationship* way = onlyWayOn(target, relationship.remoteColumns);
  if (!way) return std::nullopt;
  return Junction{&target, &registry.target(*way), relationship.remoteColumns, relationship.localColumns, way->localColumns, way->remoteColumns};
}

std::vector<const Attribute*> Junction::needs() const {
  std::vector<const Attribute*> needed;
  for (const Attribute& attribute : links->attributes) {
    const schema::Column& column = attribute.column;
    const bool isFilled = column.nullable || column.defaultExpression || column.hasGeneratedValue() || !column.isWritable();
    if (!isFilled && !holds(nearColumns, column.name) && !holds(farColumns, column.name)) needed.push_back(&attribute);
  }
  return needed;
}

}  // namespace joinery::ui
