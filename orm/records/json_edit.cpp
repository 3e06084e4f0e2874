// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/json_edit.h"

#include "orm/core/db_error.h"

namespace joinery {

Json jsonOf(Record& record, std::string_view attribute) {
  const Value value = record.value(attribute);
  if (value.isNull()) return nullptr;
  try {
    if (value.storageClass() == StorageClass::Text) return parseJson(value.bytes());
  } catch (const DbError& error) {
    throw DbError(ErrorKind::Data, record.model().name + "." + std::string(attribute) + ": " + error.message());
  }
  return jsonFromValue(value, {});
}

void editJson(Record& record, std::string_view attribute, const std::function<void(Json& document)>& edit) {
  const Json before = jsonOf(record, attribute);
  Json document = before;
  edit(document);
  if (document == before) return;
  record.set(attribute, document.is_null() ? Value() : Value::text(document.dump()));
}

}  // namespace joinery
