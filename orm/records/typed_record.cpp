// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/typed_record.h"

namespace joinery {

void throwOfAttribute(const DbError& error, const Model& model, const std::string& attribute) {
  DbError named(error.kind(), model.name + "." + attribute + ": " + error.message());
  named.hint = error.hint;
  throw named;
}

}  // namespace joinery
