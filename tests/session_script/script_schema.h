// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stdexcept>
#include <vector>

#include "orm/core/json.h"
#include "orm/dialect/dialect.h"
#include "orm/model/mapping.h"

namespace joinery::script {

/// A script that can't be set up.
class SetupError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The tables of a script, for a dialect. @throws SetupError
schema::MetaData tablesOf(const Json& script, const Dialect& dialect);

/// The models of a script over the tables as the database has them. @throws SetupError
std::shared_ptr<const Registry> modelsOf(const Json& script, std::shared_ptr<const schema::MetaData> metadata);

}  // namespace joinery::script
