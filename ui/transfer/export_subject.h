// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/transfer/row_export.h"
#include "ui/connections/database.h"

namespace joinery::ui {

/// Rows that a person may want to export: all of a table, those that a filter leaves, or those that are selected.
struct ExportSubject {
  struct Part {
    QString text;  ///< "All rows of Album"
    /// What reads them. Any thread. @throws DbError
    std::function<CompiledStatement(TransferFormat)> statement;
  };
  QString title;             ///< "Album"
  QualifiedName table = {};  ///< what INSERTs and sheets name
  bool overridesIdentity = false;
  std::vector<Part> parts = {};  ///< one at least; the last is offered first
};

/// What of a model is shown, to be exported.
struct ShownRows {
  std::string model;
  Json filter = Json::object();
  std::vector<std::string> sorts = {};
  /// Of the selected rows; null without any.
  Json selection = nullptr;
  qsizetype selectedRows = 0;
};
/// The filter document that those rows pass; null without any, or without a key.
Json keysFilter(const Model& model, const std::vector<std::vector<Value>>& keys);
/// @throws DbError InvalidRequest for a model that is not there
ExportSubject exportSubject(const Database& database, const ShownRows& shown);

}  // namespace joinery::ui
