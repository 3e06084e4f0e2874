// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <algorithm>
#include <cstdio>

#include "app/application.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/shot.h"

using namespace joinery;

namespace {

void printHelp() {
  cli::printLine("joinery [URL|FILE] [--table T]    opens the window\n");
  for (const auto& command : cli::commands()) cli::printLine(std::string("joinery ") + command.name + std::string(10 - std::min<std::size_t>(9, std::string(command.name).size()), ' ') + command.summary);
  cli::printLine("joinery shot      Draws the window into a PNG file\n\nEach takes --help. A URL: sqlite:///file.db, a bare path, postgresql://user@host/database");
}

/// Reports what a command throws, as the command line does.
template <typename Function>
int guarded(Function function) {
  try {
    return function();
  } catch (const DbError& error) {
    cli::printError(error);
    return cli::exitCodeOf(error);
  }
}

}  // namespace

int main(int argc, char** argv) {
  QStringList words;
  for (int i = 1; i < argc; ++i) words << QString::fromLocal8Bit(argv[i]);
  const QString first = words.value(0);
  if (first == QLatin1String("--help") || first == QLatin1String("-h")) return printHelp(), cli::kDone;
  if (first == QLatin1String("--version")) return cli::printLine("joinery " JOINERY_VERSION), cli::kDone;
  if (first == QLatin1String("shot")) return guarded([&] { return runShot(argc, argv, words.mid(1)); });
  const auto& all = cli::commands();
  const auto command = std::find_if(all.begin(), all.end(), [&](const cli::Command& each) { return first == QLatin1String(each.name); });
  if (command == all.end()) return guarded([&] { return runWindow(argc, argv, words); });
  const QCoreApplication application(argc, argv);
  return cli::runCommand(*command, words.mid(1));
}
