// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/active_defaults.h"

#include "orm/core/db_error.h"
#include "orm/records/record.h"

namespace joinery {

namespace {

std::optional<Value> activeDefault(const Record& record, const Attribute& attribute) {
  if (const auto* constant = std::get_if<Value>(&attribute.onInsert)) return *constant;
  if (const auto* make = std::get_if<std::function<Value()>>(&attribute.onInsert)) return (*make)();
  DbError error(ErrorKind::NotSupported, record.model().name + "." + attribute.name + " is computed by the INSERT, so it can't be read before");
  error.hint = "Flush the record first, or set the attribute.";
  throw error;
}

}  // namespace

void activateDefaults(AttributeEvents& events, const Model& model) {
  AttributeListener listener;
  listener.initial = [](Record& record, const Attribute& attribute) { return activeDefault(record, attribute); };
  for (const Attribute& attribute : model.attributes)
    if (!std::holds_alternative<std::monostate>(attribute.onInsert)) events.listen(model.name, attribute.name, listener);
}

}  // namespace joinery
