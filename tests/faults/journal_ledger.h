// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "driven_program.h"
#include "orm/journal/journal_frame.h"

namespace joinery::test {

/// What the driven program wrote into that change's cell.
std::string tokenOf(const Change& change);
/// A journal's content as the program's ledger has it.
DrivenProgram::State stateOf(const JournalContent& content);
/// What the files of a journal come to as they are, before anybody tidies them up; nothing where there is none that is complete.
std::optional<JournalReading> readOf(const std::string& folder, const std::string& journal);
/// Whether what is on the disk is exactly what its last record leads to, and no record is missing that was shown as recorded.
bool isKept(const DrivenProgram& program, const JournalReading& reading);

}  // namespace joinery::test
