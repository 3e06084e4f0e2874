// SPDX-License-Identifier: GPL-3.0-or-later
#include "tree_test.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/ui_test.h"

namespace joinery::test {

void TreeTest::open(const char* more) {
  m_open = std::make_unique<OpenDatabase>();
  if (more) {
    m_open->run(more);
    QSignalSpy opened(m_open->database(), &ui::Database::opened);
    m_open->database()->open();
    QVERIFY(opened.wait(kPatience));
  }
  m_tree = std::make_unique<TreeDriver>(m_open->database(), m_open->changes());
}

void TreeTest::cleanup() {
  m_tree.reset();
  m_open.reset();
}

}  // namespace joinery::test

#include "moc_tree_test.cpp"
