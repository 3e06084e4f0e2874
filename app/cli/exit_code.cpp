// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exit_code.h"

namespace joinery::cli {

int exitCodeOf(const DbError& error) {
  switch (error.kind()) {
    case ErrorKind::Argument:
    case ErrorKind::InvalidRequest:
    case ErrorKind::NotSupported: return kUsage;
    case ErrorKind::StaleData: return kConflict;
    case ErrorKind::OutcomeUnknown: return kOutcomeUnknown;
    case ErrorKind::Cancelled: return kCancelled;
    default: return kRefused;
  }
}

}  // namespace joinery::cli
