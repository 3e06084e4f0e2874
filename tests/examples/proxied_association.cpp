// SPDX-License-Identifier: GPL-3.0-or-later
// Orders and items again: what ties them is made by a proxy, and seen only where its price matters.
#include <algorithm>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/session/proxied_collection.h"
#include "shop.h"

using namespace joinery;
using namespace joinery::example;

namespace {

using Elements = std::vector<ProxiedCollection::Element>;

/// An order's item has the item's price, where no other is agreed upon.
void priceByItem(Record& orderItem) { orderItem.set("price", orderItem.related("item")->value("price")); }

std::string descriptionOf(Record& item) { return std::string(item.value("description").bytes()); }
std::string priceOf(Record& record) { return formatReal(record.value("price").toReal()); }

template <typename Texts>
std::string sorted(Texts texts) {
  std::ranges::sort(texts);
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

std::string kindOf(const std::function<void()>& statement) {
  try {
    statement();
  } catch (const DbError& error) {
    return errorKindName(error.kind());
  }
  return "nothing";
}

void placeProxiedOrder(Example& example, Session& session, const Goods& goods) {
  RecordPtr order = session.make("Order");
  order->set("customer_name", Value::text("john smith"));
  ProxiedCollection items(session.registry(), *order, "items");
  items.append(goods.mug.get());
  items.append(goods.hat.get());
  order->append("order_items", *makeOrderItem(session, *goods.crowbar, 10.99));
  example.expect("D1", "SELECT for two prices", example.counts().selects, 2);
  example.expect("D1", "the proxy equals its items", items == Elements{goods.mug.get(), goods.hat.get(), goods.crowbar.get()}, true);
  example.expect("D1", "in another order it does not", items == Elements{goods.hat.get(), goods.mug.get(), goods.crowbar.get()}, false);
  example.expect("D1", "what it contains", items.contains(goods.hat.get()), true);
  example.expect("D1", "what it does not contain", items.contains(goods.shirt.get()), false);
  example.expect("D1", "length", items.size(), std::size_t{3});
  example.expect("D1", "index", items.indexOf(goods.hat.get()).value_or(99), std::size_t{1});
  example.expect("D1", "element", std::get<Record*>(items.at(2)) == goods.crowbar.get(), true);
  session.add(*order);
  session.commit();
  const Counts counts = example.counts();
  example.expect("D1", "an order and its three items inserted", counts.rowsInserted, 4);
  example.expectAtMost("D1", "SELECT", counts.selects, 1);
}

void readProxiedOrder(Example& example, Session& session) {
  const RecordPtr order = session.select({.model = "Order", .filter = {{"customer_name", "john smith"}}}).front();
  std::vector<std::string> lines, items;
  const std::vector<Record*> orderItems = order->collection("order_items");
  for (Record* line : orderItems) {
    Record& item = *line->related("item");
    lines.push_back("(" + descriptionOf(item) + "," + priceOf(*line) + "," + priceOf(item) + ")");
  }
  for (const auto& each : ProxiedCollection(session.registry(), *order, "items").elements()) items.push_back(priceOf(*std::get<Record*>(each)));
  example.expect("D2", "what was agreed and what it costs", sorted(lines), "(MySQL Crowbar,10.99,16.99); (SA Hat,8.99,8.99); (SA Mug,6.5,6.5)");
  example.expect("D2", "prices through the proxy", sorted(items), "16.99; 6.5; 8.99");
  example.expect("D2", "SELECT: the order, then its items", example.counts().selects, 2);
}

/// EXISTS in the statement, and the customers whom it finds.
std::string found(Example& example, Session& session, const Json& filter) {
  const std::uint64_t before = example.engine()->log().statements().back().number;
  std::string names;
  for (const RecordPtr& each : session.select({.model = "Order", .filter = filter})) names += std::string(each->value("customer_name").bytes()) + " ";
  std::size_t exists = 0;
  for (const LoggedStatement& each : example.engine()->log().statements(before))
    for (std::size_t at = each.sql.find("EXISTS"); at != std::string::npos; at = each.sql.find("EXISTS", at + 1)) ++exists;
  return names + std::to_string(exists);
}

void filterOrders(Example& example, Session& session) {
  const Model& order = session.registry().at("Order");
  const AssociationProxy& items = *order.proxy("items");
  const auto holding = [&](std::int64_t item) { return AssociationProxies::holding(session.registry(), order, items, session.get("Item", {Value::integer(item)}).get()); };
  example.expect("D4", "orders that contain a hat, by one EXISTS", found(example, session, holding(3)), "john smith 1");
  example.expect("D4", "orders that contain a shirt", found(example, session, holding(1)), "1");
  example.expect("D4", "any item above 16, by a nested EXISTS", found(example, session, {{"items", {{"price", {{"$gt", 16}}}}}}), "john smith 2");
  example.expect("D4", "any item above 17", found(example, session, {{"items", {{"price", {{"$gt", 17}}}}}}), "2");
  example.expect("D4", "no item above 17", found(example, session, {{"items", {{"$none", {{"price", {{"$gt", 17}}}}}}}}), "john smith 2");
  example.expect("D4", "no item at all", found(example, session, {{"items", nullptr}}), "2");
  example.expect("D4", "one item of each", found(example, session, {{"items", {{{"description", "SA Mug"}}, {{"description", "SA Hat"}}}}}), "john smith 4");
}

void changeOrder(Example& example, Session& session) {
  const RecordPtr order = session.get("Order", {Value::integer(1)});
  const RecordPtr mug = session.get("Item", {Value::integer(2)});
  const RecordPtr crowbar = session.get("Item", {Value::integer(4)});
  ProxiedCollection items(session.registry(), *order, "items");
  items.remove(mug.get());
  example.counts();
  session.commit();
  example.expect("D3", "order items deleted", example.counts().rowsDeleted, 1);
  example.expect("D3", "the item stays", example.rows("SELECT count(*) FROM item"), "4");
  items.assign({crowbar.get(), mug.get()});
  session.commit();
  const Counts counts = example.counts();
  example.expect("D5", "the crowbar's row is switched to its own price", counts.rowsUpdated, 1);
  example.expect("D5", "the mug's row is inserted", counts.rowsInserted, 1);
  example.expect("D5", "the hat's row is deleted", counts.rowsDeleted, 1);
  example.expect("D5", "rows", example.rows("SELECT item_id, price FROM orderitem ORDER BY item_id"), "2,6.5; 4,16.99");
  example.expect("D6", "an order among the items", kindOf([&] { items.append(order.get()); }), "TypeError");
  example.expect("D6", "a plain value among the items", kindOf([&] { items.append(Value::text("a hat")); }), "TypeError");
  example.expect("D6", "nothing of it stays", items.size(), std::size_t{2});
  session.remove(*order);
  session.commit();
  example.expect("D6", "orders, order items, items", example.rows("SELECT (SELECT count(*) FROM \"order\"), (SELECT count(*) FROM orderitem), (SELECT count(*) FROM item)"), "0,0,4");
}

void keepProxiedShop(Example& example) {
  example.create(shopTables(example), shopModels({"items", "order_items", "item", priceByItem}));
  example.expect("D1", "CREATE TABLE", example.counts().creates, 3);
  {
    const auto session = example.session();
    placeProxiedOrder(example, *session, stock(example, *session, "D1"));
  }
  const auto session = example.session();
  readProxiedOrder(example, *session);
  findSales(example, *session, "D2");
  example.expectAtMost("D1", "statements until here", example.statements(), 15, 12);
  filterOrders(example, *session);
  changeOrder(example, *session);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, keepProxiedShop); }
