// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDataStream>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/changes/commit_mark.h"

namespace joinery {

/// Changes as bytes of a journal. Reading throws DbError Data where the bytes end too early or say what nothing writes.
/// @throws DbError InvalidRequest for a value that a statement computes
void writeChange(QDataStream& out, const Change& change);
Change readChange(QDataStream& in);
void writeChanges(QDataStream& out, const std::vector<Change>& changes);
std::vector<Change> readChanges(QDataStream& in);
/// What is known of a row as it was last seen (Change::seen), which is no part of the above: older journals have none.
void writeSeen(QDataStream& out, const SeenCells& seen);
SeenCells readSeen(QDataStream& in);
void writeMark(QDataStream& out, const CommitMark& mark);
CommitMark readMark(QDataStream& in);

}  // namespace joinery
