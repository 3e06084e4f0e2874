// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "orm/changes/change.h"
#include "orm/model/registry.h"
#include "orm/reading/value_reader.h"

namespace joinery::ui {

/// A cell whose value is looked at: where it is, and what of it was read.
struct ShownCell {
  std::shared_ptr<const Registry> registry;  ///< holds the attribute
  const Attribute* attribute = nullptr;
  ValueReader::Place place;
  std::string insertedRef;      ///< of a row that was only added
  Value value;                  ///< with the pending change; its beginning where it is cut
  std::map<std::string, Value> restOfKey = {};  ///< of a foreign key of several columns: what was read of the others, by attribute
  std::function<SeenCells()> seen = {};  ///< the row that it stands in, as it is shown; empty: not known
  std::uint64_t fullSize = 0;   ///< bytes of a value that is cut, else 0
  QString unknown = {};         ///< what stands for a value that is not known before the commit; empty: it is
  QString readOnlyReason;       ///< why it can't be edited, whole or cut; empty when it can

  bool isCut() const { return fullSize > 0; }
  std::uint64_t size() const { return isCut() ? fullSize : value.view().bytes().size(); }
  /// Whether the rest of it can be read: by key or row number.
  bool isAddressed() const { return !place.key.empty() || place.rowId.has_value(); }
  /// Whether it is the same cell, whatever its value.
  bool isSamePlace(const ShownCell& other) const { return place == other.place && insertedRef == other.insertedRef; }
};

}  // namespace joinery::ui
