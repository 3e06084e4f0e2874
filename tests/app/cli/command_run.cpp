// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_run.h"

#include <QTemporaryFile>

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/cli/command.h"

namespace joinery::test {

namespace {

/// As long as it lives, what is written to a stream goes to a file.
class CapturedStream {
 public:
  explicit CapturedStream(std::FILE* stream) : m_stream(stream) {
    if (!m_file.open()) qFatal("no temporary file");
    std::fflush(m_stream);
    m_before = dup(fileno(m_stream));
    dup2(m_file.handle(), fileno(m_stream));
  }
  ~CapturedStream() { giveBack(); }
  std::string text() {
    giveBack();
    m_file.seek(0);
    return m_file.readAll().toStdString();
  }

 private:
  void giveBack() {
    if (m_before < 0) return;
    std::fflush(m_stream);
    dup2(m_before, fileno(m_stream));
    close(std::exchange(m_before, -1));
  }

  std::FILE* m_stream;
  QTemporaryFile m_file;
  int m_before = -1;
};

}  // namespace

CommandRun runCommand(const QStringList& words) {
  const auto& all = cli::commands();
  const auto command = std::ranges::find_if(all, [&](const cli::Command& each) { return words.value(0) == QLatin1String(each.name); });
  if (command == all.end()) qFatal("there is no such command");
  CapturedStream output(stdout), errors(stderr);
  CommandRun run;
  run.code = cli::runCommand(*command, words.mid(1));
  run.output = output.text();
  run.errors = errors.text();
  return run;
}

}  // namespace joinery::test
