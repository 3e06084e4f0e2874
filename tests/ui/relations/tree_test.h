// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "open_database.h"
#include "tree_driver.h"

namespace joinery::test {

/// What tests of the relation tree begin with: each has an open database and an empty tree of its own.
class TreeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { open(); }
  void cleanup();

 protected:
  /// @param more tables and rows, as if they had been there
  void open(const char* more = nullptr);

  std::unique_ptr<OpenDatabase> m_open;
  std::unique_ptr<TreeDriver> m_tree;
};

}  // namespace joinery::test
