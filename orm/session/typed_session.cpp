// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/typed_session.h"

#include "orm/core/db_error.h"

namespace joinery {

bool isFilledByItself(const Model& model, const Attribute& attribute) {
  const bool isByDatabase = attribute.column.defaultExpression || attribute.column.hasGeneratedValue() || !attribute.column.isWritable();
  return isByDatabase || attribute.onInsert.index() != 0 || attribute.name == model.versionAttribute || attribute.name == model.discriminator;
}

void requireKeySize(const Model& model, std::size_t given) {
  const std::size_t size = model.keyAttributes().size();
  if (size != given) throw DbError(ErrorKind::InvalidRequest, "a key of " + model.name + " has " + std::to_string(size) + " values, not " + std::to_string(given));
}

void requireOne(const Model& model, std::size_t found) {
  if (found == 0) throw DbError(ErrorKind::NoResult, "one record of " + model.name + " was asked for and none was found");
  if (found > 1) throw DbError(ErrorKind::MultipleResults, "one record of " + model.name + " was asked for and several were found");
}

}  // namespace joinery
