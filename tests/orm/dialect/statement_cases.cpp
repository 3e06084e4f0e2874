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

/// The items of those kinds whose parent has a name.
FromItem namedParents() {
  const FromItem k = kindItems("k");
  const FromItem p = kindItems("p");
  return k.join(p, and_({eq(p.column("id"), k.column("parent")), isNotNull(p.column("Name"))}));
}

Update updateFromJoin() {
  Update update;
  update.table = QualifiedName("item");
  update.set = {{"Name", subquery(Select({maximum(column("m", "Name"))}).from(kindItems("m")))}};
  update.from = namedParents();
  update.where = eq(column("k", "id"), column("item", "kind"));
  update.returning = {column("item", "id")};
  return update;
}

Update updateWithCte() {
  Update update;
  update.table = QualifiedName("item");
  update.set = {{"Name", words("b")}};
  update.where = in(column("item", "id"), Select({column("", "id")}).from(cteReference("k")));
  update.ctes = {{"k", {}, std::make_shared<const Select>(kindIds()), false}};
  return update;
}

Delete deleteUsing() {
  Delete statement{QualifiedName("item"), eq(column("k", "id"), column("item", "kind")), {column("item", "id")}};
  statement.from = namedParents();
  return statement;
}

Delete deleteWithSubquery() { return {QualifiedName("item"), in(column("item", "kind"), kindIds().where(isNull(column("", "parent")))), {}}; }

Delete deleteWithCte() {
  Delete statement{QualifiedName("item"), in(column("item", "id"), Select({column("", "id")}).from(cteReference("k"))), {}};
  statement.ctes = {{"k", {}, std::make_shared<const Select>(kindIds()), false}};
  return statement;
}

Insert insertWithCte() {
  Insert insert = insertOf({"id"}, {});
  insert.select = std::make_shared<const Select>(Select({column("", "n")}).from(cteReference("down")));
  insert.ctes = {countdown()};
  return insert;
}

Expression kindName() { return subquery(Select({column("k", "Name")}).from(kindItems("k")).where(eq(column("k", "id"), column("item", "kind")))); }

/// A correlated subquery among the columns, in the condition, in the groups and in the order.
Select withSubqueries() {
  return Select({kindName().as("kind_name"), count()})
      .from(items())
      .where(gt(subquery(Select({count()}).from(kindItems())), integerLiteral(0)))
      .groupBy({column("item", "kind")})
      .having(isNotNull(kindName()))
      .orderBy({{kindName()}});
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
      {"right join", one.from(a.rightJoin(k, ofKind)), "SELECT a.id FROM item AS a RIGHT JOIN kind AS k ON k.id = a.kind",
       "SELECT a.id FROM item AS a RIGHT JOIN kind AS k ON k.id = a.kind"},
      {"full and cross join", one.from(a.fullJoin(k, ofKind).crossJoin(p)),
       "SELECT a.id FROM item AS a FULL JOIN kind AS k ON k.id = a.kind CROSS JOIN kind AS p",
       "SELECT a.id FROM item AS a FULL JOIN kind AS k ON k.id = a.kind CROSS JOIN kind AS p"},
      {"subquery as a table", Select({column("s", "id")}).from(subqueryAs(ids(), "s")),
       "SELECT s.id FROM (SELECT id FROM item) AS s", "SELECT s.id FROM (SELECT id FROM item) AS s"},
      {"values as a table", Select({column("v", "id"), column("v", "Name")}).from(valuesAs({{number(1), words("a")}, {number(2), bind(Value::null())}}, {"id", "Name"}, "v")),
       "SELECT v.id, v.Name FROM (SELECT column1 AS id, column2 AS Name FROM (VALUES (?1, ?2), (?3, ?4))) AS v",
       "SELECT v.id, v.\"Name\" FROM (VALUES ($1::bigint, $2::text), ($3::bigint, $4)) AS v (id, \"Name\")"},
      {"a join of values", one.from(a.join(valuesAs({{bind(Value::text("2"), ValueType::of(TypeKind::Integer))}}, {"order"}, "v"), eq(column("v", "order"), a.column("kind")))),
       "SELECT a.id FROM item AS a JOIN (SELECT column1 AS \"order\" FROM (VALUES (?1))) AS v ON v.\"order\" = a.kind",
       "SELECT a.id FROM item AS a JOIN (VALUES ($1::bigint)) AS v (\"order\") ON v.\"order\" = a.kind"},
      {"subqueries everywhere", withSubqueries(),
       "SELECT (SELECT k.Name FROM kind AS k WHERE k.id = item.kind) AS kind_name, count(*) FROM item "
       "WHERE (SELECT count(*) FROM kind) > 0 GROUP BY item.kind "
       "HAVING (SELECT k.Name FROM kind AS k WHERE k.id = item.kind) IS NOT NULL "
       "ORDER BY (SELECT k.Name FROM kind AS k WHERE k.id = item.kind)",
       "SELECT (SELECT k.\"Name\" FROM kind AS k WHERE k.id = item.kind) AS kind_name, count(*) FROM item "
       "WHERE (SELECT count(*) FROM kind) > 0 GROUP BY item.kind "
       "HAVING (SELECT k.\"Name\" FROM kind AS k WHERE k.id = item.kind) IS NOT NULL "
       "ORDER BY (SELECT k.\"Name\" FROM kind AS k WHERE k.id = item.kind)"},
      {"a join of a subquery and a CTE",
       Select({column("s", "id")})
           .from(subqueryAs(ids(), "s").leftJoin(cteReference("c"), eq(column("c", "id"), column("s", "id"))))
           .with({"c", {}, std::make_shared<const Select>(kindIds()), false}),
       "WITH c AS (SELECT id FROM kind) SELECT s.id FROM (SELECT id FROM item) AS s LEFT JOIN c ON c.id = s.id",
       "WITH c AS (SELECT id FROM kind) SELECT s.id FROM (SELECT id FROM item) AS s LEFT JOIN c ON c.id = s.id"},
      {"shared lock", ids().forUpdate(Select::Lock::Share), "SELECT id FROM item", "SELECT id FROM item FOR SHARE"},
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
      {"insert from a CTE", insertWithCte(),
       "WITH RECURSIVE down (n) AS (SELECT 3 AS n UNION ALL SELECT n - 1 FROM down WHERE n > 0) "
       "INSERT INTO item (id) SELECT n FROM down",
       "WITH RECURSIVE down (n) AS (SELECT 3 AS n UNION ALL SELECT n - 1 FROM down WHERE n > 0) "
       "INSERT INTO item (id) SELECT n FROM down"},
      {"update from a join", updateFromJoin(),
       "UPDATE item SET Name = (SELECT max(m.Name) FROM kind AS m) FROM kind AS k JOIN kind AS p ON p.id = k.parent "
       "AND p.Name IS NOT NULL WHERE k.id = item.kind RETURNING item.id",
       "UPDATE item SET \"Name\" = (SELECT max(m.\"Name\") FROM kind AS m) FROM kind AS k JOIN kind AS p ON p.id = k.parent "
       "AND p.\"Name\" IS NOT NULL WHERE k.id = item.kind RETURNING item.id"},
      {"update with a CTE", updateWithCte(),
       "WITH k AS (SELECT id FROM kind) UPDATE item SET Name = ?1 WHERE item.id IN (SELECT id FROM k)",
       "WITH k AS (SELECT id FROM kind) UPDATE item SET \"Name\" = $1 WHERE item.id IN (SELECT id FROM k)"},
      {"delete using a join", deleteUsing(),
       "DELETE FROM item WHERE EXISTS (SELECT 1 FROM kind AS k JOIN kind AS p ON p.id = k.parent AND p.Name IS NOT NULL "
       "WHERE k.id = item.kind) RETURNING item.id",
       "DELETE FROM item USING kind AS k JOIN kind AS p ON p.id = k.parent AND p.\"Name\" IS NOT NULL "
       "WHERE k.id = item.kind RETURNING item.id"},
      {"delete with a subquery", deleteWithSubquery(),
       "DELETE FROM item WHERE item.kind IN (SELECT id FROM kind WHERE parent IS NULL)",
       "DELETE FROM item WHERE item.kind IN (SELECT id FROM kind WHERE parent IS NULL)"},
      {"delete with a CTE", deleteWithCte(),
       "WITH k AS (SELECT id FROM kind) DELETE FROM item WHERE item.id IN (SELECT id FROM k)",
       "WITH k AS (SELECT id FROM kind) DELETE FROM item WHERE item.id IN (SELECT id FROM k)"},
      {"delete", deletion(), "DELETE FROM item WHERE item.id = ?1 RETURNING item.id",
       "DELETE FROM item WHERE item.id = $1 RETURNING item.id"},
  };
}
