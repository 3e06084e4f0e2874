// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/catalogue_tables.h"

#include <algorithm>

namespace joinery {

void CatalogueTables::finishNames(const std::string& defaultSchema) {
  for (Name& each : names)
    if (each.name.schema == defaultSchema) each.name.schema.clear();
  std::ranges::sort(names, {}, &Name::name);
}

}  // namespace joinery
