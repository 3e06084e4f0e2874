// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/repository/repository_error.h"

#include <algorithm>
#include <array>

namespace joinery {

namespace {

// SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE, _ROWID; sqlite.org/rescode.html
constexpr std::array<int, 3> kUniqueCodes{1555, 2067, 2579};
// unique_violation; postgresql.org/docs/15/errcodes-appendix.html
constexpr const char* kUniqueState = "23505";

bool isUniqueViolation(const DbError& error) {
  if (error.kind() != ErrorKind::Integrity) return false;
  return error.sqlState == kUniqueState || std::ranges::find(kUniqueCodes, error.nativeCode) != kUniqueCodes.end();
}

DbError numbered(ErrorKind kind, RepositoryCode code, const std::string& message) {
  DbError error(kind, message);
  error.code = static_cast<int>(code);
  return error;
}

}  // namespace

DbError notFound(const Model& model, const Json& filter) {
  return numbered(ErrorKind::NoResult, RepositoryCode::NotFound, "record not found for " + model.table->name.name + ": no " + model.name + " matches " + filter.dump());
}

DbError severalFound(const Model& model, const Json& filter) {
  DbError error = numbered(ErrorKind::MultipleResults, RepositoryCode::SeveralFound,
                           "several records found for " + model.table->name.name + ": one " + model.name + " is asked for, and more than one matches " + filter.dump());
  error.hint = "Filter by what tells the rows apart.";
  return error;
}

DbError withRepositoryCode(DbError error) {
  if (isUniqueViolation(error)) error.code = static_cast<int>(RepositoryCode::UniqueViolation);
  return error;
}

}  // namespace joinery
