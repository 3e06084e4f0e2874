// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/shell/panes.h"

using namespace joinery;
using namespace joinery::test;

class PanesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void goesFromPaneToPaneAndBack();
  void comesBackToWhereTheKeyboardWas();
  void passesOverWhatIsHiddenOrTakesNoKeys();

 private:
  /// A pane with two line editors, "a1" and "a2" of pane "a".
  QWidget* newPane(const QString& name) {
    auto* pane = new QWidget(&*m_window);
    auto* layout = new QHBoxLayout(pane);
    for (const char* number : {"1", "2"}) {
      auto* editor = new QLineEdit(pane);
      editor->setObjectName(name + s(number));
      layout->addWidget(editor);
    }
    m_window->layout()->addWidget(pane);
    return pane;
  }
  QString focused() const { return m_window->focusWidget() ? m_window->focusWidget()->objectName() : QString(); }

  std::unique_ptr<QWidget> m_window;
  QAction *m_next = nullptr, *m_previous = nullptr;
  QWidget *m_a = nullptr, *m_b = nullptr, *m_c = nullptr;
};

void PanesTest::init() {
  m_window = std::make_unique<QWidget>();
  new QHBoxLayout(&*m_window);
  m_a = newPane(s("a"));
  m_b = newPane(s("b"));
  m_c = newPane(s("c"));
  auto* label = new QLabel(s("takes no keys"), &*m_window);
  m_next = new QAction(&*m_window);
  m_previous = new QAction(&*m_window);
  new ui::Panes({m_a, label, m_b, m_c}, m_next, m_previous, &*m_window);
  m_window->show();
  QApplication::setActiveWindow(&*m_window);
  QVERIFY(QTest::qWaitForWindowActive(&*m_window));
  m_a->findChild<QLineEdit*>(s("a1"))->setFocus();
}

void PanesTest::goesFromPaneToPaneAndBack() {
  QStringList ways;
  for (int i = 0; i < 3; ++i) {
    m_next->trigger();
    ways << focused();
  }
  m_previous->trigger();
  ways << focused();
  QCOMPARE(ways.join(QLatin1Char(' ')), s("b1 c1 a1 c1"));
}

void PanesTest::comesBackToWhereTheKeyboardWas() {
  m_a->findChild<QLineEdit*>(s("a2"))->setFocus();
  m_next->trigger();
  QCOMPARE(focused(), s("b1"));
  m_previous->trigger();
  QCOMPARE(focused(), s("a2"));
}

void PanesTest::passesOverWhatIsHiddenOrTakesNoKeys() {
  m_b->hide();
  m_c->findChild<QLineEdit*>(s("c1"))->setEnabled(false);
  m_next->trigger();
  QCOMPARE(focused(), s("c2"));
  delete m_c;
  m_next->trigger();
  QCOMPARE(focused(), s("a1"));
}

JOINERY_TEST(PanesTest)
#include "tst_panes.moc"
