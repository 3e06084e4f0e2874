// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QProgressBar>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/shell/job_line.h"
#include "ui/shell/job_popup.h"
#include "ui/shell/status_line.h"

using namespace joinery;
using namespace joinery::test;

class TstJobIndicator : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void isHiddenWhileNothingRuns();
  void showsTheNewestJobAndHowManyThereAreBesides();
  void showsHowFarAJobIs();
  void stopsTheJobThatItShows();
  void listsAllJobsEachWithItsStop();
  void closesItsListWithTheLastJob();
  void takesNoTextForMarkup();

 private:
  std::shared_ptr<RunningJobs::Entry> begin(const char* what) {
    return m_engine->jobs()->begin(what, [this, what] { m_stopped << s(what); });
  }
  QToolButton* button(const char* name) const { return m_status->findChild<QToolButton*>(s(name)); }
  ui::JobIndicator* indicator() const { return m_status->findChild<ui::JobIndicator*>(); }
  ui::JobPopup* popup() const { return m_status->findChild<ui::JobPopup*>(); }

  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::JobList> m_jobs;
  std::unique_ptr<ui::StatusLine> m_status;
  QStringList m_stopped;
};

void TstJobIndicator::init() {
  m_stopped.clear();
  m_engine = Engine::create(Url::parse("sqlite://"));
  m_jobs = std::make_unique<ui::JobList>();
  m_jobs->watch(*m_engine);
  m_status = std::make_unique<ui::StatusLine>();
  m_status->setJobs(m_jobs.get());
  m_status->resize(1'000, 30);
  m_status->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_status.get()));
}

void TstJobIndicator::cleanup() {
  m_status.reset();
  m_jobs.reset();
}

void TstJobIndicator::isHiddenWhileNothingRuns() {
  QVERIFY(!indicator()->isVisible());
  auto job = begin("Counting");
  QTRY_VERIFY_WITH_TIMEOUT(indicator()->isVisible(), kPatience);
  QVERIFY2(m_status->accessibleDescription().contains(s("Counting")), qPrintable(m_status->accessibleDescription()));
  job.reset();
  QTRY_VERIFY_WITH_TIMEOUT(!indicator()->isVisible(), kPatience);
  QVERIFY(!m_status->accessibleDescription().contains(s("Counting")));
}

void TstJobIndicator::showsTheNewestJobAndHowManyThereAreBesides() {
  const auto first = begin("first");
  QTRY_VERIFY_WITH_TIMEOUT(indicator()->text().startsWith(s("first · ")), kPatience);
  QVERIFY(!indicator()->text().contains(s("(+")));
  const auto second = begin("second");
  const auto third = begin("third");
  QTRY_VERIFY_WITH_TIMEOUT(indicator()->text().startsWith(s("third · ")), kPatience);
  QVERIFY2(indicator()->text().endsWith(s("(+2)")), qPrintable(indicator()->text()));
  QCOMPARE(button("runningJobs")->accessibleName(), s("Running jobs"));
}

void TstJobIndicator::showsHowFarAJobIs() {
  const auto job = begin("Exporting");
  auto* bar = indicator()->findChild<QProgressBar*>();
  QTRY_VERIFY_WITH_TIMEOUT(indicator()->isVisible(), kPatience);
  QCOMPARE(bar->maximum(), 0);
  job->progress().set(1, 4);
  QTRY_COMPARE_WITH_TIMEOUT(bar->maximum(), 1'000, kPatience);
  QCOMPARE(bar->value(), 250);
}

void TstJobIndicator::stopsTheJobThatItShows() {
  const auto first = begin("first");
  const auto second = begin("second");
  QTRY_VERIFY_WITH_TIMEOUT(indicator()->isVisible() && m_jobs->rowCount() == 2, kPatience);
  QCOMPARE(button("stopJob")->accessibleName(), s("Stop"));
  QTest::mouseClick(button("stopJob"), Qt::LeftButton);
  QCOMPARE(m_stopped, QStringList{s("second")});
  QTRY_VERIFY_WITH_TIMEOUT(!button("stopJob")->isEnabled(), kPatience);
}

void TstJobIndicator::listsAllJobsEachWithItsStop() {
  const auto first = begin("first");
  auto second = begin("second");
  QTRY_VERIFY_WITH_TIMEOUT(m_jobs->rowCount() == 2, kPatience);
  QTest::mouseClick(button("runningJobs"), Qt::LeftButton);
  QVERIFY(popup() && popup()->isVisible());
  auto lines = popup()->findChildren<ui::JobLine*>();
  QCOMPARE(lines.size(), 2);
  QCOMPARE(lines[0]->accessibleName(), s("first"));
  const auto third = begin("third");
  QTRY_COMPARE_WITH_TIMEOUT(popup()->findChildren<ui::JobLine*>().size(), 3, kPatience);
  second.reset();
  QTRY_COMPARE_WITH_TIMEOUT(popup()->findChildren<ui::JobLine*>().size(), 2, kPatience);
  lines = popup()->findChildren<ui::JobLine*>();
  auto* stop = lines[0]->findChild<QToolButton*>();
  QCOMPARE(stop->accessibleName(), s("Stop"));
  QCOMPARE(stop->accessibleDescription(), s("first"));
  QTest::mouseClick(stop, Qt::LeftButton);
  QCOMPARE(m_stopped, QStringList{s("first")});
  QVERIFY(popup()->isVisible());
  QTest::keyClick(popup(), Qt::Key_Escape);
  QTRY_VERIFY_WITH_TIMEOUT(!popup(), kPatience);
  m_status->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(m_status.get()));
  QTest::keyClick(m_status.get(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(popup() && popup()->isVisible());
  popup()->close();
  QTRY_VERIFY_WITH_TIMEOUT(!popup(), kPatience);
}

void TstJobIndicator::closesItsListWithTheLastJob() {
  auto job = begin("first");
  QTRY_VERIFY_WITH_TIMEOUT(m_jobs->rowCount() == 1, kPatience);
  QTest::mouseClick(button("runningJobs"), Qt::LeftButton);
  QVERIFY(popup());
  job.reset();
  QTRY_VERIFY_WITH_TIMEOUT(!popup(), kPatience);
}

void TstJobIndicator::takesNoTextForMarkup() {
  const auto job = begin("<img src=/x> r&d");
  QTRY_VERIFY_WITH_TIMEOUT(indicator()->isVisible(), kPatience);
  QVERIFY2(button("runningJobs")->toolTip().contains(s("&lt;img")), qPrintable(button("runningJobs")->toolTip()));
  QVERIFY(button("runningJobs")->text().contains(s("r&&d")));
}

JOINERY_TEST(TstJobIndicator)
#include "tst_job_indicator.moc"
