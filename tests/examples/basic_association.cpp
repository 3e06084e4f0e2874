// SPDX-License-Identifier: GPL-3.0-or-later
// Orders and items, tied by a record of its own that holds the price of that day; seen also through a proxy.
#include "example.h"
#include "orm/core/db_error.h"
#include "orm/session/association_proxies.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

schema::MetaData shopTables(const Example& example) {
  const auto price = [&] { return required(column("price", TypeKind::Real, example.isPostgresql() ? "double precision" : "FLOAT")); };
  schema::Table orderItem = table("orderitem", {required(integer("order_id")), required(integer("item_id")), price()}, {"order_id", "item_id"});
  orderItem.foreignKeys = {refers("order_id", "order", "order_id"), refers("item_id", "item", "item_id")};
  schema::MetaData metadata;
  metadata.add(orderItem);
  metadata.add(table("item", {example.key("item_id"), required(text("description")), price()}, {"item_id"}));
  metadata.add(table("order", {example.key("order_id"), required(text("customer_name"))}, {"order_id"}));
  return metadata;
}

std::vector<ModelMapping> shopModels() {
  RelationshipMapping orderItems = related("order_items", "OrderItem");
  orderItems.cascade = Cascade::allAndDeleteOrphan();
  RelationshipMapping item = related("item", "Item");
  item.loading = Loading::Joined;
  return {{.name = "Order", .table = QualifiedName("order"), .relationships = {orderItems}, .proxies = {{"items", "order_items", "item"}}},
          {.name = "Item", .table = QualifiedName("item")},
          {.name = "OrderItem", .table = QualifiedName("orderitem"), .relationships = {item}}};
}

RecordPtr makeItem(Session& session, const char* description, double price) {
  RecordPtr item = session.make("Item");
  item->set("description", Value::text(description));
  item->set("price", Value::real(price));
  session.add(*item);
  return item;
}

/// The item at its own price, unless another one was agreed upon.
RecordPtr makeOrderItem(Session& session, Record& item, double price = 0) {
  RecordPtr made = session.make("OrderItem");
  made->setRelated("item", &item);
  made->set("price", price > 0 ? Value::real(price) : item.value("price"));
  return made;
}

struct Goods { RecordPtr shirt, mug, hat, crowbar; };

Goods stock(Example& example, Session& session) {
  Goods goods{makeItem(session, "SA T-Shirt", 10.99), makeItem(session, "SA Mug", 6.5), makeItem(session, "SA Hat", 8.99), makeItem(session, "MySQL Crowbar", 16.99)};
  session.commit();
  example.expect("B2", "items inserted", example.counts().rowsInserted, 4);
  example.expect("B2", "keys in the order of adding", example.rows("SELECT item_id, description FROM item ORDER BY item_id"),
                 "1,SA T-Shirt; 2,SA Mug; 3,SA Hat; 4,MySQL Crowbar");
  return goods;
}

void placeOrder(Example& example, Session& session, const Goods& goods) {
  RecordPtr order = session.make("Order");
  order->set("customer_name", Value::text("john smith"));
  order->append("order_items", *makeOrderItem(session, *goods.mug));
  example.expect("B3", "SELECT for the price of an expired item", example.counts().selects, 1);
  order->append("order_items", *makeOrderItem(session, *goods.crowbar, 10.99));
  example.expect("B3", "SELECT for an item whose price is not asked for", example.counts().selects, 0);
  order->append("order_items", *makeOrderItem(session, *goods.hat));
  example.expect("B3", "SELECT for the other price", example.counts().selects, 1);
  session.add(*order);
  session.commit();
  const Counts counts = example.counts();
  example.expect("B4", "an order and its three items inserted", counts.rowsInserted, 4);
  example.expectAtMost("B4", "SELECT", counts.selects, 1);
  example.expect("B4", "rows", example.rows("SELECT order_id, item_id, price FROM orderitem ORDER BY item_id"), "1,2,6.5; 1,3,8.99; 1,4,10.99");
}

std::string itemsOf(Record& order) {
  std::string text;
  const std::vector<Record*> lines = order.collection("order_items");
  for (Record* line : lines) {
    if (!text.empty()) text += "; ";
    text += std::string(line->related("item")->value("description").bytes()) + " " + formatReal(line->value("price").toReal());
  }
  return text;
}

void readOrder(Example& example) {
  const auto session = example.session();
  const std::vector<RecordPtr> orders = session->select({.model = "Order", .filter = {{"customer_name", "john smith"}}});
  example.expect("B5", "SELECT for the order", example.counts().selects, 1);
  const std::size_t lines = orders.front()->collection("order_items").size();
  example.expect("B5", "order items", lines, std::size_t{3});
  example.expect("B5", "SELECT for them and their items", example.counts().selects, 1);
  std::cout << itemsOf(*orders.front()) << '\n';
  example.expect("B5", "SELECT for what came along", example.counts().selects, 0);
}

void changeItems(Example& example) {
  const auto session = example.session();
  const RecordPtr order = session->get("Order", {Value::integer(1)});
  const RecordPtr mug = session->get("Item", {Value::integer(2)});
  const AssociationProxy& items = *order->model().proxy("items");
  example.expect("D1", "items through the proxy", AssociationProxies::elements(*order, items).size(), std::size_t{3});
  order->append("order_items", *makeOrderItem(*session, *mug));
  try {
    session->flush();
    example.expect("B7", "the same item twice is refused", false, true);
  } catch (const DbError& error) {
    example.expect("B7", "the same item twice", std::string(errorKindName(error.kind())), "IntegrityError");
  }
  session->rollback();
  AssociationProxies::remove(*order, items, mug.get());
  example.counts();
  session->commit();
  example.expect("D3", "order items deleted", example.counts().rowsDeleted, 1);
  example.expect("D3", "the item stays", example.rows("SELECT count(*) FROM item"), "4");
  session->remove(*order);
  session->commit();
  example.expect("D6", "orders, order items, items", example.rows("SELECT (SELECT count(*) FROM \"order\"), (SELECT count(*) FROM orderitem), (SELECT count(*) FROM item)"), "0,0,4");
}

void keepShop(Example& example) {
  example.create(shopTables(example), shopModels());
  example.expect("B1", "CREATE TABLE", example.counts().creates, 3);
  {
    const auto session = example.session();
    placeOrder(example, *session, stock(example, *session));
  }
  readOrder(example);
  changeItems(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepShop); }
