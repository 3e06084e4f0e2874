// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/row_printer.h"

#include "app/cli/output.h"
#include "orm/core/db_error.h"
#include "orm/repository/serializer.h"
#include "orm/transfer/delimited_encoder.h"

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

/// The label of the one that was loaded along, or the count of those; NULL where there is none.
Value relatedValue(const LoadedRecord& record, const Relationship& relationship) {
  const auto* related = record.related(relationship.name);
  if (!related) return Value::null();
  if (relationship.isToMany()) return Value::integer(static_cast<std::int64_t>(related->size()));
  return related->empty() ? Value::null() : Value::text(related->front()->label());
}

std::string relatedText(const LoadedRecord& record, const Relationship& relationship) { return displayText(relatedValue(record, relationship), ValueType::of(TypeKind::Text)); }

std::string valueCell(ValueView value, const ValueType& type) { return value.isNull() ? "NULL" : displayText(value, type); }

TextTable::Column columnFor(const std::string& title, const ValueType& type) {
  return {title, isNumeric(type.kind) ? TextTable::Align::Right : TextTable::Align::Left};
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

DelimitedEncoder csvEncoder() { return DelimitedEncoder(delimitedOptionsFor(TransferFormat::Csv)); }

std::string csvHeader(const DelimitedEncoder& encoder, const std::vector<std::string>& names) {
  std::string line;
  for (const std::string& name : names) {
    if (!line.empty()) line += ',';
    encoder.appendName(line, name);
  }
  return line + "\r\n";
}

void printRecordCsv(const std::vector<std::shared_ptr<LoadedRecord>>& records, const Model& model, const Query& query) {
  const auto shown = shownAttributes(model, query);
  const auto joined = joinedRelationships(model, query);
  DelimitedEncoder encoder = csvEncoder();
  std::vector<std::string> names;
  for (const auto i : shown) names.push_back(model.attributes[i].name);
  for (const auto* relationship : joined) names.push_back(relationship->name);
  print(csvHeader(encoder, names));
  for (const auto& record : records) {
    std::string line;
    const auto append = [&](ValueView value, const ValueType& type) {
      encoder.appendCell(line, value, type);
      line += ',';
    };
    for (const auto i : shown) append(record->value(i), model.attributes[i].column.type);
    for (const auto* relationship : joined) append(relatedValue(*record, *relationship), ValueType::of(TypeKind::Text));
    line.replace(line.size() - 1, 1, "\r\n");
    print(line);
  }
}

void printBatchCsv(const RowBatch& batch) {
  DelimitedEncoder encoder = csvEncoder();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < batch.columnCount(); ++i) names.push_back(batch.column(i).label);
  std::string text = csvHeader(encoder, names);
  encoder.rows(batch, text);
  print(text);
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
  if (format == RowFormat::Csv) return printBatchCsv(batch);
  Json json = Json::array();
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    if (format == RowFormat::Json) {
      json.push_back(rowJson(batch, row));
    } else {
      printLine(compactJson(rowJson(batch, row)));
    }
  }
  if (format == RowFormat::Json) printJson(json);
}

}  // namespace joinery::cli
