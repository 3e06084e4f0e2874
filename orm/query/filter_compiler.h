// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "orm/core/json.h"
#include "orm/model/registry.h"
#include "orm/query/alias_maker.h"
#include "orm/query/place.h"
#include "orm/sql/expression.h"
#include "orm/sql/select.h"

namespace joinery {

class GlobalCriteria;

/// Turns one filter document into a condition: walks its entries, gives nested tables aliases, leaves single values to
/// Condition. An empty expression always holds.
class FilterCompiler {
 public:
  /// @param criteria what related rows have to meet beside; null for nothing
  FilterCompiler(const Registry& registry, const std::string& alias, std::chrono::system_clock::time_point now, const GlobalCriteria* criteria = nullptr);

  sql::Expression filter(const Json& json, const Model& model, const std::string& alias, const Place& place);

 private:
  struct Related { const Model* model; std::string alias; sql::Select rows; };

  sql::Expression entry(const std::string& key, const Json& value, const Model& model, const std::string& alias,
                        const Place& place);
  sql::Expression logical(const std::string& key, const Json& value, const Model& model, const std::string& alias,
                          const Place& place);
  sql::Expression any(const Json& filters, const Model& model, const std::string& alias, const Place& place);
  sql::Expression attribute(const Attribute& attribute, const Json& value, const std::string& alias, const Place& place);
  sql::Expression jsonPath(const Attribute& attribute, const std::string& path, const Json& value, const std::string& alias,
                           const Place& place);
  sql::Expression proxied(const AssociationProxy& proxy, const Json& value, const Model& model, const std::string& alias,
                          const Place& place);
  sql::Expression relation(const Relationship& relationship, const Json& value, const std::string& alias,
                           const Place& place);
  sql::Expression quantified(const Relationship& relationship, const Json& value, const std::string& alias,
                             const Place& place);
  sql::Expression quantifier(const std::string& name, const Relationship& relationship, const Json& filterJson,
                             const std::string& alias, const Place& place);
  sql::Expression count(const Relationship& relationship, const Json& value, const std::string& alias,
                        const Place& place);
  Related related(const Relationship& relationship, const std::string& alias);

  const Registry& m_registry;
  AliasMaker m_aliases;
  std::chrono::system_clock::time_point m_now;
  const GlobalCriteria* m_criteria;
};

}  // namespace joinery
