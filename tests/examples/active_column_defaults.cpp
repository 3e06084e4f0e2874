// SPDX-License-Identifier: GPL-3.0-or-later
// Defaults that can be read before the row is there, and are what the row gets.
#include <string_view>

#include "example.h"
#include "orm/core/db_error.h"
#include "orm/records/active_defaults.h"
#include "orm/sql/function.h"
#include "tables.h"

using namespace joinery;
using namespace joinery::example;

namespace {

/// How often the default of timestamp was made.
int calls = 0;

void createWidgets(Example& example) {
  schema::MetaData metadata;
  metadata.add(table("widget", {example.key("id"), integer("radius"), text("timestamp"), text("note"), text("code")}, {"id"}));
  ModelMapping widget{.name = "Widget", .table = QualifiedName("widget")};
  widget.onInsert["radius"] = Value::integer(30);
  widget.onInsert["timestamp"] = std::function<Value()>([] { return Value::text("call " + std::to_string(++calls)); });
  widget.onInsert["code"] = sql::function("lower", {sql::bind(Value::text("COMPUTED"), ValueType::of(TypeKind::Text))});
  example.create(metadata, {widget});
}

void readBeforeTheRow(Example& example, Session& session, Record& widget) {
  example.expect("J1", "radius", widget.value("radius").toInteger(), 30);
  example.expect("J1", "timestamp", widget.value("timestamp").bytes(), std::string_view("call 1"));
  example.expect("J1", "timestamp, asked again", widget.value("timestamp").bytes(), std::string_view("call 1"));
  example.expect("J1", "a change to be written", widget.isModified(), false);
  example.expect("J2", "an attribute without default is NULL", widget.value("note").isNull(), true);
  try {
    widget.value("code");
    example.expect("J3", "a default that SQL computes can be read", true, false);
  } catch (const DbError& error) {
    example.expect("J3", "a default that SQL computes", std::string(errorKindName(error.kind())), "NotSupportedError");
  }
  session.add(widget);
  example.expect("J1", "statements", example.counts().selects, 0);
}

void readTheRow(Example& example, Session& session, Record& widget) {
  session.commit();
  Counts counts = example.counts();
  example.expect("J2", "rows inserted", counts.rowsInserted, 1);
  example.expect("J2", "calls of the default", calls, 1);
  example.expect("J2", "radius", widget.value("radius").toInteger(), 30);
  example.expect("J2", "timestamp", widget.value("timestamp").bytes(), std::string_view("call 1"));
  example.expect("J3", "what SQL computed", widget.value("code").bytes(), std::string_view("computed"));
  example.expect("J2", "SELECT", example.counts().selects, 1);
}

void unreadAndExplicit(Example& example, Session& session) {
  const RecordPtr unread = session.make("Widget");
  const RecordPtr given = session.make("Widget");
  given->set("radius", Value::integer(5));
  given->set("timestamp", Value::text("mine"));
  session.add(*unread);
  session.add(*given);
  session.commit();
  example.expect("J3", "calls for the one that was neither read nor set", calls, 2);
  example.expect("J3", "rows", example.rows("SELECT radius, timestamp, code FROM widget WHERE id > 1 ORDER BY id"), "30,call 2,computed; 5,mine,computed");
}

void useDefaults(Example& example) {
  createWidgets(example);
  const auto session = example.session();
  activateDefaults(session->heap().events(), example.registry()->at("Widget"));
  example.counts();
  const RecordPtr widget = session->make("Widget");
  readBeforeTheRow(example, *session, *widget);
  readTheRow(example, *session, *widget);
  unreadAndExplicit(example, *session);
}

}  // namespace

int main(int argc, char** argv) { return Example::run(argc, argv, useDefaults); }
