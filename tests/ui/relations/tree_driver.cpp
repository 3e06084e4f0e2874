// SPDX-License-Identifier: GPL-3.0-or-later
#include "tree_driver.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "open_database.h"
#include "tests/support/ui_test.h"

namespace joinery::test {

TreeDriver::TreeDriver(ui::Database* database, ui::PendingChanges* changes) : m_tree(std::make_unique<ui::RelationTree>()) {
  m_tree->resize(900, 600);
  m_tree->setDatabase(database, changes);
  m_tree->show();
  m_view = m_tree->findChild<QTreeView*>(QStringLiteral("relationTree"));
  m_model = qobject_cast<ui::RelationTreeModel*>(m_view->model());
  auto* tester = new QAbstractItemModelTester(m_model, QAbstractItemModelTester::FailureReportingMode::QtTest, m_tree.get());
  // Its own reading would open everything.
  tester->setUseFetchMore(false);
}

TreeDriver::~TreeDriver() = default;

void TreeDriver::settle() {
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  while (m_tree->isBusy())
    if (!settled.wait(kPatience)) qFatal("the tree did not settle");
  // What was pending meanwhile is shown by the event loop.
  QCoreApplication::processEvents();
}

void TreeDriver::showRows(const ui::RowsOfModel& rows) {
  m_tree->setRows(rows);
  settle();
}

void TreeDriver::showRow(const std::string& model, const std::vector<Value>& key) {
  m_tree->setRow(model, key);
  settle();
}

QModelIndex TreeDriver::go(const QStringList& path) {
  settle();
  QPersistentModelIndex place;
  for (const QString& title : path) {
    if (place.isValid()) {
      if (m_model->canFetchMore(place)) m_model->fetchMore(place);
      m_view->expand(place);
      settle();
    }
    QModelIndex found;
    for (int row = 0; row < m_model->rowCount(place) && !found.isValid(); ++row)
      if (const QModelIndex index = m_model->index(row, 0, place); index.data().toString().startsWith(title)) found = index;
    if (!found.isValid()) qWarning() << "there is no" << title << "of" << path << "but" << titles(*m_model, place);
    if (!found.isValid()) return {};
    place = found;
  }
  // Whatever keys the test holds down.
  m_view->selectionModel()->setCurrentIndex(place, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  return place;
}

void TreeDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(m_view, key, modifiers); }

QWidget* TreeDriver::editor() {
  // One that was closed is still there for a moment.
  for (QWidget* each : m_tree->findChildren<QWidget*>(QStringLiteral("relationLineEditor")))
    if (each->isVisible()) return each;
  return nullptr;
}

void TreeDriver::type(const QString& text) {
  auto* line = qobject_cast<QLineEdit*>(editor());
  if (!line) return qWarning("no editor is open");
  line->selectAll();
  // As an input method does: a test has no key for every letter.
  line->insert(text);
  QTest::keyClick(line, Qt::Key_Return);
  QCoreApplication::processEvents();
}

QString TreeDriver::message() const { return m_tree->findChild<QLabel*>(QStringLiteral("relationMessage"))->text(); }

QStringList TreeDriver::below(const QStringList& path) {
  const QModelIndex place = go(path);
  if (!place.isValid()) return {QStringLiteral("no such place")};
  if (m_model->canFetchMore(place)) m_model->fetchMore(place);
  const QPersistentModelIndex kept = place;
  settle();
  return titles(*m_model, kept);
}

}  // namespace joinery::test
