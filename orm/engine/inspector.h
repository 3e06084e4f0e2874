// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"

namespace joinery {

/// Hears how far the reading of a catalogue is, on the thread that reads it.
struct ReflectionObserver {
  /// Which tables and views there are, long before anything else is known of them.
  std::function<void(std::vector<CatalogueTables::Name> names)> named = {};
  /// @param tables read, of all; the first time with none
  std::function<void(std::int64_t tables, std::int64_t all)> advanced = {};
};

/// Reads a database's catalogue, in one consistent read, with the same few statements for any number of tables up to a thousand.
/// Blocks; worker thread or a plain program. @throws DbError
std::shared_ptr<const schema::MetaData> reflect(Connection& connection, const Dialect& dialect, const ReflectionObserver& observer = {});

}  // namespace joinery
