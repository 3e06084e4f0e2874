// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "orm/changes/change_set.h"
#include "ui/value/value_editor.h"

namespace joinery::ui {

/// A line for each attribute that a new link needs of its own. Accessible names "Link's <attribute>". GUI thread.
class LinkValues : public QWidget {
  Q_OBJECT
 public:
  explicit LinkValues(const std::vector<EditedColumn>& columns, QWidget* parent = nullptr);
  /// What was given; nothing where a line is not filled or does not fit: it says so, and has the focus.
  std::optional<Change::Values> values();

 private:
  std::vector<ValueEditor*> m_editors;
};

}  // namespace joinery::ui
