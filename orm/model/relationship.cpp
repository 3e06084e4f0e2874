// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/relationship.h"

namespace joinery {

std::vector<std::string> Relationship::knownBy() const {
  std::vector<std::string> columns = localColumns;
  if (ownsForeignKey())
    for (const auto& [column, value] : criterion) columns.push_back(column);
  return columns;
}

const char* relationshipKindName(Relationship::Kind kind) {
  switch (kind) {
    case Relationship::Kind::ManyToOne: return "many-to-one";
    case Relationship::Kind::OneToMany: return "one-to-many";
    case Relationship::Kind::OneToOne: return "one-to-one";
    case Relationship::Kind::ManyToMany: return "many-to-many";
  }
  return "";
}

}  // namespace joinery
