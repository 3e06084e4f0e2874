// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/export_job.h"

namespace joinery::ui {

void ExportJob::start(const Database& database, Request request) {
  const auto work = [request = std::move(request)](Worker::Context& context, Meter& meter) {
    const RowExport rows(context.connection, context.dialect, request.format, context.cancelToken, [&](const TransferProgress& progress) {
      meter.show(progress);
      context.progress.set(progress.rows);
    });
    return rows.runTo(request.path, request.statement());
  };
  begin(database, Engine::Access::Read, work, [this](Result<TransferProgress> done) {
    if (done) Q_EMIT exported(*done);
    else Q_EMIT failed(done.error());
  });
}

}  // namespace joinery::ui

#include "moc_export_job.cpp"
