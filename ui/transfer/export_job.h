// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "orm/transfer/row_export.h"
#include "ui/transfer/transfer_job.h"

namespace joinery::ui {

/// Reads some rows and has an export write them into a file. Called on a worker's thread. @throws DbError
using WriteRows = std::function<TransferProgress(const RowExport& rows, Connection& connection, const std::string& path)>;

/// Writes rows into a file: whole or not at all.
class ExportJob : public TransferJob {
  Q_OBJECT
 public:
  using TransferJob::TransferJob;
  struct Request {
    WriteRows write;
    RowFormatOptions format;
    std::string path;
  };
  /// Once.
  void start(const Database& database, Request request);

 Q_SIGNALS:
  void exported(const joinery::TransferProgress& done);
  void failed(const joinery::DbError& error);
};

}  // namespace joinery::ui
