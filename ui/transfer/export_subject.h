// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/paging/row_ranges.h"
#include "orm/transfer/row_export.h"
#include "ui/connections/database.h"
#include "ui/transfer/export_job.h"

namespace joinery::ui {

/// Rows that a person may want to export: all of a table, those that a filter leaves, or those that are selected.
struct ExportSubject {
  struct Part {
    QString text;  ///< "All rows of Album"
    WriteRows write;
  };
  QString title;             ///< "Album"
  QualifiedName table = {};  ///< what INSERTs and sheets name
  bool overridesIdentity = false;
  std::vector<Part> parts = {};  ///< one at least; the last is offered first
};

/// Writes a statement's rows. @param statement any thread
WriteRows statementRows(std::function<CompiledStatement(TransferFormat)> statement);

/// What of a model is shown, to be exported.
struct ShownRows {
  std::string model;
  Json filter = Json::object();
  std::vector<std::string> sorts = {};
  std::optional<std::int64_t> rowCount = {};  ///< of the rows that are shown, where they are counted
  std::optional<RowRanges> selection = {};
};
/// @throws DbError InvalidRequest for a model that is not there
ExportSubject exportSubject(const Database& database, const ShownRows& shown);

}  // namespace joinery::ui
