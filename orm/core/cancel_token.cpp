// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/cancel_token.h"

#include "orm/core/db_error.h"

namespace joinery {

void CancelToken::throwIfCancelled() const {
  if (isCancelled()) throw DbError(ErrorKind::Cancelled, "Stopped on request");
}

}  // namespace joinery
