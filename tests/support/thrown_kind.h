// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "orm/core/db_error.h"

namespace joinery::test {

/// The kind of DbError that a call throws; nothing where it throws none.
template <typename Call>
std::optional<ErrorKind> kindThrown(Call&& call) {
  try {
    call();
  } catch (const DbError& error) {
    return error.kind();
  }
  return {};
}

}  // namespace joinery::test
