// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/model/model.h"

namespace joinery {

/// What a repository refuses, as the number that DbError::code bears: programs answer requests by it.
enum class RepositoryCode {
  NotFound = 1001,         ///< NoResult
  SeveralFound = 1002,     ///< MultipleResults
  UniqueViolation = 1003,  ///< Integrity: a unique key is taken
};

/// "record not found for users: no User matches {…}".
DbError notFound(const Model& model, const Json& filter);
/// "several records found for users …".
DbError severalFound(const Model& model, const Json& filter);
/// The engine's error; one of a unique key that is taken bears its number.
DbError withRepositoryCode(DbError error);

}  // namespace joinery
