// SPDX-License-Identifier: GPL-3.0-or-later
#include "paged_database.h"

#include <QTest>
#include <algorithm>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/paging/first_keys.h"

namespace joinery::test {

namespace {

constexpr std::int64_t kPageRows = 256;

Engine::Options fileOptions() {
  Engine::Options options;
  options.createIfMissing = true;
  return options;
}

QString cellText(ValueView cell) {
  if (cell.isNull()) return QStringLiteral("NULL");
  if (cell.storageClass() == StorageClass::Boolean) return cell.toBoolean() ? QStringLiteral("1") : QStringLiteral("0");
  return QString::fromStdString(displayText(cell, ValueType{}));
}

}  // namespace

QStringList rowTexts(const RowBatch& batch, std::size_t columns) {
  QStringList texts;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    QStringList cells;
    for (std::size_t column = 0; column < columns; ++column) cells << cellText(batch.at(row, column));
    texts << cells.join(QStringLiteral(" | "));
  }
  return texts;
}

PagedDatabase::PagedDatabase(const Url& url, const std::string& script) : m_engine(Engine::create(url, fileOptions())) {
  run(script);
  m_reader = m_engine->connect(Engine::Access::Read);
  reflect();
}

void PagedDatabase::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

void PagedDatabase::reflect() {
  m_registry = automap(joinery::reflect(*m_reader, m_engine->dialect()), m_engine->dialect().namesIgnoreCase());
}

QStringList PagedDatabase::rows(const std::string& sql) {
  const auto batch = fetchAll(*m_reader->execute(sql));
  return rowTexts(*batch, batch->columnCount());
}

QStringList PagedDatabase::page(const PagedQuery& query, std::int64_t first, std::int64_t count) {
  const Page page = query.page(*m_reader, first, count, CancelToken());
  const QStringList texts = rowTexts(*page.rows, page.rows->rows() > 0 ? query.model().attributes.size() : 0);
  QStringList places;
  for (std::int64_t place = 0; place < page.size(); ++place) {
    const auto row = page.rowAt(place);
    places << (row ? texts[static_cast<qsizetype>(*row)] : QString::fromLatin1(kGone));
  }
  return places;
}

QStringList PagedDatabase::lastPage(const PagedQuery& query, std::int64_t count) {
  return rowTexts(*query.lastPage(*m_reader, count), query.model().attributes.size());
}

void PagedDatabase::scan(const PagedQuery& query) { query.scanKeys(*m_reader, CancelToken(), [] {}); }

void PagedDatabase::comparePages(const PagedQuery& query, const std::string& sql) {
  const auto total = static_cast<std::int64_t>(rows(sql).size());
  comparePagesOnce(query, sql, total);
  compareFirstKeys(query);
  if (query.places() == PagedQuery::Places::SpooledRows) QVERIFY(query.page(*m_reader, 0, 1, CancelToken()).isProvisional);
  if (QTest::currentTestFailed()) return;
  scan(query);
  QVERIFY(query.index().isComplete());
  QCOMPARE(query.index().rowsSeen(), total);
  QVERIFY(!query.page(*m_reader, 0, 1, CancelToken()).isProvisional);
  comparePagesOnce(query, sql, total);
}

/// Those that are found in pieces with those of one statement, from either end.
void PagedDatabase::compareFirstKeys(const PagedQuery& query) {
  const PagedSelect& select = query.select();
  const FirstKeys keys(select, *m_reader, CancelToken());
  if (!keys.mayWritersWait()) return;
  for (const RowOrder& order : {select.order(), select.order().backwards()}) {
    const auto whole = fetchAll(*m_reader, dialect().compile(select.rowKeys().orderBy(order.orderBy()).limit(kPageRows)));
    const auto pieces = keys.inPieces(order, kPageRows);
    QCOMPARE(rowTexts(*pieces, pieces->columnCount()), rowTexts(*whole, whole->columnCount()));
  }
}

void PagedDatabase::comparePagesOnce(const PagedQuery& query, const std::string& sql, std::int64_t total) {
  for (const std::int64_t first : {std::int64_t{0}, kPageRows - 1, kPageRows, total / 2, total / kPageRows * kPageRows, total - 1}) {
    if (first < 0) continue;
    const auto byHand = sql + " LIMIT " + std::to_string(kPageRows) + " OFFSET " + std::to_string(first);
    const auto expected = rows(byHand);
    QCOMPARE(page(query, first, kPageRows), expected);
    QVERIFY2(lastStatement() == byHand || lastStatement().find("OFFSET") == std::string::npos, lastStatement().c_str());
  }
  const bool isOrdered = query.places() != PagedQuery::Places::SpooledRows || !query.spec().sorts.empty();
  if (isOrdered) QCOMPARE(lastPage(query, kPageRows), rows(sql).mid(std::max<std::int64_t>(0, total - kPageRows)));
}

QStringList PagedDatabase::lastStatements(std::size_t count) const {
  QStringList list;
  const std::uint64_t all = statementCount();
  for (const auto& statement : m_engine->log().statements(all - std::min<std::uint64_t>(count, all))) list << QString::fromStdString(statement.sql);
  return list;
}

}  // namespace joinery::test
