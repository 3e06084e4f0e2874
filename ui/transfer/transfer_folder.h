// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace joinery::ui {

/// Where files were last read from or written to; at first the person's documents.
QString transferFolder();
void rememberTransferFolder(const QString& file);

}  // namespace joinery::ui
