// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace joinery::ui {

/// Valid JSON with line breaks and indents of its own; every number and text stays spelled as it was.
QString laidOutJson(const QString& json);

}  // namespace joinery::ui
