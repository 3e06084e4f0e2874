// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "orm/model/foreign_key_graph.h"
#include "orm/model/model.h"

namespace joinery {

/// A column's name without the ending that says "key of": `_id`, `_uid`, `_uuid`, `_fk`, `Id`, `ID`.
/// @return empty where nothing can be stripped, or nothing would be left
std::string withoutKeyEnding(const std::string& column);

/// What a many-to-one relationship is called where no other name stands in its way.
std::string manyToOneName(const ForeignKeyEdge& edge, const std::string& referredTable);

/// The names of one model's attributes and relationships; no two are equal as the engine compares them.
class NameSpace {
 public:
  NameSpace(const Model& model, bool ignoreCase);

  bool isFree(const std::string& name) const;
  /// Takes the name, or where it is taken `<name>_<ReferredTable>`, then that with `_2`, `_3` ….
  std::string take(const std::string& name, const std::string& referredTable);

 private:
  bool m_ignoreCase;
  std::unordered_set<std::string> m_taken;
};

}  // namespace joinery
