// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/reading/record_reader.h"

namespace joinery::cli {

enum class RowFormat { Table, Json, JsonLines, Csv };

/// @throws DbError Argument naming the formats
RowFormat parseRowFormat(const std::string& name);

/// Prints records of one model. Related rows that were loaded along are nested in JSON; the flat formats give their count or label.
void printRecords(const std::vector<std::shared_ptr<LoadedRecord>>& records, const Model& model, const Query& query,
                  RowFormat format);
/// Prints the rows of any result.
void printBatch(const RowBatch& batch, RowFormat format);

}  // namespace joinery::cli
