// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/export_job.h"

namespace joinery::ui {

void ExportJob::start(const Database& database, Request request) {
  const auto work = [request = std::move(request)](Worker::Context& context, const OnTransferProgress& tell) {
    return request.write(RowExport(context.dialect, request.format, context.cancelToken, tell), context.connection, request.path);
  };
  begin(database, Engine::Access::Read, work, [this](Result<TransferProgress> done) {
    if (done) Q_EMIT exported(*done);
    else Q_EMIT failed(done.error());
  });
}

}  // namespace joinery::ui

#include "moc_export_job.cpp"
