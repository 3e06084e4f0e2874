// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/inserted_rows.h"

#include <QUuid>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/core/value_identity.h"

namespace joinery {
namespace {

/// Bounds a statement's text, and what is held of it.
constexpr std::size_t kMostRows = 1'000;

bool holds(const std::vector<std::string>& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

std::size_t placeOf(const std::vector<std::string>& names, const std::string& name) { return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin()); }

bool givesKey(const InsertedRows& rows) {
  return std::ranges::all_of(rows.key, [&](const std::string& name) { return holds(rows.columns, name); });
}

bool isPadded(const ValueType& type) {
  const std::string declared = asciiLower(type.declared);
  return declared.starts_with("bpchar") || (declared.starts_with("char") && !declared.starts_with("character varying"));
}

bool isCanonicalUuid(std::string_view text) {
  return QUuid::fromString(QLatin1String(text.data(), static_cast<qsizetype>(text.size()))).toString(QUuid::WithoutBraces).toStdString() == text;
}

/// Whether a key's value comes back byte by byte.
bool isReturnedAsGiven(const schema::Column& column, ValueView value) {
  const bool isText = value.storageClass() == StorageClass::Text;
  switch (column.type.kind) {
    case TypeKind::Integer: return value.storageClass() == StorageClass::Integer;
    case TypeKind::Text: return isText && !isPadded(column.type) && !value.bytes().ends_with(' ');
    case TypeKind::Uuid: return isText && isCanonicalUuid(value.bytes());
    default: return false;
  }
}

/// The sets from one on.
class LaterSets final : public BindSets {
 public:
  LaterSets(BindSets& all, std::size_t first) : m_all(all), m_first(first) {}
  std::size_t size() const override { return m_all.size() - m_first; }
  std::span<const ValueView> values(std::size_t set) override { return m_all.values(m_first + set); }
  void done(std::size_t set, std::int64_t rows, std::span<const ValueView> returned) override { m_all.done(m_first + set, rows, returned); }

 private:
  BindSets& m_all;
  const std::size_t m_first;
};

/// Rows by statements of many.
class Together {
 public:
  Together(Connection& connection, const Dialect& dialect, const InsertedRows& rows, BindSets& sets) : m_connection(connection), m_dialect(dialect), m_rows(rows), m_sets(sets), m_insert{rows.table.name, rows.columns, rows.returning, {}}, m_isKeyGiven(givesKey(rows)) {
    if (!m_isKeyGiven) m_insert.numberedKey = rows.key.front();
    for (const std::string& name : rows.key)
      if (!holds(m_insert.returning, name)) m_insert.returning.push_back(name);
  }

  static bool isPossible(const InsertedRows& rows) {
    if (rows.table.kind != schema::TableKind::Table || rows.columns.empty() || rows.returning.empty() || rows.key.empty()) return false;
    if (givesKey(rows)) return true;
    const schema::Column* key = rows.key.size() == 1 ? rows.table.column(rows.key.front()) : nullptr;
    return key && (key->generation == schema::Generation::IdentityAlways || key->generation == schema::Generation::IdentityByDefault);
  }

  /// @return how many of the sets were inserted, from the first on
  std::size_t run() {
    const std::size_t most = std::min(kMostRows, m_dialect.maxBinds() / m_rows.columns.size());
    std::size_t first = 0;
    while (m_sets.size() - first > 1) {
      const std::size_t count = std::min(most, m_sets.size() - first);
      if (count < 2 || !insert(first, count)) break;
      first += count;
    }
    return first;
  }

 private:
  /// @return false where nothing was inserted
  bool insert(std::size_t first, std::size_t count) {
    if (count != m_count) m_sql = m_dialect.insertOfRows(m_insert, count);
    m_count = count;
    if (m_sql.empty() || !collect(first, count)) return false;
    const auto batch = fetchAll(*m_connection.execute(m_sql, m_binds));
    if (batch->rows() == 0) return false;
    const std::vector<std::size_t> places = batch->rows() == count ? placesOf(*batch) : std::vector<std::size_t>();
    if (places.size() != count) throwUnexpected(count, batch->rows());
    std::vector<ValueView> returned(m_rows.returning.size());
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t column = 0; column < returned.size(); ++column) returned[column] = batch->at(places[i], column);
      m_sets.done(first + i, 1, returned);
    }
    return true;
  }

  /// @return false where the rows could not be told apart
  bool collect(std::size_t first, std::size_t count) {
    m_binds.clear();
    m_setOfKey.clear();
    m_binds.reserve(count * m_rows.columns.size());
    for (std::size_t i = 0; i < count; ++i) {
      const std::span<const ValueView> values = m_sets.values(first + i);
      for (const ValueView value : values) m_binds.emplace_back(value);
      if (m_isKeyGiven && !addKey(values, i)) return false;
    }
    return true;
  }

  bool addKey(std::span<const ValueView> values, std::size_t set) {
    std::string identity;
    for (const std::string& name : m_rows.key) {
      const ValueView value = values[placeOf(m_rows.columns, name)];
      const schema::Column* column = m_rows.table.column(name);
      if (!column || !isReturnedAsGiven(*column, value)) return false;
      appendIdentity(identity, value);
    }
    return m_setOfKey.emplace(std::move(identity), set).second;
  }

  /// For each set its row of the batch; fewer where one is not there.
  std::vector<std::size_t> placesOf(const RowBatch& batch) const {
    std::vector<std::size_t> places(batch.rows());
    std::iota(places.begin(), places.end(), std::size_t{0});
    if (!m_isKeyGiven) {
      const std::size_t column = placeOf(m_insert.returning, m_insert.numberedKey);
      std::ranges::sort(places, {}, [&](std::size_t row) { return batch.at(row, column).toInteger(); });
      return places;
    }
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string identity;
      for (const std::string& name : m_rows.key) appendIdentity(identity, batch.at(row, placeOf(m_insert.returning, name)));
      const auto found = m_setOfKey.find(identity);
      if (found == m_setOfKey.end()) return {};
      places[found->second] = row;
    }
    return places;
  }

  [[noreturn]] void throwUnexpected(std::size_t meant, std::size_t made) const {
    DbError error(ErrorKind::Integrity, std::to_string(meant) + " rows of " + m_rows.table.name.toString() + " came back as " + std::to_string(made) + ", or with other keys than they were given");
    error.sql = m_sql;
    throw error;
  }

  Connection& m_connection;
  const Dialect& m_dialect;
  const InsertedRows& m_rows;
  BindSets& m_sets;
  Dialect::ReturningInsert m_insert;
  const bool m_isKeyGiven;
  std::size_t m_count = 0;
  std::string m_sql;  ///< for m_count rows
  std::vector<Value> m_binds;
  std::unordered_map<std::string, std::size_t> m_setOfKey;
};

}  // namespace

void executeInserts(Connection& connection, const Dialect& dialect, const InsertedRows& rows, BindSets& sets) {
  const std::size_t done = Together::isPossible(rows) ? Together(connection, dialect, rows, sets).run() : 0;
  if (done == sets.size()) return;
  if (done == 0) return connection.executeEach(rows.one, sets);
  LaterSets later(sets, done);
  try {
    connection.executeEach(rows.one, later);
  } catch (DbError& error) {
    if (error.failedSet) *error.failedSet += done;
    throw;
  }
}

}  // namespace joinery
