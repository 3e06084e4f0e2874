// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/reading/value_reader.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"
#include "orm/model/fitting.h"
#include "orm/model/row_id.h"
#include "orm/query/model_select.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

/// Where a value's bytes come from.
class ValueReader::Source {
 public:
  explicit Source(Info sourceInfo) : info(sourceInfo) {}
  virtual ~Source() = default;
  virtual std::string read(std::uint64_t offset, std::size_t count) = 0;
  const Info info;
};

/// Read where it is stored.
class ValueReader::StoredSource final : public Source {
 public:
  StoredSource(StorageClass storageClass, std::unique_ptr<StoredValue> value) : Source({storageClass, value->size()}), m_value(std::move(value)) {}
  std::string read(std::uint64_t offset, std::size_t count) override { return m_value->read(offset, count); }

 private:
  std::unique_ptr<StoredValue> m_value;
};

/// Parts that the server cuts out.
class ValueReader::ServerSource final : public Source {
 public:
  ServerSource(Info info, Connection& connection, const Dialect& dialect, sql::Select row, sql::Expression bytes)
      : Source(info), m_connection(connection), m_dialect(dialect), m_row(std::move(row)), m_bytes(std::move(bytes)) {}
  std::string read(std::uint64_t offset, std::size_t count) override {
    if (offset >= info.size) return {};
    const auto part = sql::function("substr", {m_bytes, sql::integerLiteral(static_cast<std::int64_t>(offset) + 1), sql::integerLiteral(static_cast<std::int64_t>(count))});
    const auto batch = fetchAll(m_connection, m_dialect.compile(m_row.columns({part.as("part")})));
    return batch->rows() == 0 ? std::string() : std::string(batch->at(0, 0).bytes());
  }

 private:
  Connection& m_connection;
  const Dialect& m_dialect;
  sql::Select m_row;
  sql::Expression m_bytes;
};

/// Read whole: it is small, or there is no other way.
class ValueReader::WholeSource final : public Source {
 public:
  explicit WholeSource(std::shared_ptr<const RowBatch> batch) : Source({batch->at(0, 0).storageClass(), batch->at(0, 0).bytes().size()}), m_batch(std::move(batch)) {}
  std::string read(std::uint64_t offset, std::size_t count) override {
    return std::string(value().bytes().substr(static_cast<std::size_t>(std::min(offset, info.size)), count));
  }
  ValueView value() const { return m_batch->at(0, 0); }

 private:
  std::shared_ptr<const RowBatch> m_batch;
};

ValueReader::ValueReader(Connection& connection, const Dialect& dialect, std::shared_ptr<const Registry> registry, CancelToken cancelToken)
    : m_connection(connection), m_dialect(dialect), m_registry(std::move(registry)), m_cancelToken(std::move(cancelToken)) {}

sql::Select ValueReader::row(const Model& model, const Place& place) const {
  const sql::FromItem table = modelSource(model);
  sql::Select select = sql::Select().from(table);
  if (place.rowId) {
    const std::string rowId = rowIdName(*model.table);
    if (rowId.empty()) throw DbError(ErrorKind::InvalidRequest, model.name + " has no row numbers");
    return select.where(sql::eq(table.column(rowId), sql::bind(Value::integer(*place.rowId))));
  }
  requireKey(model, place.key);
  const std::vector<std::string> names = model.keyAttributes();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Column& column = model.attribute(names[i])->column;
    select = select.where(sql::eq(table.column(column.name, column.type), sql::bind(place.key[i], column.type)));
  }
  return select;
}

std::unique_ptr<ValueReader::Source> ValueReader::open(const Place& place) {
  m_cancelToken.throwIfCancelled();
  const Model& model = m_registry->at(place.model);
  const Attribute* attribute = model.attribute(place.attribute);
  if (attribute == nullptr) throw DbError(ErrorKind::InvalidRequest, model.name + " has no column \"" + place.attribute + "\"");
  const sql::Select row = this->row(model, place);
  const sql::FromItem& table = row.data().from;
  const sql::Expression value = attributeExpression(*attribute, table.qualifier());
  const bool isStored = !attribute->expression && model.parts.empty();
  const std::string rowId = isStored ? rowIdName(*model.table) : std::string();
  if (!rowId.empty()) {
    const auto batch = fetchAll(m_connection, m_dialect.compile(row.columns({table.column(rowId), sql::function("typeof", {value})})));
    if (batch->rows() == 0) return nullptr;
    auto stored = m_connection.openValue(model.table->name, attribute->column.name, batch->at(0, 0).toInteger());
    const auto storageClass = batch->at(0, 1).bytes() == "text" ? StorageClass::Text : StorageClass::Blob;
    if (stored) return std::make_unique<StoredSource>(storageClass, std::move(stored));
  } else if (const auto server = m_dialect.storedBytes(value); server && isStored) {
    const auto batch = fetchAll(m_connection, m_dialect.compile(row.columns({server->size.as("size")})));
    if (batch->rows() == 0) return nullptr;
    const auto storageClass = attribute->column.type.kind == TypeKind::Blob ? StorageClass::Blob : StorageClass::Text;
    const Info info{batch->at(0, 0).isNull() ? StorageClass::Null : storageClass, batch->at(0, 0).isNull() ? 0 : static_cast<std::uint64_t>(batch->at(0, 0).toInteger())};
    return std::make_unique<ServerSource>(info, m_connection, m_dialect, row, server->bytes);
  }
  auto batch = fetchAll(m_connection, m_dialect.compile(row.columns({value.as(attribute->name)})));
  if (batch->rows() == 0) return nullptr;
  return std::make_unique<WholeSource>(std::move(batch));
}

std::optional<ValueReader::Info> ValueReader::info(const Place& place) {
  const auto source = open(place);
  return source ? std::optional(source->info) : std::nullopt;
}

std::optional<std::string> ValueReader::bytes(const Place& place, std::uint64_t offset, std::size_t count) {
  const auto source = open(place);
  if (!source) return std::nullopt;
  return source->read(offset, count);
}

std::optional<ValueReader::Info> ValueReader::readAll(const Place& place, const Take& take) {
  const auto plain = m_dialect.withOptions({});
  std::optional<Transaction> snapshot;
  if (m_connection.transactionState() == Connection::TransactionState::Idle) snapshot.emplace(m_connection, *plain, Transaction::Mode::Read);
  const auto source = open(place);
  if (!source) return std::nullopt;
  for (std::uint64_t done = 0; done < source->info.size;) {
    m_cancelToken.throwIfCancelled();
    const std::string part = source->read(done, done == 0 ? kFirstPartBytes : kPartBytes);
    if (part.empty()) throw DbError(ErrorKind::StaleData, "the value of " + place.attribute + " ended before its size");
    take(part, source->info);
    done += part.size();
  }
  return source->info;
}

std::optional<Value> ValueReader::value(const Place& place, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  if (const auto source = open(place); !source) return std::nullopt;
  else if (const auto* whole = dynamic_cast<const WholeSource*>(source.get())) return Value(whole->value());
  std::string bytes;
  const auto info = readAll(place, [&](std::string_view part, const Info& all) {
    if (bytes.empty()) bytes.reserve(static_cast<std::size_t>(all.size));
    bytes += part;
    if (progress) progress(bytes.size(), all.size);
  });
  if (!info) return std::nullopt;
  if (info->storageClass == StorageClass::Null) return Value();
  return info->storageClass == StorageClass::Text ? Value::text(std::move(bytes)) : Value::blob(std::move(bytes));
}

}  // namespace joinery
