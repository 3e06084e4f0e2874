// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <thread>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/connections/job_list.h"

using namespace joinery;
using namespace joinery::test;
using ui::JobList;

class TstJobList : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void listsAJobThatTakesLong();
  void neverListsAJobThatIsQuick();
  void listsTheNewestLast();
  void tellsHowFarAJobIs();
  void tellsBytesAsSuch();
  void stopsOneJob();
  void stopsAllJobs();
  void dropsWhatHasEnded();
  void listsTheJobsOfSeveralEngines();
  void hearsOfJobsFromAnyThread();
  void wakesUpAgain();
  void canGoBeforeItsEngine();

 private:
  std::shared_ptr<RunningJobs::Entry> begin(const char* what) {
    return m_engine->jobs()->begin(what, [this, what] { m_stopped << s(what); });
  }
  QStringList lines() const {
    QStringList found;
    for (int row = 0; row < m_list->rowCount(); ++row) found << m_list->index(row).data(JobList::WhatRole).toString();
    return found;
  }

  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<JobList> m_list;
  QStringList m_stopped;
};

void TstJobList::init() {
  m_stopped.clear();
  m_engine = Engine::create(Url::parse("sqlite://"));
  m_list = std::make_unique<JobList>();
  new QAbstractItemModelTester(m_list.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_list.get());
  m_list->watch(*m_engine);
}

void TstJobList::listsAJobThatTakesLong() {
  QElapsedTimer since;
  since.start();
  const auto job = begin("Counting Album");
  QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{s("Counting Album")}, kPatience);
  QVERIFY(since.elapsed() >= JobList::kListedAfter.count());
  QVERIFY2(m_list->index(0).data().toString().startsWith(s("Counting Album · ")), qPrintable(m_list->index(0).data().toString()));
  QTRY_COMPARE_WITH_TIMEOUT(m_list->index(0).data(JobList::ElapsedRole).toString(), s("1 s"), kPatience);
}

void TstJobList::neverListsAJobThatIsQuick() {
  QSignalSpy listed(m_list.get(), &QAbstractItemModel::rowsInserted);
  const auto slow = begin("slow");
  for (int i = 0; i < 50; ++i) {
    const auto quick = begin("quick");
    QTest::qWait(5);
  }
  QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{s("slow")}, kPatience);
  QCOMPARE(listed.count(), 1);
}

void TstJobList::listsTheNewestLast() {
  const auto first = begin("first");
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 1, kPatience);
  const auto second = begin("second");
  const auto third = begin("third");
  QTRY_COMPARE_WITH_TIMEOUT(lines(), (QStringList{s("first"), s("second"), s("third")}), kPatience);
}

void TstJobList::tellsHowFarAJobIs() {
  const auto job = begin("Exporting");
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 1, kPatience);
  QCOMPARE(m_list->progressText(0), QString());
  job->progress().set(1'234);
  QTRY_COMPARE_WITH_TIMEOUT(m_list->progressText(0), s("1,234"), kPatience);
  job->progress().set(2'000, 4'000);
  QTRY_COMPARE_WITH_TIMEOUT(m_list->progressText(0), s("2,000 of 4,000"), kPatience);
  QCOMPARE(m_list->index(0).data(JobList::DoneRole).toLongLong(), 2'000);
  QVERIFY2(m_list->index(0).data().toString().contains(s("2,000 of 4,000")), qPrintable(m_list->index(0).data().toString()));
}

void TstJobList::tellsBytesAsSuch() {
  const auto job = begin("Loading Album.Cover");
  job->progress().setBytes(3 << 20, 1 << 30);
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 1, kPatience);
  QCOMPARE(m_list->progressText(0), s("3.0 MiB of 1.0 GiB"));
}

void TstJobList::stopsOneJob() {
  const auto first = begin("first");
  const auto second = begin("second");
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 2, kPatience);
  m_list->stop(0);
  QCOMPARE(m_stopped, QStringList{s("first")});
  QVERIFY(m_list->index(0).data(JobList::StoppingRole).toBool());
  QVERIFY(m_list->index(0).data().toString().endsWith(s("stopping…")));
  QVERIFY(!m_list->index(1).data(JobList::StoppingRole).toBool());
  m_list->stop(7);
  QCOMPARE(m_stopped.size(), 1);
}

void TstJobList::stopsAllJobs() {
  const auto first = begin("first");
  const auto second = begin("second");
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 2, kPatience);
  m_list->stopAll();
  QCOMPARE(m_stopped, (QStringList{s("first"), s("second")}));
}

void TstJobList::dropsWhatHasEnded() {
  auto first = begin("first");
  const auto second = begin("second");
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 2, kPatience);
  first.reset();
  QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{s("second")}, kPatience);
}

void TstJobList::listsTheJobsOfSeveralEngines() {
  const auto other = Engine::create(Url::parse("sqlite://"));
  m_list->watch(*other);
  const auto here = begin("here");
  auto there = other->jobs()->begin("there", {});
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 2, kPatience);
  there.reset();
  QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{s("here")}, kPatience);
}

void TstJobList::hearsOfJobsFromAnyThread() {
  std::shared_ptr<RunningJobs::Entry> job;
  std::thread([&] { job = begin("elsewhere"); }).join();
  QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{s("elsewhere")}, kPatience);
}

void TstJobList::wakesUpAgain() {
  auto job = begin("once");
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 1, kPatience);
  job.reset();
  QTRY_COMPARE_WITH_TIMEOUT(m_list->rowCount(), 0, kPatience);
  job = begin("again");
  QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{s("again")}, kPatience);
}

void TstJobList::canGoBeforeItsEngine() {
  m_list.reset();
  const auto job = begin("nobody looks");
  QCoreApplication::processEvents();
  QCOMPARE(m_engine->jobs()->jobs().size(), 1U);
}

JOINERY_TEST(TstJobList)
#include "tst_job_list.moc"
