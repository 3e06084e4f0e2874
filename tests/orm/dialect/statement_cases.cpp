// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "rendering_cases.h"

using namespace joinery;
using namespace joinery::sql;

namespace {

using Direction = OrderBy::Direction;
using Nulls = OrderBy::Nulls;

FromItem items(std::string alias = {}) { return table(QualifiedName("item"), std::move(alias)); }
FromItem kindItems(std::string alias = {}) { return table(QualifiedName("kind"), std::move(alias)); }
Select ids() { return Select({column("", "id")}).from(items()); }
Select kindIds() { return Select({column("", "id")}).from(kindItems()); }

Cte countdown() {
  const Select first({integerLiteral(3).as("n")});
  const Select next = Select({subtract(column("", "n"), integerLiteral(1))})
                          .from(cteReference("down"))
                          .where(gt(column("", "n"), integerLiteral(0)));
  const Select both = first.combine(Select::SetOperator::UnionAll, next);
  return {"down", {"n"}, std::make_shared<const Select>(both), true};
}

Insert insertOf(std::vector<std::string> columns, std::vector<std::vector<Expression>> rows) {
  Insert insert;
  insert.table = QualifiedName("item");
  insert.columns = std::move(columns);
  insert.rows = std::move(rows);
  return insert;
}

Insert upsert() {
  Insert insert = insertOf({"id", "Name"}, {{number(1), words("a")}});
  OnConflict conflict;
  conflict.action = OnConflict::Action::Update;
  conflict.index = {"id"};
  conflict.set = {{"Name", excluded("Name")}};
  conflict.where = isNull(column("item", "Name"));
  insert.onConflict = conflict;
  return insert;
}

Insert fromSelect() {
  Insert insert = insertOf({"id", "uid"}, {});
  insert.select = std::make_shared<const Select>(
      Select({column("", "id"), words("5e0b2b3c-0000-4000-8000-000000000000")}).from(kindItems()));
  insert.onConflict = OnConflict{};
  return insert;
}

Update renaming() {
  Update update;
  update.table = QualifiedName("item");
  update.set = {{"Name", words("b")}, {"order", add(column("item", "order"), number(1))}, {"price", nullLiteral()}};
  update.where = and_({eq(column("item", "id"), number(1)), isIdentical(column("item", "made"), Value::null())});
  update.returning = {column("", "id"), column("", "price").as("Price")};
  return update;
}

Update updateFrom() {
  Update update;
  update.table = QualifiedName("item");
  update.set = {{"Name", column("k", "Name")}};
  update.from = kindItems("k");
  update.where = eq(column("k", "id"), column("item", "kind"));
  return update;
}

Delete deletion() { return {QualifiedName("item"), eq(column("item", "id"), number(1)), {column("item", "id")}}; }

Insert returning(Insert insert) {
  insert.returning = {column("", "id"), star()};
  return insert;
}

std::vector<RenderingCase> combinationCases() {
  using Set = Select::SetOperator;
  const Select latest = kindIds().orderBy({{column("", "id")}}).limit(1);
  return {
      {"union", ids().combine(Set::Union, kindIds()).orderBy({{column("", "id")}}).limit(2),
       "SELECT id FROM item UNION SELECT id FROM kind ORDER BY id LIMIT 2",
       "SELECT id FROM item UNION SELECT id FROM kind ORDER BY id LIMIT 2"},
      {"union with a limited part", ids().combine(Set::UnionAll, latest),
       "SELECT id FROM item UNION ALL SELECT * FROM (SELECT id FROM kind ORDER BY id LIMIT 1)",
       "SELECT id FROM item UNION ALL (SELECT id FROM kind ORDER BY id LIMIT 1)"},
      {"combinations go from left to right",
       ids().combine(Set::Except, kindIds()).combine(Set::Intersect, ids()).combine(Set::Union, ids()),
       "SELECT id FROM item EXCEPT SELECT id FROM kind INTERSECT SELECT id FROM item UNION SELECT id FROM item",
       "(SELECT id FROM item EXCEPT SELECT id FROM kind) INTERSECT SELECT id FROM item UNION SELECT id FROM item"},
      {"recursive CTE", Select({star()}).from(cteReference("down", "d")).with(countdown()),
       "WITH RECURSIVE down (n) AS (SELECT 3 AS n UNION ALL SELECT n - 1 FROM down WHERE n > 0) "
       "SELECT * FROM down AS d",
       "WITH RECURSIVE down (n) AS (SELECT 3 AS n UNION ALL SELECT n - 1 FROM down WHERE n > 0) "
       "SELECT * FROM down AS d"},
      {"CTE", Select({star("k")}).from(cteReference("k")).with({"k", {}, std::make_shared<const Select>(ids()), false}),
       "WITH k AS (SELECT id FROM item) SELECT k.* FROM k", "WITH k AS (SELECT id FROM item) SELECT k.* FROM k"},
  };
}

std::vector<RenderingCase> joinCases() {
  const FromItem a = items("a");
  const FromItem k = kindItems("k");
  const FromItem p = kindItems("p");
  const Expression ofKind = eq(k.column("id"), a.column("kind"));
  const Expression ofParent = eq(p.column("id"), k.column("parent"));
  const Select one({a.column("id")});
  return {
      {"joins", one.from(a.join(k, ofKind).leftJoin(p, ofParent)),
       "SELECT a.id FROM item AS a JOIN kind AS k ON k.id = a.kind LEFT JOIN kind AS p ON p.id = k.parent",
       "SELECT a.id FROM item AS a JOIN kind AS k ON k.id = a.kind LEFT JOIN kind AS p ON p.id = k.parent"},
      {"a join on the right", one.from(a.leftJoin(k.join(p, ofParent), ofKind)),
       "SELECT a.id FROM item AS a LEFT JOIN (kind AS k JOIN kind AS p ON p.id = k.parent) ON k.id = a.kind",
       "SELECT a.id FROM item AS a LEFT JOIN (kind AS k JOIN kind AS p ON p.id = k.parent) ON k.id = a.kind"},
      {"full and cross join", one.from(a.fullJoin(k, ofKind).crossJoin(p)),
       "SELECT a.id FROM item AS a FULL JOIN kind AS k ON k.id = a.kind CROSS JOIN kind AS p",
       "SELECT a.id FROM item AS a FULL JOIN kind AS k ON k.id = a.kind CROSS JOIN kind AS p"},
      {"subquery as a table", Select({column("s", "id")}).from(subqueryAs(ids(), "s")),
       "SELECT s.id FROM (SELECT id FROM item) AS s", "SELECT s.id FROM (SELECT id FROM item) AS s"},
      {"several locks", ids().forUpdate(Select::Lock::UpdateSkipLocked), "SELECT id FROM item",
       "SELECT id FROM item FOR UPDATE SKIP LOCKED"},
  };
}

}  // namespace

std::vector<RenderingCase> selectCases() {
  const Expression id = column("", "id");
  std::vector<RenderingCase> cases{
      {"no columns", Select().from(items()), "SELECT * FROM item", "SELECT * FROM item"},
      {"labels", Select({column("", "Name").as("Name"), id.as("Key"), number(1).as("one")}).from(items()),
       "SELECT Name, id AS \"Key\", ?1 AS one FROM item",
       "SELECT \"Name\", id AS \"Key\", $1::bigint AS one FROM item"},
      {"two conditions", ids().where(gt(id, number(1))).where({}).where(or_({isNull(id), isNotNull(id)})),
       "SELECT id FROM item WHERE id > ?1 AND (id IS NULL OR id IS NOT NULL)",
       "SELECT id FROM item WHERE id > $1 AND (id IS NULL OR id IS NOT NULL)"},
      {"groups",
       Select({column("", "kind"), count()}).from(items()).groupBy({column("", "kind")}).having(gt(count(), number(1))),
       "SELECT kind, count(*) FROM item GROUP BY kind HAVING count(*) > ?1",
       "SELECT kind, count(*) FROM item GROUP BY kind HAVING count(*) > $1"},
      {"order and nulls",
       ids()
           .orderBy({{id},
                     {column("", "order"), Direction::Descending, Nulls::Last},
                     {column("", "kind"), Direction::Ascending, Nulls::First}})
           .limit(10)
           .offset(20),
       "SELECT id FROM item ORDER BY id, \"order\" DESC NULLS LAST, kind NULLS FIRST LIMIT 10 OFFSET 20",
       "SELECT id FROM item ORDER BY id, \"order\" DESC NULLS LAST, kind NULLS FIRST LIMIT 10 OFFSET 20"},
      {"offset alone", ids().offset(5), "SELECT id FROM item LIMIT -1 OFFSET 5", "SELECT id FROM item OFFSET 5"},
      {"distinct", ids().distinct(), "SELECT DISTINCT id FROM item", "SELECT DISTINCT id FROM item"},
      {"lock", ids().forUpdate(), "SELECT id FROM item", "SELECT id FROM item FOR UPDATE"},
  };
  for (const auto& more : {combinationCases(), joinCases()}) cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

std::vector<RenderingCase> writeCases() {
  Insert ignoring = insertOf({"id"}, {{number(1)}});
  ignoring.onConflict = OnConflict{};
  return {
      {"insert rows", insertOf({"id", "Name"}, {{number(1), words("a")}, {number(2), nullLiteral()}}),
       "INSERT INTO item (id, Name) VALUES (?1, ?2), (?3, NULL)",
       "INSERT INTO item (id, \"Name\") VALUES ($1, $2), ($3, NULL)"},
      {"insert a default", returning(insertOf({"id", "order"}, {{number(1), defaultLiteral()}})),
       "INSERT INTO item (id) VALUES (?1) RETURNING id, *",
       "INSERT INTO item (id, \"order\") VALUES ($1, DEFAULT) RETURNING id, *"},
      {"insert nothing but defaults", insertOf({}, {}), "INSERT INTO item DEFAULT VALUES",
       "INSERT INTO item DEFAULT VALUES"},
      {"insert unless there", ignoring, "INSERT INTO item (id) VALUES (?1) ON CONFLICT DO NOTHING",
       "INSERT INTO item (id) VALUES ($1) ON CONFLICT DO NOTHING"},
      {"upsert", upsert(),
       "INSERT INTO item (id, Name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET Name = excluded.Name "
       "WHERE item.Name IS NULL",
       "INSERT INTO item (id, \"Name\") VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET \"Name\" = excluded.\"Name\" "
       "WHERE item.\"Name\" IS NULL"},
      {"insert a select", fromSelect(),
       "INSERT INTO item (id, uid) SELECT id, ?1 FROM kind WHERE TRUE ON CONFLICT DO NOTHING",
       "INSERT INTO item (id, uid) SELECT id, $1 FROM kind ON CONFLICT DO NOTHING"},
      {"update", renaming(),
       "UPDATE item SET Name = ?1, \"order\" = item.\"order\" + ?2, price = NULL WHERE item.id = ?3 "
       "AND item.made IS NULL RETURNING id, price AS Price",
       "UPDATE item SET \"Name\" = $1, \"order\" = item.\"order\" + $2::integer, price = NULL WHERE item.id = $3 "
       "AND item.made IS NULL RETURNING id, price AS \"Price\""},
      {"update from", updateFrom(), "UPDATE item SET Name = k.Name FROM kind AS k WHERE k.id = item.kind",
       "UPDATE item SET \"Name\" = k.\"Name\" FROM kind AS k WHERE k.id = item.kind"},
      {"delete", deletion(), "DELETE FROM item WHERE item.id = ?1 RETURNING item.id",
       "DELETE FROM item WHERE item.id = $1 RETURNING item.id"},
  };
}
