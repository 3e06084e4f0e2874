// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

namespace joinery::ui {

/// Whether some statement of a script may change tables; in doubt it may.
bool mayChange(const QString& script);
/// Whether some statement leaves its mark on the connection: a transaction, a temporary table, an attached file, a setting.
bool changesConnection(const QString& script);

/// Where each statement begins in its script: what lies between them is blanks, comments and semicolons.
std::vector<qsizetype> statementStarts(const QString& script, const QStringList& statements);
/// The index of a character that is counted as engines do: from 1, one for each Unicode character.
qsizetype indexOfCharacter(QStringView text, int position);

}  // namespace joinery::ui
