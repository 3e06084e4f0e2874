// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/cancel_token.h"
#include "orm/driver/connection.h"

namespace joinery::cli {

/// Catches Ctrl+C from now on, once for the process: it sets the token and cancels the target's statement; a second one ends the process.
void installInterruptHandler();
CancelToken interruptToken();
/// The connection whose statements are cancelled; null for none. Set back to null before the connection goes.
void setInterruptTarget(Connection* connection);

}  // namespace joinery::cli
