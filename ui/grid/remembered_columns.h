// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/url.h"
#include "ui/grid/column_layout.h"

namespace joinery::ui {

/// The arranged columns of one table of one connection in the program's settings, where recent connections and the window's places are.
/// The connection goes by its URL without the password; databases in memory are not remembered. GUI thread.
class RememberedColumns {
 public:
  RememberedColumns(const Url& url, const std::string& model);
  /// @return one without columns where nothing is remembered
  ColumnLayout read() const;
  void write(const ColumnLayout& layout) const;
  void forget() const;

 private:
  QString m_setting;  ///< empty: not remembered
};

}  // namespace joinery::ui
