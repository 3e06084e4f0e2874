// SPDX-License-Identifier: GPL-3.0-or-later
// Orders and items, tied by a record of its own that holds the price of that day.
#include "example.h"
#include "orm/core/db_error.h"
#include "shop.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

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
  example.expect("B4", "the date is the models'", example.rows("SELECT order_date FROM \"order\""), "2024-05-06");
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

void readOrder(Example& example, Session& session) {
  const std::vector<RecordPtr> orders = session.select({.model = "Order", .filter = {{"customer_name", "john smith"}}});
  example.expect("B5", "SELECT for the order", example.counts().selects, 1);
  const std::size_t lines = orders.front()->collection("order_items").size();
  example.expect("B5", "order items", lines, std::size_t{3});
  example.expect("B5", "SELECT for them and their items", example.counts().selects, 1);
  std::cout << itemsOf(*orders.front()) << '\n';
  example.expect("B5", "SELECT for what came along", example.counts().selects, 0);
}

void orderTwice(Example& example) {
  const auto session = example.session();
  const RecordPtr order = session->get("Order", {Value::integer(1)});
  const RecordPtr mug = session->get("Item", {Value::integer(2)});
  order->append("order_items", *makeOrderItem(*session, *mug));
  const auto kindOf = [](auto statement) -> std::string {
    try {
      statement();
    } catch (const DbError& error) {
      return errorKindName(error.kind());
    }
    return "nothing";
  };
  example.expect("B7", "the same item twice", kindOf([&] { session->flush(); }), "IntegrityError");
  example.expect("B7", "the session after it", kindOf([&] { session->get("Item", {Value::integer(1)}); }), "PendingRollbackError");
  session->rollback();
  example.expect("B7", "order items after the rollback", order->collection("order_items").size(), std::size_t{3});
}

void keepShop(Example& example) {
  example.create(shopTables(example), shopModels());
  example.expect("B1", "CREATE TABLE", example.counts().creates, 3);
  {
    const auto session = example.session();
    const Goods goods = stock(example, *session, "B2");
    placeOrder(example, *session, goods);
  }
  const auto session = example.session();
  readOrder(example, *session);
  findSales(example, *session, "B6");
  example.expectAtMost("B6", "statements until here", example.statements(), 15, 12);
  session->close();
  orderTwice(example);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepShop); }
