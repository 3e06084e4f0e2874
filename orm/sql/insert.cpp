// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/insert.h"

#include <utility>

namespace joinery::sql {

Expression excluded(std::string name, ValueType type) { return column("excluded", std::move(name), std::move(type)); }

}  // namespace joinery::sql
