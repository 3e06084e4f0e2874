// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDebug>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <string>

namespace joinery::test {

/// What a program said. Where it did not end by itself, `errors` ends with why.
struct ProgramRun {
  bool started = false;
  bool crashed = false;
  int code = -1;
  std::string output, errors;
};

inline ProgramRun runProgram(const QString& program, const QStringList& arguments, const std::string& input = {}) {
  QProcess process;
  process.start(program, arguments);
  ProgramRun run;
  run.started = process.waitForStarted();
  if (!run.started) {
    run.errors = "did not start: " + process.errorString().toStdString();
    return run;
  }
  process.write(QByteArray::fromStdString(input));
  process.closeWriteChannel();
  const bool ended = process.waitForFinished(120000);
  run.code = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  run.output = process.readAllStandardOutput().toStdString();
  run.errors = process.readAllStandardError().toStdString();
  run.crashed = ended && process.exitStatus() == QProcess::CrashExit;
  if (!ended || run.crashed) run.errors += "\nended early: " + process.errorString().toStdString() + ", signal or code " + std::to_string(process.exitCode());
  return run;
}

/// The Python that Debian's modules are installed for; another one in the path may have none of them.
inline QString debianPython() { return QStringLiteral("/usr/bin/python3"); }

/// Runs Debian's Python. Its 3.11.2 crashes about once in a hundred times with SQLAlchemy's compiled modules, within the interpreter: that says nothing
/// of what it read, so it is asked once more, aloud.
inline ProgramRun runPython(const QStringList& arguments) {
  ProgramRun run = runProgram(debianPython(), arguments);
  if (!run.crashed) return run;
  qWarning("Python itself crashed (%s); once more", run.errors.c_str());
  return runProgram(debianPython(), arguments);
}

inline bool hasPythonModule(const char* module) { return runPython({QStringLiteral("-c"), QStringLiteral("import %1").arg(QLatin1String(module))}).code == 0; }

}  // namespace joinery::test
