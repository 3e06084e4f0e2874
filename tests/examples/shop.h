// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "example.h"

namespace joinery::example {

/// Orders, items, and the order items between them that hold the price of that day.
schema::MetaData shopTables(const Example& example);
/// @param items how an order's items are seen through its order items
std::vector<ModelMapping> shopModels(const AssociationProxy& items = {"items", "order_items", "item"});

RecordPtr makeItem(Session& session, const char* description, double price);
/// The item at its own price, unless another one was agreed upon.
RecordPtr makeOrderItem(Session& session, Record& item, double price = 0);

struct Goods { RecordPtr shirt, mug, hat, crowbar; };
/// Four items, committed. @param row of behaviour that is asserted
Goods stock(Example& example, Session& session, const char* row);
/// Those who got a crowbar for less than it costs: a comparison of two tables' columns. @param row of behaviour that is asserted
void findSales(Example& example, Session& session, const char* row);

}  // namespace joinery::example
