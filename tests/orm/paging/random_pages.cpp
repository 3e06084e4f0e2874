// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_pages.h"

#include <QTest>

#include "random_table.h"

namespace joinery::test {

void compareRandomPages(PagedDatabase& database, const std::string& prefix, quint32 seed) {
  const RandomTable table = randomTable(database.dialect(), prefix, seed);
  database.run(table.script);
  database.reflect();
  PagedQuery::Spec spec;
  spec.model = table.name;
  spec.sorts = table.sorts;
  spec.filter = parseJson(table.filter);
  const auto query = database.query(spec);
  const std::string sql = "SELECT * FROM " + prefix + table.name + table.clauses;
  database.comparePages(query, sql);
  if (QTest::currentTestFailed()) return;
  const auto all = database.rows(sql);
  for (std::int64_t first = 0; first <= all.size(); first += 256) QCOMPARE(database.page(query, first, 256), all.mid(first, 256));
  for (const auto& [first, count] : {std::pair(0, 1'200), {100, 300}, {511, 2}, {700, 77}}) QCOMPARE(database.page(query, first, count), all.mid(first, count));
  // The scan can be made again at any time.
  database.scan(query);
  QCOMPARE(query.index().rowsSeen(), all.size());
  QCOMPARE(database.page(query, 256, 256), all.mid(256, 256));
}

}  // namespace joinery::test
