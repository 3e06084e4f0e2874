// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/row_id.h"

#include <QString>
#include <algorithm>

namespace joinery {

std::string rowIdName(const schema::Table& table) {
  if (!table.hasRowId) return {};
  for (const char* name : {"rowid", "_rowid_", "oid"}) {
    const auto taken = std::any_of(table.columns.begin(), table.columns.end(), [name](const schema::Column& column) {
      return QString::fromStdString(column.name).compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
    });
    if (!taken) return name;
  }
  return {};
}

}  // namespace joinery
