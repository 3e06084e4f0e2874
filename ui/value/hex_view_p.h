// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>

#include "ui/value/hex_view.h"

namespace joinery::ui {

/// What a person does by a key or from the menu.
struct HexView::Verb {
  const char* name;
  QString text;
  QList<QKeySequence> keys;
  void (HexView::*run)();
  bool isEdit = false;
};

struct HexView::Place {
  std::uint64_t offset = 0;
  Part part = Part::Digits;
};

}  // namespace joinery::ui
