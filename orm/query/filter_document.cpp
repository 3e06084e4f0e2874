// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/filter_document.h"

#include "orm/query/filter_compiler.h"

namespace joinery {

sql::Expression compileFilter(const Json& filter, const Registry& registry, const Model& model, const std::string& alias,
                              std::chrono::system_clock::time_point now) {
  return FilterCompiler(registry, alias, now).filter(filter, model, alias, Place());
}

sql::Expression compileFilter(const Json& filter, const Registry& registry, const Model& model, const std::string& alias,
                              const GlobalCriteria* criteria) {
  return FilterCompiler(registry, alias, std::chrono::system_clock::now(), criteria).filter(filter, model, alias, Place());
}

}  // namespace joinery
