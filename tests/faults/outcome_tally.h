// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include "orm/changes/unit_of_work.h"

namespace joinery::test {

/// What was said of commits, held to what another client saw.
struct OutcomeTally {
  int tried = 0, committed = 0, notCommitted = 0, unknown = 0, wrong = 0, half = 0;

  /// @param written rows that are there @param whole rows of one commit
  void add(CommitResult::Outcome said, int written, int whole) {
    using Outcome = CommitResult::Outcome;
    ++tried;
    (said == Outcome::Committed ? committed : said == Outcome::NotCommitted ? notCommitted : unknown) += 1;
    wrong += (said == Outcome::Committed && written == 0) || (said == Outcome::NotCommitted && written != 0);
    half += written != 0 && written != whole;
  }
  bool isClean() const { return wrong + half == 0; }
  void print(const char* what) const {
    qInfo("%s: %d tried, %d committed, %d not committed, %d unknown; %d wrong, %d half or twice", what, tried, committed, notCommitted, unknown, wrong, half);
  }
};

}  // namespace joinery::test
