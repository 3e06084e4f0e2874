// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/row_printer.h"

#include "app/cli/output.h"
#include "orm/core/db_error.h"
#include "orm/repository/serializer.h"

namespace joinery::cli {

namespace {

/// The attributes that the query asked for, in the model's order; all when it named none.
std::vector<std::size_t> shownAttributes(const Model& model, const Query& query) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const auto& attribute = model.attributes[i];
    const bool wanted = query.attributes.empty() || attribute.isKey ||
                        std::find(query.attributes.begin(), query.attributes.end(), attribute.name) != query.attributes.end();
    if (wanted) shown.push_back(i);
  }
  return shown;
}

std::vector<const Relationship*> joinedRelationships(const Model& model, const Query& query) {
  std::vector<const Relationship*> joined;
  for (const auto& path : query.joins) {
    const auto* relationship = model.relationship(path.substr(0, path.find('.')));
    if (relationship && std::find(joined.begin(), joined.end(), relationship) == joined.end()) joined.push_back(relationship);
  }
  return joined;
}

std::string relatedText(const LoadedRecord& record, const Relationship& relationship) {
  const auto* related = record.related(relationship.name);
  if (!related) return {};
  if (relationship.isToMany()) return std::to_string(related->size());
  return related->empty() ? std::string() : related->front()->label();
}

std::string valueCell(ValueView value, const ValueType& type) { return value.isNull() ? "NULL" : displayText(value, type); }

TextTable::Column columnFor(const std::string& title, const ValueType& type) {
  return {title, isNumeric(type.kind) ? TextTable::Align::Right : TextTable::Align::Left};
}

/// NULL is an empty cell and an empty text a quoted one, so that both come back.
std::string csvValue(ValueView value, const ValueType& type) {
  if (value.isNull()) return {};
  const std::string text = displayText(value, type);
  return text.empty() ? "\"\"" : csvCell(text);
}

void printCsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + cells[i];
  print(line + "\r\n");
}

void printRecordTable(const std::vector<std::shared_ptr<LoadedRecord>>& records, const Model& model, const Query& query) {
  const auto shown = shownAttributes(model, query);
  const auto joined = joinedRelationships(model, query);
  std::vector<TextTable::Column> columns;
  for (const auto i : shown) columns.push_back(columnFor(model.attributes[i].name, model.attributes[i].column.type));
  for (const auto* relationship : joined)
    columns.push_back({relationship->name, relationship->isToMany() ? TextTable::Align::Right : TextTable::Align::Left});
  TextTable table(std::move(columns));
  for (const auto& record : records) {
    std::vector<std::string> cells;
    for (const auto i : shown) cells.push_back(valueCell(record->value(i), model.attributes[i].column.type));
    for (const auto* relationship : joined) cells.push_back(relatedText(*record, *relationship));
    table.addRow(std::move(cells));
  }
  print(table.toString());
  printLine("(" + groupedNumber(static_cast<std::int64_t>(records.size())) + (records.size() == 1 ? " row)" : " rows)"));
}

void printRecordCsv(const std::vector<std::shared_ptr<LoadedRecord>>& records, const Model& model, const Query& query) {
  const auto shown = shownAttributes(model, query);
  const auto joined = joinedRelationships(model, query);
  std::vector<std::string> header;
  for (const auto i : shown) header.push_back(csvCell(model.attributes[i].name));
  for (const auto* relationship : joined) header.push_back(csvCell(relationship->name));
  printCsvLine(header);
  for (const auto& record : records) {
    std::vector<std::string> cells;
    for (const auto i : shown) cells.push_back(csvValue(record->value(i), model.attributes[i].column.type));
    for (const auto* relationship : joined) cells.push_back(csvCell(relatedText(*record, *relationship)));
    printCsvLine(cells);
  }
}

Json rowJson(const RowBatch& batch, std::size_t row) {
  Json json = Json::object();
  for (std::size_t column = 0; column < batch.columnCount(); ++column) {
    std::string label = batch.column(column).label;
    for (int n = 2; json.contains(label); ++n) label = batch.column(column).label + "_" + std::to_string(n);
    json[label] = jsonFromValue(batch.at(row, column), batch.column(column).type);
  }
  return json;
}

void printBatchTable(const RowBatch& batch) {
  std::vector<TextTable::Column> columns;
  for (std::size_t i = 0; i < batch.columnCount(); ++i) columns.push_back(columnFor(batch.column(i).label, batch.column(i).type));
  TextTable table(std::move(columns));
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < batch.columnCount(); ++i) cells.push_back(valueCell(batch.at(row, i), batch.column(i).type));
    table.addRow(std::move(cells));
  }
  print(table.toString());
}

}  // namespace

RowFormat parseRowFormat(const std::string& name) {
  if (name == "table") return RowFormat::Table;
  if (name == "json") return RowFormat::Json;
  if (name == "jsonl") return RowFormat::JsonLines;
  if (name == "csv") return RowFormat::Csv;
  throw DbError(ErrorKind::Argument, "'" + name + "' is no format; there are table, json, jsonl and csv");
}

void printRecords(const std::vector<std::shared_ptr<LoadedRecord>>& records, const Model& model, const Query& query,
                  RowFormat format) {
  switch (format) {
    case RowFormat::Table: return printRecordTable(records, model, query);
    case RowFormat::Csv: return printRecordCsv(records, model, query);
    case RowFormat::Json: return printJson(toJson(records));
    case RowFormat::JsonLines:
      for (const auto& record : records) printLine(compactJson(toJson(*record)));
  }
}

void printBatch(const RowBatch& batch, RowFormat format) {
  if (format == RowFormat::Table) return printBatchTable(batch);
  if (format == RowFormat::Csv) {
    std::vector<std::string> header;
    for (std::size_t i = 0; i < batch.columnCount(); ++i) header.push_back(csvCell(batch.column(i).label));
    printCsvLine(header);
  }
  Json json = Json::array();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (format == RowFormat::Json) {
      json.push_back(rowJson(batch, row));
    } else if (format == RowFormat::JsonLines) {
      printLine(compactJson(rowJson(batch, row)));
    } else {
      std::vector<std::string> cells;
      for (std::size_t i = 0; i < batch.columnCount(); ++i) cells.push_back(csvValue(batch.at(row, i), batch.column(i).type));
      printCsvLine(cells);
    }
  }
  if (format == RowFormat::Json) printJson(json);
}

}  // namespace joinery::cli
