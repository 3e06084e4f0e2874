// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop.h"

#include "orm/sql/operators.h"
#include "tables.h"

namespace joinery::example {

schema::MetaData shopTables(const Example& example) {
  const auto price = [&] { return required(column("price", TypeKind::Real, example.isPostgresql() ? "double precision" : "FLOAT")); };
  schema::Table orderItem = table("orderitem", {required(integer("order_id")), required(integer("item_id")), price()}, {"order_id", "item_id"});
  orderItem.foreignKeys = {refers("order_id", "order", "order_id"), refers("item_id", "item", "item_id")};
  schema::MetaData metadata;
  metadata.add(orderItem);
  metadata.add(table("item", {example.key("item_id"), required(text("description")), price()}, {"item_id"}));
  metadata.add(table("order", {example.key("order_id"), required(text("customer_name")), required(text("order_date"))}, {"order_id"}));
  return metadata;
}

std::vector<ModelMapping> shopModels(const AssociationProxy& items) {
  RelationshipMapping orderItems = related("order_items", "OrderItem");
  orderItems.cascade = Cascade::allAndDeleteOrphan();
  RelationshipMapping item = related("item", "Item");
  item.loading = Loading::Joined;
  ModelMapping order{.name = "Order", .table = QualifiedName("order"), .relationships = {orderItems}, .proxies = {items}};
  // The day on which the models were made, whenever an order is.
  order.onInsert["order_date"] = Value::text("2024-05-06");
  return {order, {.name = "Item", .table = QualifiedName("item")}, {.name = "OrderItem", .table = QualifiedName("orderitem"), .relationships = {item}}};
}

RecordPtr makeItem(Session& session, const char* description, double price) {
  RecordPtr item = session.make("Item");
  item->set("description", Value::text(description));
  item->set("price", Value::real(price));
  session.add(*item);
  return item;
}

RecordPtr makeOrderItem(Session& session, Record& item, double price) {
  RecordPtr made = session.make("OrderItem");
  made->setRelated("item", &item);
  made->set("price", price > 0 ? Value::real(price) : item.value("price"));
  return made;
}

Goods stock(Example& example, Session& session, const char* row) {
  Goods goods{makeItem(session, "SA T-Shirt", 10.99), makeItem(session, "SA Mug", 6.5), makeItem(session, "SA Hat", 8.99), makeItem(session, "MySQL Crowbar", 16.99)};
  session.commit();
  const Counts counts = example.counts();
  example.expect(row, "items inserted", counts.rowsInserted, 4);
  example.expectAtMost(row, "INSERT", counts.inserts, 4, 1);
  example.expect(row, "keys in the order of adding", example.rows("SELECT item_id, description FROM item ORDER BY item_id"),
                 "1,SA T-Shirt; 2,SA Mug; 3,SA Hat; 4,MySQL Crowbar");
  return goods;
}

void findSales(Example& example, Session& session, const char* row) {
  const sql::FromItem order = sql::table(QualifiedName("order"));
  const sql::FromItem line = sql::table(QualifiedName("orderitem"));
  const sql::FromItem item = sql::table(QualifiedName("item"));
  SelectOptions options;
  options.innerJoins = {{line, sql::eq(order.column("order_id"), line.column("order_id"))}, {item, sql::eq(line.column("item_id"), item.column("item_id"))}};
  const sql::Expression onSale = sql::and_({sql::eq(item.column("description"), sql::bind(Value::text("MySQL Crowbar"))), sql::gt(item.column("price"), line.column("price"))});
  std::string customers;
  for (const RecordPtr& each : session.select({.model = "Order", .condition = onSale}, options)) customers += std::string(each->value("customer_name").bytes()) + ";";
  const Counts counts = example.counts();
  example.expect(row, "who bought a crowbar on sale", customers, "john smith;");
  example.expect(row, "SELECT with two inner joins", counts.selects, 1);
}

}  // namespace joinery::example
