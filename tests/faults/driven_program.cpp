// SPDX-License-Identifier: GPL-3.0-or-later
#include "driven_program.h"

namespace joinery::test {

namespace {

constexpr int kPatienceOfProgram = 120'000;

QString wordOf(DrivenProgram::Doing doing) {
  switch (doing) {
    case DrivenProgram::Doing::Edits: return QStringLiteral("edits");
    case DrivenProgram::Doing::PacedEdits: return QStringLiteral("paced");
    case DrivenProgram::Doing::Commits: return QStringLiteral("commits");
  }
  return {};
}

}  // namespace

DrivenProgram::DrivenProgram(const Orders& orders, const std::map<QString, QString>& faults) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const auto& [name, value] : faults) environment.insert(name, value);
  if (!faults.empty()) environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(JOINERY_FAULT_PRELOAD));
  m_process.setProcessEnvironment(environment);
  m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  m_process.start(QStringLiteral(JOINERY_EDIT_DRIVER),
                  {QString::fromStdString(orders.url), QString::fromStdString(orders.journals),
                   wordOf(orders.doing), QString::number(orders.seed), QString::number(orders.count)});
}

DrivenProgram::~DrivenProgram() { kill(); }

bool DrivenProgram::waitUntilReady() {
  while (!m_ready && m_process.waitForReadyRead(kPatienceOfProgram)) read();
  return m_ready;
}

void DrivenProgram::kill() {
  if (m_process.state() == QProcess::NotRunning) return;
  m_process.kill();
  m_process.waitForFinished(kPatienceOfProgram);
}

void DrivenProgram::waitUntilEnded() {
  if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(kPatienceOfProgram)) qFatal("the program does not end");
}

void DrivenProgram::settle() { read(); }

void DrivenProgram::read() {
  m_rest += m_process.readAllStandardOutput();
  for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
    take(m_rest.left(end));
    m_rest.remove(0, end + 1);
  }
}

void DrivenProgram::take(const QByteArray& line) {
  const QList<QByteArray> words = line.split(' ');
  const QByteArray& what = words[0];
  if (what == "ready") m_ready = true;
  else if (what == "done") m_done = true;
  else if (what == "failing") m_failing = true;
  else if (what == "journal") m_journal = words[1].toStdString();
  else if (what == "recorded") m_recorded = words[1].toULongLong();
  else if (what == "committing") {
    m_round = words[1].toStdString();
    m_roundNumber = words[2].toULongLong();
    m_outcome.clear();
  } else if (what == "committed" || what == "notcommitted" || what == "unknown") {
    m_outcome = what.toStdString();
    m_committedRounds += what == "committed";
  } else if (what == "state") {
    State& state = m_states[words[1].toULongLong()];
    state.clear();
    for (qsizetype i = 2; i < words.size(); ++i) state[words[i].left(words[i].indexOf('=')).toULongLong()] = words[i].mid(words[i].indexOf('=') + 1).toStdString();
  }
}

}  // namespace joinery::test
