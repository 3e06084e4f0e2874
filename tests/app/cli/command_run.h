// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <string>

#include "orm/core/json.h"

namespace joinery::test {

/// What came of a command.
struct CommandRun {
  int code = -1;
  std::string output, errors;

  Json json() const { return parseJson(output); }
};

/// Runs a command of the program in this process. @param words its name, then what stands after it
CommandRun runCommand(const QStringList& words);

}  // namespace joinery::test
