// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/db_error.h"

namespace joinery::ui {

/// Whether the same may well succeed a little later, once the server is back or a lock is gone: what a Retry is for.
inline bool isPassingTrouble(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::CannotConnect:
    case ErrorKind::ConnectionLost:
    case ErrorKind::Timeout:
    case ErrorKind::Busy:
    case ErrorKind::Serialization: return true;
    default: return false;
  }
}

}  // namespace joinery::ui
