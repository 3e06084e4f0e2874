// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/relationship.h"

namespace joinery {

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
