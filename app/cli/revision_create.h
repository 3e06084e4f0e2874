// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace joinery::cli {

/// `joinery revision create`. @return the exit code @throws DbError
int runRevisionCreate(const QStringList& words);

}  // namespace joinery::cli
