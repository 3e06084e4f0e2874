// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/cell_place.h"

namespace joinery::ui {

CellPlace placeOfCell(const Change& change, const std::string& attribute) {
  CellPlace place{change.model, {}, change.kind == Change::Kind::Insert ? change.ref : std::string(), attribute};
  for (const Operand& part : change.key) {
    if (part.isReference()) place.ref = part.reference().ref;
    if (part.isValue()) place.key.push_back(part.value());
  }
  if (!place.ref.empty()) place.key.clear();
  return place;
}

}  // namespace joinery::ui
