// SPDX-License-Identifier: GPL-3.0-or-later
// A table as it is browsed: the scan of its keys, the first page in an order that no index serves, and all keys in that order.
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/paging/paged_query.h"
#include "raw_sqlite.h"
#include "workload.h"

namespace joinery::bench {

namespace {

constexpr std::int64_t kPageRows = 100;
constexpr const char* kByAmount = " FROM event ORDER BY amount, id";

/// The table "event" as a window opens it.
class Browsed {
 public:
  explicit Browsed(std::vector<std::string> sorts)
      : m_engine(Engine::create(Url::sqliteFile(filledSqlite()))),
        m_reader(m_engine->connect(Engine::Access::Read)),
        m_query(automap(reflect(*m_reader, m_engine->dialect()), m_engine->dialect().namesIgnoreCase()), m_engine->dialect(), specOf(std::move(sorts))) {}

  double scan() {
    return seconds([&] { m_query.scanKeys(*m_reader, CancelToken(), [] {}); });
  }
  Page page(std::int64_t first) { return m_query.page(*m_reader, first, kPageRows, CancelToken()); }
  const PagedQuery& query() const { return m_query; }

 private:
  static PagedQuery::Spec specOf(std::vector<std::string> sorts) {
    PagedQuery::Spec spec;
    spec.model = "event";
    spec.sorts = std::move(sorts);
    return spec;
  }

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_reader;
  PagedQuery m_query;
};

/// Every so many-th key of a statement's result, and how long it took to read all.
double readKeys(const std::string& sql, std::int64_t stride, std::vector<std::int64_t>& kept) {
  const RawSqlite database(filledSqlite());
  std::int64_t rows = 0;
  const double time = seconds([&] {
    RawStatement select(database, sql);
    while (select.step()) {
      const std::int64_t key = sqlite3_column_int64(select.get(), 0);
      if (rows++ % stride == 0) kept.push_back(key);
    }
  });
  require(rows == rowCount(), "every key is read");
  return time;
}

double scanByOrm(std::vector<std::string> sorts, const std::string& sql) {
  Browsed browsed(std::move(sorts));
  const double time = browsed.scan();
  const std::int64_t middle = rowCount() / 2;
  const RawSqlite database(filledSqlite());
  const auto expected = database.number(("SELECT id" + sql + " LIMIT 1 OFFSET " + std::to_string(middle)).c_str());
  require(browsed.query().index().rowsSeen() == rowCount() && browsed.page(middle).rows->at(0, 0).toInteger() == expected, "any page is found");
  return time;
}

}  // namespace

double keyIndexRawSqlite() {
  std::vector<std::int64_t> kept;
  return readKeys("SELECT id FROM event ORDER BY id", KeyIndex::kStride, kept);
}

double keyIndexOrmSqlite() { return scanByOrm({}, " FROM event ORDER BY id"); }

double firstPageRawSqlite() {
  const RawSqlite database(filledSqlite());
  std::vector<Event> page;
  const double time = seconds([&] {
    RawStatement select(database, std::string("SELECT ") + kColumns + kByAmount + " LIMIT " + std::to_string(kPageRows));
    while (select.step()) select.read(page.emplace_back());
  });
  require(std::ssize(page) == kPageRows, "a page is read");
  return time;
}

double firstPageOrmSqlite() {
  Browsed browsed({"+amount"});
  std::int64_t rows = 0;
  const double time = seconds([&] { rows = browsed.page(0).size(); });
  require(rows == kPageRows, "a page is read");
  return time;
}

double sortedKeysRawSqlite() {
  std::vector<std::int64_t> kept;
  return readKeys(std::string("SELECT id") + kByAmount, 1, kept);
}

double sortedKeysOrmSqlite() { return scanByOrm({"+amount"}, kByAmount); }

}  // namespace joinery::bench
