// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace joinery::ui {

/// An icon drawn for the project (resources/icons/<name>.svg), in the palette's text colour.
QIcon icon(const QString& name);

}  // namespace joinery::ui
