// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <string>

namespace joinery::test {

/// What a program said.
struct ProgramRun {
  bool started = false;
  int code = -1;
  std::string output, errors;
};

inline ProgramRun runProgram(const QString& program, const QStringList& arguments, const std::string& input = {}) {
  QProcess process;
  process.start(program, arguments);
  ProgramRun run;
  run.started = process.waitForStarted();
  if (!run.started) return run;
  process.write(QByteArray::fromStdString(input));
  process.closeWriteChannel();
  process.waitForFinished(120000);
  run.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  run.output = process.readAllStandardOutput().toStdString();
  run.errors = process.readAllStandardError().toStdString();
  return run;
}

/// The Python that Debian's modules are installed for; another one in the path may have none of them.
inline QString debianPython() { return QStringLiteral("/usr/bin/python3"); }
inline bool hasPythonModule(const char* module) { return runProgram(debianPython(), {QStringLiteral("-c"), QStringLiteral("import %1").arg(QLatin1String(module))}).code == 0; }

}  // namespace joinery::test
