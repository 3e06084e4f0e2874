// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/row_batch_bytes.h"

#include "orm/core/value_bytes.h"

namespace joinery {

namespace {

void writeSize(QDataStream& out, const std::optional<int>& size) { out << size.has_value() << static_cast<qint32>(size.value_or(0)); }

std::optional<int> readSize(QDataStream& in) {
  bool isSaid = false;
  qint32 size = 0;
  in >> isSaid >> size;
  return isSaid ? std::optional<int>(size) : std::nullopt;
}

void writeColumn(QDataStream& out, const ResultColumn& column) {
  writeText(out, column.label);
  out << static_cast<quint8>(column.type.kind) << column.type.perCell;
  writeText(out, column.type.declared);
  for (const auto& size : {column.type.length, column.type.precision, column.type.scale}) writeSize(out, size);
  out << (column.type.labels != nullptr);
  if (!column.type.labels) return;
  writeCount(out, column.type.labels->size());
  for (const std::string& label : *column.type.labels) writeText(out, label);
}

ResultColumn readColumn(QDataStream& in) {
  ResultColumn column;
  column.label = readText(in);
  quint8 kind = 0;
  bool hasLabels = false;
  in >> kind >> column.type.perCell;
  if (kind > static_cast<quint8>(TypeKind::Geometry)) refuseBytes("a column of no known type");
  column.type.kind = static_cast<TypeKind>(kind);
  column.type.declared = readText(in);
  for (auto* size : {&column.type.length, &column.type.precision, &column.type.scale}) *size = readSize(in);
  in >> hasLabels;
  if (!hasLabels) return column;
  std::vector<std::string> labels;
  for (std::size_t left = readCount(in); left > 0; --left) labels.push_back(readText(in));
  column.type.labels = std::make_shared<const std::vector<std::string>>(std::move(labels));
  return column;
}

}  // namespace

void writeRows(QDataStream& out, const RowBatch& rows) {
  writeCount(out, rows.columnCount());
  for (std::size_t column = 0; column < rows.columnCount(); ++column) writeColumn(out, rows.column(column));
  writeCount(out, rows.rows());
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    for (std::size_t column = 0; column < rows.columnCount(); ++column) {
      writeValue(out, rows.at(row, column));
      writeCount(out, rows.fullSize(row, column));
    }
  }
}

std::shared_ptr<const RowBatch> readRows(QDataStream& in) {
  ResultColumns columns;
  for (std::size_t left = readCount(in); left > 0; --left) columns.push_back(readColumn(in));
  const std::size_t width = columns.size();
  RowBatchBuilder builder(std::move(columns));
  for (std::size_t left = readCount(in); left > 0; --left) {
    for (std::size_t column = 0; column < width; ++column) {
      const Value value = readValue(in);
      const std::size_t fullSize = readCount(in, SIZE_MAX);
      if (fullSize > 0) builder.appendPartial(column, value, fullSize);
      else builder.append(column, value);
    }
    builder.endRow();
  }
  return builder.build();
}

}  // namespace joinery
