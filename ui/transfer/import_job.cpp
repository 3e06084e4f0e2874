// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_job.h"

namespace joinery::ui {

void ImportJob::start(const Database& database, std::string path, ImportOptions options) {
  const auto work = [path = std::move(path), options = std::move(options)](Worker::Context& context, const OnTransferProgress& tell) {
    InputFile in(path);
    RowImport rows(context.connection, context.dialect, options, context.cancelToken, tell);
    try {
      return ImportOutcome{rows.run(in), std::nullopt};
    } catch (const DbError& error) {
      return ImportOutcome{rows.soFar(), error};
    }
  };
  begin(database, Engine::Access::Write, work, [this](Result<ImportOutcome> outcome) {
    if (outcome) Q_EMIT finished(*outcome);
    else Q_EMIT finished({{}, outcome.error()});
  });
}

}  // namespace joinery::ui

#include "moc_import_job.cpp"
