// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "orm/transfer/row_import.h"
#include "ui/transfer/transfer_job.h"

namespace joinery::ui {

/// What came of an import: all that was good, or nothing and why; the bad rows that were met either way.
struct ImportOutcome {
  ImportResult result;
  std::optional<DbError> error;  ///< then nothing was imported
};

/// Takes the rows of a file into a table: all that are good, or nothing.
class ImportJob : public TransferJob {
  Q_OBJECT
 public:
  using TransferJob::TransferJob;
  /// Once.
  void start(const Database& database, std::string path, ImportOptions options);

 Q_SIGNALS:
  void finished(const joinery::ui::ImportOutcome& outcome);
};

}  // namespace joinery::ui
